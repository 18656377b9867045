/** How letters come to be: for all of a unit who never had one, and as the next version of what was signed or ended. */
import { isOpen } from '../../src/lib/domain/commitment.ts';
import type { LetterText, MetricTarget, Terms } from '../../src/lib/domain/commitment.ts';
import type { Period } from '../../src/lib/domain/period.ts';
import { plainLines } from '../../src/lib/forms/letter.ts';
import { recordChange, recordChanges } from '../audit/record.ts';
import type { Database } from '../database/connection.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { PeriodWithTarget } from '../targets/schema.ts';
import type { Facts } from './facts.ts';
import { placeOf } from './parties.ts';
import type { Parties, Party } from './parties.ts';
import { Refused } from './steps.ts';
import type { By, Steps } from './steps.ts';
import {
	hashOfText,
	insertLetters,
	lockPeriod,
	periodOfRow,
	readNewest,
	readVersions
} from './store.ts';
import type { LetterHead, LetterRow } from './store.ts';
import type { LetterTerms } from './terms.ts';

export function createPreparation(options: {
	database: Database;
	organisation: Organisation;
	steps: Steps;
	parties: Parties;
	facts: Facts;
	terms: LetterTerms;
	partyOf: (row: LetterRow) => Party;
	targetsNow: (id: number) => Promise<Outcome<{ targets: MetricTarget[] }>>;
}) {
	const { organisation, parties, facts, terms, partyOf, targetsNow } = options;
	const { db } = options.database;
	const { now, step, told } = options.steps;

	function textOf(
		party: Party,
		period: Period,
		of: Pick<LetterText, 'targets' | 'terms' | 'version' | 'reason'> & Partial<LetterText>
	): LetterText {
		const { name, currency, fractionDigits } = organisation.settings;
		return {
			organisation: name,
			currency,
			fractionDigits,
			period: { unit: period.unit as PeriodWithTarget, from: period.from, to: period.to },
			party: { kind: party.kind, code: party.code, name: party.name, unit: party.unit.name },
			receiver: party.receiver,
			commitment: '',
			customers: [],
			...of
		};
	}

	const newRow = (party: Party, content: LetterText, by: By, state: 'draft' | 'offered') => ({
		repId: party.kind === 'rep' ? party.ref.id : null,
		unitId: party.kind === 'unit' ? party.ref.id : null,
		receiver: party.receiver.code,
		periodUnit: content.period.unit,
		periodStart: content.period.from,
		version: content.version,
		state,
		content,
		hash: hashOfText(content),
		preparedAt: now(),
		preparedBy: by.actor
	});

	/** Those of whom there is no letter of the period yet. */
	function without(of: readonly Party[], newest: readonly LetterHead[]): Party[] {
		const had = new Set(newest.map(placeOf));
		return of.filter(({ kind, ref, receiver }) => {
			const unitId = kind === 'unit' ? ref.id : null;
			return !had.has(placeOf({ unitId, receiver: receiver.code }));
		});
	}

	return {
		/**
		 * Letters for everybody in a unit who never had one of the period, or for the one whom `who` names. `mayWrite` says for
		 * whom; who has no target gets none, and is counted in `without`.
		 */
		async prepare(
			form: {
				unit: string;
				period: Period;
				who: string;
				terms: Terms;
				keep: boolean;
				offer: boolean;
			},
			by: By & { mayWrite: (party: Party) => boolean }
		): Promise<Outcome<{ prepared: { id: number; key: string }[]; without: number }>> {
			const { period } = form;
			const one = form.who ? await parties.named(form.who, period) : undefined;
			if (form.who && !one) return failed(problem('who', 'letter-unknown-party'));
			const asked = (one ? [one] : await parties.within(form.unit, period)).filter(by.mayWrite);
			const open = without(asked, await readNewest(db, period));
			if (one && open.length === 0)
				return failed(problem('who', 'letter-there-already', one.receiver.name));
			const targets = await facts.of(
				open.map(({ ref }) => ref),
				period
			);
			const drafts = open.flatMap((party, i) =>
				targets[i]!.length > 0 ? [{ party, targets: targets[i]! }] : []
			);
			if (one && drafts.length === 0) return failed(problem('who', 'letter-no-targets', one.name));
			return db.transaction(async (tx) => {
				await lockPeriod(tx, period);
				const still = new Set(
					without(
						drafts.map(({ party }) => party),
						await readNewest(tx, period)
					)
				);
				const letters = drafts
					.filter(({ party }) => still.has(party))
					.map(({ party, targets: own }) => {
						const of = { targets: own, terms: form.terms, version: 1, reason: '' };
						const state = form.offer ? 'offered' : 'draft';
						return { party, row: newRow(party, textOf(party, period, of), by, state) };
					});
				const rows = await insertLetters(
					tx,
					letters.map(({ row }) => row)
				);
				await recordChanges(
					tx,
					rows.map((row) =>
						told(row, by, { action: 'prepare', after: { state: row.state, hash: row.hash } })
					)
				);
				if (form.keep) {
					const { deadline: _, ...promises } = form.terms;
					await terms.keep(tx, form.unit, promises, { at: now(), actor: by.actor });
				}
				return {
					ok: true as const,
					prepared: rows.map(({ id }, i) => ({ id, key: letters[i]!.party.key })),
					without: open.length - drafts.length
				};
			});
		},

		/** A new version of what was signed or ended: the targets in force, everything else as it was, and why. */
		async renew(id: number, reason: string, by: By): Promise<Outcome<{ id: number }>> {
			if (reason === '') return failed(problem('reason', 'reason-required'));
			const current = await targetsNow(id);
			if (!current.ok) return current;
			return step(id, async (tx, { row, version }) => {
				if (isOpen(version)) throw new Refused(problem('', 'letter-not-signed'));
				await lockPeriod(tx, periodOfRow(row));
				const [newest] = await readVersions(tx, row);
				if (newest!.id !== row.id) throw new Refused(problem('', 'letter-newer-there'));
				const party = partyOf(row);
				const { terms: kept, commitment, customers: lines } = row.content;
				const content = textOf(party, periodOfRow(row), {
					targets: current.targets,
					terms: kept,
					commitment,
					customers: lines,
					version: row.version + 1,
					reason: plainLines(reason)
				});
				const [next] = await insertLetters(tx, [newRow(party, content, by, 'draft')]);
				await recordChange(
					tx,
					told(next!, by, { action: 'renew', after: { reason: content.reason, hash: next!.hash } })
				);
				return { id: next!.id };
			});
		}
	};
}
