/** Letters in the record. docs/SPEC.md, LETTER-2, LETTER-7. */
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { LetterText, Side } from '../../src/lib/domain/commitment.ts';
import { canonicalJson } from '../../src/lib/domain/commitment.ts';
import { periodOf } from '../../src/lib/domain/period.ts';
import type { Period } from '../../src/lib/domain/period.ts';
import { hashOf } from '../auth/secrets.ts';
import type { Transaction } from '../database/connection.ts';
import type { PeriodWithTarget } from '../targets/schema.ts';
import { commitments, commitmentSignatures } from './schema.ts';

export type LetterRow = typeof commitments.$inferSelect;
export type SignatureRow = typeof commitmentSignatures.$inferSelect;
export type NewLetter = typeof commitments.$inferInsert;

export const periodOfRow = ({ periodUnit, periodStart }: LetterRow): Period =>
	periodOf(periodUnit, periodStart);

type Reader = Pick<Transaction, 'select' | 'selectDistinctOn'>;

/** What both sides sign (LETTER-6). */
export const hashOfText = (text: LetterText): string => hashOf(canonicalJson(text));

const ofPeriod = (period: Pick<Period, 'unit' | 'from'>) =>
	and(
		eq(commitments.periodUnit, period.unit as PeriodWithTarget),
		eq(commitments.periodStart, period.from)
	);

/** One writer at a time for the letters of a period: two who prepare at once prepare each letter once. */
export async function lockPeriod(tx: Transaction, period: Pick<Period, 'unit' | 'from'>) {
	const name = `letters ${period.unit} ${period.from}`;
	await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

export async function readLetter(db: Reader, id: number): Promise<LetterRow | undefined> {
	const [row] = await db.select().from(commitments).where(eq(commitments.id, id));
	return row;
}

export async function holdLetter(tx: Transaction, id: number): Promise<LetterRow | undefined> {
	const [row] = await tx.select().from(commitments).where(eq(commitments.id, id)).for('update');
	return row;
}

export const readSignatures = (db: Reader, ids: readonly number[]): Promise<SignatureRow[]> =>
	ids.length === 0
		? Promise.resolve([])
		: db
				.select()
				.from(commitmentSignatures)
				.where(inArray(commitmentSignatures.commitmentId, [...ids]))
				.orderBy(asc(commitmentSignatures.at));

/** All versions of one party and period, newest first. */
export const readVersions = (
	db: Reader,
	of: Pick<LetterRow, 'repId' | 'unitId' | 'receiver' | 'periodUnit' | 'periodStart'>
): Promise<LetterRow[]> =>
	db
		.select()
		.from(commitments)
		.where(
			and(
				ofPeriod({ unit: of.periodUnit, from: of.periodStart }),
				eq(commitments.receiver, of.receiver),
				sql`(rep_id, unit_id) IS NOT DISTINCT FROM (${of.repId}::int, ${of.unitId}::int)`
			)
		)
		.orderBy(desc(commitments.version));

/** What a list shows of a version. */
export interface LetterHead {
	id: number;
	repId: number | null;
	unitId: number | null;
	receiver: string;
	periodUnit: PeriodWithTarget;
	periodStart: string;
	version: number;
	state: LetterRow['state'];
	targets: LetterText['targets'];
	signed: Side[];
}

const HEAD = {
	id: commitments.id,
	repId: commitments.repId,
	unitId: commitments.unitId,
	receiver: commitments.receiver,
	periodUnit: commitments.periodUnit,
	periodStart: commitments.periodStart,
	version: commitments.version,
	state: commitments.state,
	targets: sql<LetterText['targets']>`content -> 'targets'`,
	signed: sql<
		Side[]
	>`ARRAY(SELECT side FROM commitment_signatures WHERE commitment_id = ${commitments.id})`
};

const NEWEST = [
	commitments.receiver,
	sql`coalesce(unit_id, 0)`,
	commitments.periodUnit,
	commitments.periodStart
];

/** The newest version of every letter of a period. */
export const readNewest = (
	db: Reader,
	period: Pick<Period, 'unit' | 'from'>
): Promise<LetterHead[]> =>
	db
		.selectDistinctOn(NEWEST as [typeof commitments.receiver], HEAD)
		.from(commitments)
		.where(ofPeriod(period))
		.orderBy(...NEWEST, desc(commitments.version));

/** The newest version that its receiver may see, of each letter, latest period first. */
export async function readOwn(db: Reader, receiver: string): Promise<LetterHead[]> {
	const rows = await db
		.selectDistinctOn(NEWEST as [typeof commitments.receiver], HEAD)
		.from(commitments)
		.where(and(eq(commitments.receiver, receiver), sql`state <> 'draft'`))
		.orderBy(...NEWEST, desc(commitments.version));
	return rows.sort((a, b) => (a.periodStart < b.periodStart ? 1 : -1));
}

/** What a rep promised in the letter of a period that is in force; undefined where they promised nothing. */
export async function readPromise(
	db: Reader,
	repId: number,
	period: Pick<Period, 'unit' | 'from'>
): Promise<{ id: number; text: string } | undefined> {
	const text = sql<string>`content ->> 'commitment'`;
	const [row] = await db
		.select({ id: commitments.id, text })
		.from(commitments)
		.where(and(ofPeriod(period), eq(commitments.repId, repId), eq(commitments.state, 'signed')));
	return row?.text ? row : undefined;
}

/** Puts a version's text, hash and state in the place of what was there; signatures that it voids go first. */
export async function writeLetter(
	tx: Transaction,
	id: number,
	set: Partial<
		Pick<LetterRow, 'content' | 'hash' | 'state' | 'closedAt' | 'closedBy' | 'closedReason'>
	>
): Promise<void> {
	await tx.update(commitments).set(set).where(eq(commitments.id, id));
}

export async function voidSignatures(tx: Transaction, id: number): Promise<void> {
	await tx.delete(commitmentSignatures).where(eq(commitmentSignatures.commitmentId, id));
}

export async function removeLetter(tx: Transaction, id: number): Promise<void> {
	await tx.delete(commitments).where(eq(commitments.id, id));
}

const AT_ONCE = 500;

export async function insertLetters(
	tx: Transaction,
	letters: readonly NewLetter[]
): Promise<LetterRow[]> {
	const rows: LetterRow[] = [];
	for (let from = 0; from < letters.length; from += AT_ONCE)
		rows.push(
			...(await tx
				.insert(commitments)
				.values(letters.slice(from, from + AT_ONCE))
				.returning())
		);
	return rows;
}

export async function insertSignature(tx: Transaction, signature: SignatureRow): Promise<void> {
	await tx.insert(commitmentSignatures).values(signature);
}
