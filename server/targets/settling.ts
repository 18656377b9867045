/** Putting a split in force: its targets, what that changes in the books, and the end of its round. Within one transaction. */
import { eq } from 'drizzle-orm';
import { standingOf } from '../../src/lib/domain/agreement.ts';
import { checkSplit } from '../../src/lib/domain/split.ts';
import { recordChanges } from '../audit/record.ts';
import type { Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import { problem } from '../problems.ts';
import type { PlanPlace } from './asked.ts';
import { Refused } from '../database/refused.ts';
import { addAnswers, byChild, childName, endRound } from './round-store.ts';
import type { AnswerRow, RoundRow } from './round-store.ts';
import { splits } from './schema.ts';
import { amountsOf } from './split-parts.ts';
import type { SplitParts } from './split-parts.ts';
import { readSetTargets, removeCells, writeTargets } from './split-store.ts';
import type { PartRow, SplitRow, TargetAmount } from './split-store.ts';
import { nameOf } from './targets.ts';

/** SPLIT-11. */
export function refuseShort(split: SplitRow, rows: readonly PartRow[]): void {
	const { status, left } = checkSplit(
		split.parentAmount,
		rows.map(({ amount }) => amount),
		split.stretch
	);
	if (status === 'short') throw new Refused(problem('parts', 'split-short', undefined, { left }));
}

/** What a settled split changes in the targets, one by one (DIR-4). Cells of dealers stand in its version. */
async function recordTargets(
	tx: Transaction,
	{ metric, period }: PlanPlace,
	split: SplitRow,
	amounts: readonly (TargetAmount & ReturnType<SplitParts['named']>)[]
): Promise<void> {
	const set = await readSetTargets(tx, { metricId: metric.id, period });
	const changes = amounts.flatMap(({ amount, kind, ref, code }) => {
		const before = set.get(nameOf(ref));
		if (before === amount) return [];
		const target = {
			metric: metric.code,
			period: { unit: period.unit, start: period.from },
			subject: { kind, code }
		};
		return [
			{
				at: split.savedAt,
				actor: split.savedBy,
				action: 'target.put',
				subject: `${kind}:${code}`,
				before: before === undefined ? null : { ...target, amount: before },
				after: { ...target, amount }
			}
		];
	});
	await recordChanges(tx, changes);
}

/** The parts become targets, and the version is locked. */
export async function putInForce(
	tx: Transaction,
	place: PlanPlace,
	{ split, rows, parts }: { split: SplitRow; rows: readonly PartRow[]; parts: SplitParts }
): Promise<void> {
	refuseShort(split, rows);
	const { metric, period, subject } = place;
	const { alone, cells, dealers } = amountsOf(subject, rows);
	const of = { metricId: metric.id, period, setAt: split.savedAt };
	const named = alone.map((row) => ({ ...row, ...parts.named(row) }));
	await recordTargets(tx, place, split, named);
	if (dealers.length > 0) await removeCells(tx, of, dealers);
	await writeTargets(tx, of, [...alone, ...cells.filter(({ amount }) => amount > 0)]);
	await tx.update(splits).set({ state: 'settled' }).where(eq(splits.id, split.id));
	await tx.execute(notification('targets'));
}

/** Whoever was silent beyond the deadline is written down as having accepted, where that was said (AGREE-5). */
export async function concludeRound(
	tx: Transaction,
	{
		round,
		answers,
		offered,
		at,
		actor
	}: {
		round: RoundRow;
		answers: readonly AnswerRow[];
		/** What the round offered. */
		offered: readonly PartRow[];
		at: Date;
		actor: string;
	}
): Promise<void> {
	const said = byChild(answers);
	const terms = { deadline: round.deadline.getTime(), silenceAccepts: round.silenceAccepts };
	const silent = offered.filter(
		(part) =>
			standingOf(part.amount, said.get(childName(part)) ?? [], terms, at.getTime()) === 'assumed'
	);
	await addAnswers(
		tx,
		silent.map(({ unitId, repId, amount }) => ({
			roundId: round.id,
			unitId,
			repId,
			kind: 'silence' as const,
			offered: amount,
			amount,
			reason: '',
			answeredAt: at,
			answeredBy: 'system',
			onBehalf: false
		}))
	);
	await endRound(tx, round.id, { endedAt: at, endedBy: actor, ending: 'settled' });
}
