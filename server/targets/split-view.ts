/** A split as it is looked at: children with what one should know of them, the version on the table, all versions. */
import type { Reach } from '../../src/lib/domain/outlook.ts';
import type { Period } from '../../src/lib/domain/period.ts';
import type { SplitPart } from '../../src/lib/forms/targeting.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Outcome } from '../problems.ts';
import { placeOf } from './asked.ts';
import type { PlanQuery } from './asked.ts';
import { periodsBefore } from './past.ts';
import type { Past } from './past.ts';
import type { SplitBasis, SplitState } from './schema.ts';
import { PAST, proportions, veiled } from './split-bases.ts';
import type { SplitBases, Weights } from './split-bases.ts';
import { sumOf } from './split-parts.ts';
import type { SplitParts } from './split-parts.ts';
import { byAnswer, roundOf } from './round-view.ts';
import type { RoundView, SaidView } from './round-view.ts';
import { readAnswers, readOverdue, readRounds } from './round-store.ts';
import { readAnswerers } from './answerers.ts';
import { newsOf } from './split-news.ts';
import type { SplitNews } from './split-news.ts';
import { readNewest, readParts, readVersions } from './split-store.ts';
import type { SplitRow } from './split-store.ts';
import { nameOnly } from './subjects.ts';
import type { PlanSubject, PlanSubjects, SubjectName } from './subjects.ts';
import { nameOf } from './targets.ts';
import type { Targets } from './targets.ts';

export interface SplitChild extends SubjectName {
	/** In force now. */
	current: number | undefined;
	/** By basis; a basis that says nothing about anybody is absent. */
	weights: Weights;
	/** Results of the periods before, oldest first; absent when the reader may not see them. */
	past?: number[];
	yearAgo?: number;
	reach?: Reach;
	/** Nobody who could answer may sign in: somebody has to write the answer down for them. */
	unreachable?: boolean;
}

export interface SplitVersion {
	version: number;
	state: SplitState;
	revision: number;
	basis: SplitBasis;
	reason: string;
	savedAt: number;
	savedBy: string;
	sum?: number;
	/** Newest first; absent where only the state was asked for. */
	rounds?: RoundView[];
	/** Of the round that is open: those who missed the deadline; only where states are asked for. */
	overdue?: number;
}

export interface SplitView {
	parent: SubjectName;
	metric: { code: string; name: string; kind: 'money' | 'count' };
	period: Period;
	/** The parent's target in force. */
	amount: number | undefined;
	/** Basis points. */
	stretch: number;
	children: SplitChild[];
	/** For dealers: what they may be split by, with the mix of their team as weights. */
	products: (SubjectName & { weight: number })[];
	/** Oldest of `SplitChild.past` first. */
	pastPeriods: { from: string; to: string }[];
	/** What is on the table: the version asked for, else the newest. */
	shown:
		| (SplitVersion & {
				parts: SplitPart[];
				/** Everything that was said to it, oldest first. Everybody sees it (AGREE-11). */
				said: SaidView[];
		  })
		| undefined;
	versions: SplitVersion[];
}

export const versionOf = (row: SplitRow): SplitVersion => ({
	version: row.version,
	state: row.state,
	revision: row.revision,
	basis: row.basis,
	reason: row.reason,
	savedAt: row.savedAt.getTime(),
	savedBy: row.savedBy
});

