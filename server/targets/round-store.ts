/** Rounds of answers in the record. docs/SPEC.md, AGREE-*. */
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Answer } from '../../src/lib/domain/agreement.ts';
import type { Transaction } from '../database/connection.ts';
import { splitAnswers, splitRounds } from './schema.ts';
import type { RoundEnding } from './schema.ts';

export type RoundRow = typeof splitRounds.$inferSelect;
export type AnswerRow = typeof splitAnswers.$inferSelect;
type Reader = Pick<Transaction, 'select' | 'execute'>;

/** Whose an answer is: a unit or a rep. */
export interface ChildIds {
	unitId: number | null;
	repId: number | null;
}

export const childName = ({ unitId, repId }: ChildIds): string =>
	unitId === null ? `rep:${repId}` : `unit:${unitId}`;

/** Of versions, newest round first. */
export const readRounds = (db: Reader, splitIds: readonly number[]): Promise<RoundRow[]> =>
	splitIds.length === 0
		? Promise.resolve([])
		: db
				.select()
				.from(splitRounds)
				.where(inArray(splitRounds.splitId, [...splitIds]))
				.orderBy(desc(splitRounds.splitId), desc(splitRounds.round));

export async function readOpenRound(db: Reader, splitId: number): Promise<RoundRow | undefined> {
	const [row] = await db
		.select()
		.from(splitRounds)
		.where(and(eq(splitRounds.splitId, splitId), isNull(splitRounds.endedAt)));
	return row;
}

/** Everything that was said to a version, oldest first. */
export async function readAnswers(
	db: Reader,
	splitId: number
): Promise<(AnswerRow & { round: number })[]> {
	const rows = await db
		.select({ answer: splitAnswers, round: splitRounds.round })
		.from(splitAnswers)
		.innerJoin(splitRounds, eq(splitRounds.id, splitAnswers.roundId))
		.where(eq(splitRounds.splitId, splitId))
		.orderBy(splitAnswers.id);
	return rows.map(({ answer, round }) => ({ ...answer, round }));
}

export function byChild<Row extends ChildIds & Answer>(rows: readonly Row[]): Map<string, Row[]> {
	const found = new Map<string, Row[]>();
	for (const row of rows) {
		const name = childName(row);
		const own = found.get(name);
		if (own) own.push(row);
		else found.set(name, [row]);
	}
	return found;
}

/** Opens the next round of a version. */
export async function openRound(
	tx: Transaction,
	values: {
		splitId: number;
		issuedAt: Date;
		issuedBy: string;
		deadline: Date;
		silenceAccepts: boolean;
	}
): Promise<RoundRow> {
	const [row] = await tx
		.insert(splitRounds)
		.values({
			...values,
			round: sql`(SELECT coalesce(max(round), 0) + 1 FROM split_rounds WHERE split_id = ${values.splitId})`
		})
		.returning();
	return row!;
}

export async function endRound(
	tx: Transaction,
	roundId: number,
	end: { endedAt: Date; endedBy: string; ending: RoundEnding }
): Promise<void> {
	await tx.update(splitRounds).set(end).where(eq(splitRounds.id, roundId));
}

export async function addAnswers(
	tx: Transaction,
	rows: readonly (typeof splitAnswers.$inferInsert)[]
): Promise<void> {
	if (rows.length > 0) await tx.insert(splitAnswers).values([...rows]);
}

/** Every part of every open round: the split `s`, its round `r`, the part `p`. */
export const OPEN_PARTS = sql`
	splits s
	JOIN split_rounds r ON r.split_id = s.id AND r.ended_at IS NULL
	JOIN split_parts p ON p.split_id = s.id
	WHERE s.state = 'issued'`;

/** Of them, those that nobody has said anything about: the same as `standingAnswer` finds (AGREE-4). */
export const UNANSWERED = sql`${OPEN_PARTS} AND NOT EXISTS (
	SELECT FROM split_answers a
	JOIN split_rounds said ON said.id = a.round_id
	WHERE said.split_id = s.id
		AND (a.rep_id, a.unit_id) IS NOT DISTINCT FROM (p.rep_id, p.unit_id)
		AND (a.offered = p.amount OR (a.kind = 'counter' AND a.amount = p.amount))
)`;

/** Of issued versions, how many missed the deadline where that counts as nothing; a version without any is absent. */
export async function readOverdue(
	db: Pick<Transaction, 'execute'>,
	splitIds: readonly number[],
	now: Date
): Promise<Map<number, number>> {
	if (splitIds.length === 0) return new Map();
	const { rows } = await db.execute<{ id: number; count: number }>(sql`
		SELECT s.id, count(*)::int AS count FROM ${UNANSWERED}
			AND s.id = ANY(${sql.param([...splitIds])}::int[])
			AND NOT r.silence_accepts AND r.deadline <= ${now.toISOString()}::timestamptz
		GROUP BY s.id`);
	return new Map(rows.map(({ id, count }) => [id, count]));
}
