/** Who has a letter of a period, how far it is, and what is missing. docs/SPEC.md, LETTER-11. */
import { leadingTarget, missing, targetsDiffer } from '../../src/lib/domain/commitment.ts';
import type { LetterState, MetricTarget, Side } from '../../src/lib/domain/commitment.ts';
import { periodOf } from '../../src/lib/domain/period.ts';
import type { Period } from '../../src/lib/domain/period.ts';
import type { ListPage, ListQuery } from '../../src/lib/list-query.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { SplitViews } from '../targets/split-view.ts';
import type { SubjectRef, Targets } from '../targets/targets.ts';
import { createFacts } from './facts.ts';
import { placeOf } from './parties.ts';
import type { Parties, Party } from './parties.ts';
import { readNewest, readOwn } from './store.ts';
import type { LetterHead } from './store.ts';

export type LetterSort = 'unit' | 'name' | 'state';
/** `none`: has a target and no letter. `no-target`: there is nothing to sign. */
export type ListState = LetterState | 'none' | 'no-target';

interface LetterMark {
	id: number;
	version: number;
	state: LetterState;
	missing: Side[];
	/** The targets in force are others. */
	changed: boolean;
}

export interface LetterListRow {
	party: Party;
	state: ListState;
	/** Of the leading metric, in force now. */
	lead: Pick<MetricTarget, 'code' | 'name' | 'kind' | 'amount'> | undefined;
	letter: LetterMark | undefined;
	/** A newer split of the team is not settled yet. */
	discussed: boolean;
	/** Whoever asks may act for the company. */
	writable: boolean;
}

export interface LetterList extends ListPage<LetterListRow> {
	/** Of all pages, by state. */
	counts: Record<ListState, number>;
	/** For whom whoever asks may prepare one. */
	preparable: number;
}

export interface OwnLetter {
	id: number;
	period: Period;
	/** Of a manager's letter: the unit's name. */
	unit: string | undefined;
	version: number;
	state: LetterState;
	missing: Side[];
	lead: Pick<MetricTarget, 'code' | 'name' | 'kind' | 'amount'> | undefined;
}

const STATES: readonly ListState[] = [
	'none',
	'draft',
	'offered',
	'signed',
	'superseded',
	'ended',
	'no-target'
];
const { compare } = new Intl.Collator('zh-CN', { numeric: true });

