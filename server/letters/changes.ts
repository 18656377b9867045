/** What changes in a letter until both have signed: the company's part, the receiver's, and that it is sent or ended. */
import { coverageOf, end, isOpen, leadingTarget, offer } from '../../src/lib/domain/commitment.ts';
import type { MetricTarget, Side, Terms } from '../../src/lib/domain/commitment.ts';
import { plainLines } from '../../src/lib/forms/letter.ts';
import type { LetterCustomer } from '../../src/lib/forms/letter.ts';
import { recordChange } from '../audit/record.ts';
import { problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { LetterCustomers } from './customers.ts';
import type { Party } from './parties.ts';
import { must, Refused } from './steps.ts';
import type { By, Steps } from './steps.ts';
import { removeLetter, writeLetter } from './store.ts';
import type { LetterRow } from './store.ts';

export function createLetterChanges(options: {
	steps: Steps;
	customers: LetterCustomers;
	partyOf: (row: LetterRow) => Party;
	targetsNow: (id: number) => Promise<Outcome<{ targets: MetricTarget[] }>>;
}) {
	const { customers, partyOf, targetsNow } = options;
	const { now, step, told, rewrite } = options.steps;

	return {
		/** The company's part of an open letter. */
		setTerms: (id: number, next: Terms, by: By): Promise<Outcome<object>> =>
			step(id, async (tx, held) => {
				const before = held.row.content.terms;
				const done = await rewrite(tx, held, { ...held.row.content, terms: next });
				await recordChange(
					tx,
					told(held.row, by, { action: 'terms', before, after: { ...next, voided: done.voided } })
				);
				return {};
			}),

		/** The targets of an open letter become those in force. */
		async refresh(id: number, by: By): Promise<Outcome<object>> {
			const current = await targetsNow(id);
			if (!current.ok) return current;
			const { targets } = current;
			return step(id, async (tx, held) => {
				const { voided } = await rewrite(tx, held, { ...held.row.content, targets });
				const lead = (of: readonly MetricTarget[]) => ({ target: leadingTarget(of)?.amount });
				await recordChange(
					tx,
					told(held.row, by, {
						action: 'refresh',
						before: lead(held.row.content.targets),
						after: { ...lead(targets), voided }
					})
				);
				return {};
			});
		},

		/**
		 * The receiver's part. `hash`: the text that was on their screen, so that nobody answers what they have not seen. A
		 * signature that the change voids is told in `voided`.
		 */
		answer: (
			id: number,
			form: { hash: string; commitment: string; customers: readonly LetterCustomer[] },
			by: By
		): Promise<Outcome<{ hash: string; voided: Side[] }>> =>
			step(id, async (tx, held) => {
				const { row, version } = held;
				if (row.state === 'draft') throw new Refused(problem('', 'letter-not-offered'));
				if (form.hash !== row.hash && isOpen(version))
					throw new Refused(problem('', 'letter-changed'));
				const lines = customers.resolve(partyOf(row), form.customers, row.content.customers);
				if (!lines.ok) throw new Refused(...lines.problems);
				const commitment = plainLines(form.commitment);
				const next = { ...row.content, commitment, customers: lines.customers };
				const done = await rewrite(tx, held, next);
				const gap = coverageOf(next.targets, next.customers)?.gap;
				await recordChange(
					tx,
					told(row, by, {
						action: 'answer',
						before: { commitment: row.content.commitment, customers: row.content.customers.length },
						after: { commitment, customers: next.customers.length, gap, voided: done.voided }
					})
				);
				return done;
			}),

		/** The receiver sees it from now on. */
		offer: (id: number, by: By): Promise<Outcome<object>> =>
			step(id, async (tx, { row, version }) => {
				const { state } = must(offer(version));
				if (state !== row.state) {
					await writeLetter(tx, id, { state });
					await recordChange(tx, told(row, by, { action: 'offer' }));
				}
				return {};
			}),

		/** Ended, and why. A draft that its receiver never saw is gone (`id` undefined). */
		end: (id: number, reason: string, by: By): Promise<Outcome<{ id: number | undefined }>> =>
			step(id, async (tx, { row, version }) => {
				const { state } = must(end(version));
				if (row.state === 'draft') {
					await removeLetter(tx, id);
					await recordChange(tx, told(row, by, { action: 'discard', before: { state: 'draft' } }));
					return { id: undefined };
				}
				if (reason === '') throw new Refused(problem('reason', 'letter-reason-required'));
				const closedReason = plainLines(reason);
				await writeLetter(tx, id, { state, closedAt: now(), closedBy: by.actor, closedReason });
				await recordChange(
					tx,
					told(row, by, {
						action: 'end',
						before: { state: row.state },
						after: { reason: closedReason }
					})
				);
				return { id };
			})
	};
}