export function createSplitView(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	subjects: PlanSubjects;
	past: Past;
	targets: Targets;
	bases: SplitBases;
	parts: SplitParts;
	clock: Clock;
}) {
	const { database, directory, organisation, subjects, past, targets, bases } = options;

	/** Every version with its rounds, and what was said to the one that is shown. */
	async function readRoundsOf(all: readonly SplitRow[], shown: SplitRow | undefined) {
		const rounds = await readRounds(
			database.db,
			all.map(({ id }) => id)
		);
		const ofVersion = (id: number) => rounds.filter(({ splitId }) => splitId === id).map(roundOf);
		const asked = shown && rounds.some(({ splitId }) => splitId === shown.id);
		const answers = asked ? await readAnswers(database.db, shown.id) : [];
		return { ofVersion, said: answers.map((answer) => byAnswer(directory.mirror, answer)) };
	}

	/** Children whom nobody can speak for by themselves; only units' and reps' are asked. */
	async function unreachableOf(children: readonly PlanSubject[]): Promise<ReadonlySet<string>> {
		const asked = children.filter(({ kind }) => kind === 'unit' || kind === 'rep');
		const answerers = await readAnswerers(
			database.db,
			asked.map(({ ref }) => ref)
		);
		return new Set(asked.filter(({ ref }) => !answerers.has(nameOf(ref))).map(({ key }) => key));
	}

	return {
		/** Of every parent of a period, the newest version, by `kind:id` of the parent. */
		async states(metricId: number, period: Period): Promise<Map<string, SplitVersion>> {
			const rows = await readNewest(database.db, { metricId, period });
			const issued = rows.filter(({ state }) => state === 'issued').map(({ id }) => id);
			const overdue = await readOverdue(database.db, issued, new Date(options.clock()));
			return new Map(
				rows.map((row) => [
					row.unitId !== null
						? `unit:${row.unitId}`
						: row.repId !== null
							? `rep:${row.repId}`
							: `customer:${row.customerId}`,
					{ ...versionOf(row), ...(overdue.has(row.id) ? { overdue: overdue.get(row.id)! } : {}) }
				])
			);
		},

		/** A place to be told about; undefined when there is no such one. */
		placeOf(query: PlanQuery): { is(news: SplitNews): boolean } | undefined {
			const found = placeOf(directory, subjects, query);
			if (!found.ok) return undefined;
			const here = newsOf('drafted', found.place);
			return {
				is: ({ metricId, unit, start, parent }) =>
					metricId === here.metricId &&
					unit === here.unit &&
					start === here.start &&
					nameOf(parent) === nameOf(here.parent)
			};
		},

		/** `results`: whether the reader may see what the children sold. `version`: an older one than the newest. */
		async read(
			query: PlanQuery,
			{ results: mayKnow, version }: { results: boolean; version?: number | undefined }
		): Promise<Outcome<{ split: SplitView }>> {
			const found = placeOf(directory, subjects, query);
			if (!found.ok) return found;
			const { place } = found;
			const { metric, period, subject } = place;
			const children = subjects.childrenOf(subject, period);
			const at = { metricId: metric.id, period, parent: subject.ref };
			const hasReach = mayKnow && subject.level !== 'dealer';
			const [results, reaches, sheet, products, versions, unreachable] = await Promise.all([
				bases.resultsOf(place, children),
				hasReach ? past.reaches(metric.id, children, period) : undefined,
				targets.sheet(metric.id, period),
				bases.productsOf(place),
				readVersions(database.db, at),
				unreachableOf(subject.kind === 'unit' ? children : [])
			]);
			const known = await bases.weightsOf(place, children, results);
			const weights = mayKnow ? known : veiled(known);
			const row =
				version === undefined ? versions[0] : versions.find((one) => one.version === version);
			const saved = row && (await readParts(database.db, row.id));
			const { ofVersion, said } = await readRoundsOf(versions, row);
			const shares = proportions(saved?.map(({ weight }) => weight) ?? []);
			const parts = mayKnow ? saved : saved?.map((part, i) => ({ ...part, weight: shares[i]! }));
			return {
				ok: true,
				split: {
					parent: nameOnly(subject),
					metric: { code: metric.code, name: metric.name, kind: metric.kind },
					period,
					amount: sheet.of(subject.ref),
					stretch: organisation.settings.stretch,
					children: children.map((child) => {
						const own = results.get(child.key)!;
						const reach = reaches?.get(child.key);
						return {
							...nameOnly(child),
							current: subject.level === 'dealer' ? undefined : sheet.of(child.ref),
							weights: weights.get(child.key)!,
							...(hasReach ? { past: own.slice(0, PAST).reverse(), yearAgo: own[PAST]! } : {}),
							...(reach ? { reach } : {}),
							...(unreachable.has(child.key) ? { unreachable: true } : {})
						};
					}),
					products: mayKnow ? products : products.map((one) => ({ ...one, weight: 1 })),
					pastPeriods: periodsBefore(period, PAST)
						.reverse()
						.map(({ from, to }) => ({ from, to })),
					shown: row &&
						parts && {
							...versionOf(row),
							rounds: ofVersion(row.id),
							said,
							sum: sumOf(parts),
							parts: parts.map((part) => options.parts.shown(subject, part))
						},
					versions: versions.map((one) => ({ ...versionOf(one), rounds: ofVersion(one.id) }))
				}
			};
		}
	};
}

export type SplitViews = ReturnType<typeof createSplitView>;