export function createLetterList(options: {
	database: Database;
	directory: Directory;
	targets: Targets;
	splits: Pick<SplitViews, 'states'>;
	parties: Parties;
}) {
	const { database, directory, targets, splits, parties } = options;
	const { mirror } = directory;
	const facts = createFacts(options);

	/** The leading target in force, of many subjects: sheets are read once for all of them. */
	async function leadsOf(refs: readonly SubjectRef[], period: Period) {
		const metrics = [...mirror.metrics.all()];
		const sheets = await Promise.all(metrics.map(({ id }) => targets.sheet(id, period)));
		return refs.map((ref) => {
			const own = metrics.flatMap(({ code, name, kind }, i) => {
				const amount = sheets[i]!.of(ref);
				return amount ? [{ code, name, kind, amount, split: null, months: [], days: [] }] : [];
			});
			return leadingTarget(own);
		});
	}

	/** Teams whose newest split of this period is not settled, by `unit:7`. */
	async function discussedTeams(period: Period): Promise<Set<string>> {
		const states = await Promise.all(
			[...mirror.metrics.all()].map(({ id }) => splits.states(id, period))
		);
		return new Set(
			states.flatMap((of) =>
				[...of].flatMap(([parent, { state }]) => (state === 'settled' ? [] : [parent]))
			)
		);
	}

	const isWanted = (q: string) => {
		const words = q.toLowerCase().split(/\s+/).filter(Boolean);
		return ({ name, code, unit, receiver }: Party) => {
			const text = `${name} ${code} ${unit.name} ${receiver.name} ${receiver.code}`.toLowerCase();
			return words.every((word) => text.includes(word));
		};
	};

	function inOrder(rows: LetterListRow[], sort: LetterSort, descending: boolean): LetterListRow[] {
		const by: Record<LetterSort, (a: LetterListRow, b: LetterListRow) => number> = {
			// As they come: managers from the top, then reps by team.
			unit: (a, b) =>
				a.party.kind === b.party.kind
					? a.party.kind === 'unit'
						? 0
						: compare(a.party.unit.code, b.party.unit.code)
					: a.party.kind === 'unit'
						? -1
						: 1,
			name: (a, b) => compare(a.party.receiver.name, b.party.receiver.name),
			state: (a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state)
		};
		const sorted = rows.sort(by[sort]);
		return descending ? sorted.reverse() : sorted;
	}

	/** What a page shows besides: whether the targets are others now, and whether they are being discussed. */
	async function marked(
		rows: LetterListRow[],
		heads: ReadonlyMap<LetterListRow, LetterHead>,
		period: Period
	): Promise<LetterListRow[]> {
		const [discussed, current] = await Promise.all([
			discussedTeams(period),
			facts.of(
				rows.map(({ party }) => party.ref),
				period
			)
		]);
		return rows.map((row, i) => {
			const above = row.party.kind === 'rep' ? row.party.line[0] : undefined;
			const team = above === undefined ? undefined : mirror.units.named(above);
			const head = heads.get(row);
			const counts = head && !['superseded', 'ended'].includes(head.state);
			return {
				...row,
				letter: row.letter && {
					...row.letter,
					changed: counts ? targetsDiffer(head.targets, current[i]!) : false
				},
				discussed: team !== undefined && discussed.has(`unit:${team.id}`)
			};
		});
	}

	const missingOf = (signed: readonly Side[]): Side[] =>
		missing({ signatures: signed.map((side) => ({ side, hash: '' })) });

	return {
		/** `mayRead` narrows the list to what its reader may see. */
		async read(
			query: ListQuery<LetterSort> & { unit: string; period: Period; state?: string | undefined },
			{ mayRead, mayWrite }: Record<'mayRead' | 'mayWrite', (party: Party) => boolean>
		): Promise<LetterList> {
			const { period, q, page, size } = query;
			const all = (await parties.within(query.unit, period)).filter(mayRead);
			const [newest, leads] = await Promise.all([
				readNewest(database.db, period),
				leadsOf(
					all.map(({ ref }) => ref),
					period
				)
			]);
			const byPlace = new Map(newest.map((head) => [placeOf(head), head]));
			const heads = new Map<LetterListRow, LetterHead>();
			const rows = all.map((party, i) => {
				const unitId = party.kind === 'unit' ? party.ref.id : null;
				const head = byPlace.get(placeOf({ unitId, receiver: party.receiver.code }));
				const row: LetterListRow = {
					party,
					state: head?.state ?? (leads[i] ? 'none' : 'no-target'),
					lead: leads[i],
					letter: head && {
						id: head.id,
						version: head.version,
						state: head.state,
						missing: missingOf(head.signed),
						changed: false
					},
					discussed: false,
					writable: mayWrite(party)
				};
				if (head) heads.set(row, head);
				return row;
			});
			const counts = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<
				ListState,
				number
			>;
			for (const { state } of rows) counts[state]++;
			const wanted = isWanted(q);
			const found = rows.filter(
				({ party, state }) => (!query.state || state === query.state) && wanted(party)
			);
			const shown = inOrder(found, query.sort, query.descending).slice(
				(page - 1) * size,
				page * size
			);
			return {
				rows: await marked(shown, heads, period),
				total: found.length,
				counts,
				preparable: rows.filter(({ state, writable }) => state === 'none' && writable).length
			};
		},

		/** The letters that somebody answers for, latest first. */
		async own(receiver: string, most = 24): Promise<OwnLetter[]> {
			const heads = await readOwn(database.db, receiver);
			return heads.slice(0, most).map((head) => ({
				id: head.id,
				period: periodOf(head.periodUnit, head.periodStart),
				unit: head.unitId === null ? undefined : mirror.units.get(head.unitId)?.name,
				version: head.version,
				state: head.state,
				missing: missingOf(head.signed),
				lead: leadingTarget(head.targets)
			}));
		}
	};
}
