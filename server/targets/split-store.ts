/** Versions of splits in the record. docs/SPEC.md, SPLIT-10 to SPLIT-13. */
import { and, desc, eq, sql } from 'drizzle-orm';
import type { Period } from '../../src/lib/domain/period.ts';
import type { Transaction } from '../database/connection.ts';
import { splitParts, splits } from './schema.ts';
import type { PeriodWithTarget } from './schema.ts';
import type { SubjectRef } from './targets.ts';

export type SplitRow = typeof splits.$inferSelect;
export type PartRow = Pick<
	typeof splitParts.$inferSelect,
	'unitId' | 'repId' | 'customerId' | 'productId' | 'amount' | 'weight' | 'locked'
>;

type Reader = Pick<Transaction, 'select' | 'execute'>;

export interface SplitPlace {
	metricId: number;
	period: Period;
	parent: SubjectRef;
}

const parentIds = ({ kind, id }: SubjectRef) => ({
	unitId: kind === 'unit' ? id : null,
	repId: kind === 'rep' ? id : null,
	customerId: kind === 'customer' ? id : null
});

export const placeColumns = ({ metricId, period, parent }: SplitPlace) => ({
	metricId,
	periodUnit: period.unit as PeriodWithTarget,
	periodStart: period.from,
	...parentIds(parent)
});

const ofPeriod = ({ metricId, period }: Omit<SplitPlace, 'parent'>) =>
	and(
		eq(splits.metricId, metricId),
		eq(splits.periodUnit, period.unit as PeriodWithTarget),
		eq(splits.periodStart, period.from)
	);

const ofParent = (place: SplitPlace) => {
	const { unitId, repId, customerId } = parentIds(place.parent);
	return and(
		ofPeriod(place),
		sql`(unit_id, rep_id, customer_id) IS NOT DISTINCT FROM (${unitId}::int, ${repId}::int, ${customerId}::int)`
	);
};

const lockName = (place: SplitPlace): string => JSON.stringify(placeColumns(place));

/** One writer at a time for a parent, also before it has its first version. */
export async function lockParent(tx: Transaction, place: SplitPlace): Promise<void> {
	await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${lockName(place)}, 0))`);
}

/** No split of these parents is written until the transaction ends. Always in one order: nobody waits in a circle. */
export async function holdParents(tx: Transaction, places: readonly SplitPlace[]): Promise<void> {
	const names = [...new Set(places.map(lockName))].sort();
	if (names.length === 0) return;
	await tx.execute(sql`
		SELECT pg_advisory_xact_lock_shared(hashtextextended(name, 0))
		FROM unnest(${sql.param(names)}::text[]) AS name`);
}

/** The version in force of a parent if a child has an amount in it. */
export async function readGoverning(
	db: Pick<Transaction, 'execute'>,
	place: SplitPlace,
	child: SubjectRef
): Promise<{ version: number } | undefined> {
	const { unitId, repId, customerId } = parentIds(child);
	const { rows } = await db.execute<{ version: number }>(sql`
		SELECT version FROM (
			SELECT id, version FROM splits
			WHERE state = 'settled' AND ${ofParent(place)} ORDER BY version DESC LIMIT 1
		) AS in_force
		WHERE EXISTS (
			SELECT FROM split_parts p
			WHERE p.split_id = in_force.id
				AND (p.unit_id, p.rep_id, p.customer_id) IS NOT DISTINCT FROM (${unitId}::int, ${repId}::int, ${customerId}::int)
		)`);
	return rows[0];
}

/** A target as the record has it (TARGET-2), which stays until the transaction ends. */
export async function readTarget(
	tx: Transaction,
	{ metricId, period, parent }: SplitPlace
): Promise<number | undefined> {
	const { unitId, repId, customerId } = parentIds(parent);
	const { rows } = await tx.execute<{ whole: boolean; amount: string }>(sql`
		SELECT period_unit = ${period.unit} AS whole, amount FROM targets
		WHERE metric_id = ${metricId} AND product_id IS NULL
			AND (unit_id, rep_id, customer_id) IS NOT DISTINCT FROM (${unitId}::int, ${repId}::int, ${customerId}::int)
			AND ((period_unit = ${period.unit} AND period_start = ${period.from})
				OR (${period.unit}::text <> 'month' AND period_unit = 'month'
					AND period_start BETWEEN ${period.from} AND ${period.to}))
		ORDER BY id FOR SHARE`);
	const whole = rows.find((row) => row.whole);
	if (whole) return Number(whole.amount);
	return rows.length === 0 ? undefined : rows.reduce((sum, { amount }) => sum + Number(amount), 0);
}

/** Targets set for exactly this period, of subjects alone, by `kind:id`. */
export async function readSetTargets(
	tx: Transaction,
	{ metricId, period }: Omit<SplitPlace, 'parent'>
): Promise<Map<string, number>> {
	const { rows } = await tx.execute<{ name: string; amount: string }>(sql`
		SELECT CASE
				WHEN unit_id IS NOT NULL THEN 'unit:' || unit_id
				WHEN rep_id IS NOT NULL THEN 'rep:' || rep_id
				WHEN customer_id IS NOT NULL THEN 'customer:' || customer_id
				ELSE 'product:' || product_id
			END AS name, amount
		FROM targets
		WHERE metric_id = ${metricId} AND period_unit = ${period.unit} AND period_start = ${period.from}
			AND num_nonnulls(unit_id, rep_id, customer_id, product_id) = 1`);
	return new Map(rows.map(({ name, amount }) => [name, Number(amount)]));
}

/** Newest first. */
export const readVersions = (db: Reader, place: SplitPlace): Promise<SplitRow[]> =>
	db.select().from(splits).where(ofParent(place)).orderBy(desc(splits.version));

export const readParts = (db: Reader, splitId: number): Promise<PartRow[]> =>
	db
		.select({
			unitId: splitParts.unitId,
			repId: splitParts.repId,
			customerId: splitParts.customerId,
			productId: splitParts.productId,
			amount: splitParts.amount,
			weight: splitParts.weight,
			locked: splitParts.locked
		})
		.from(splitParts)
		.where(eq(splitParts.splitId, splitId))
		.orderBy(splitParts.id);

/** The newest version of every parent of a period. */
export const readNewest = (
	db: Pick<Transaction, 'selectDistinctOn'>,
	of: Omit<SplitPlace, 'parent'>
): Promise<SplitRow[]> =>
	db
		.selectDistinctOn([splits.unitId, splits.repId, splits.customerId])
		.from(splits)
		.where(ofPeriod(of))
		.orderBy(splits.unitId, splits.repId, splits.customerId, desc(splits.version));

/** Puts the parts in the place of those a version had. One statement, however many there are. */
export async function writeParts(
	tx: Transaction,
	splitId: number,
	parts: readonly PartRow[]
): Promise<void> {
	await tx.execute(sql`DELETE FROM split_parts WHERE split_id = ${splitId}`);
	const column = <Value>(of: (part: PartRow) => Value) => sql.param(parts.map(of));
	await tx.execute(sql`
		INSERT INTO split_parts (split_id, unit_id, rep_id, customer_id, product_id, amount, weight, locked)
		SELECT ${splitId}, * FROM unnest(
			${column((p) => p.unitId)}::int[], ${column((p) => p.repId)}::int[],
			${column((p) => p.customerId)}::int[], ${column((p) => p.productId)}::int[],
			${column((p) => p.amount)}::bigint[], ${column((p) => p.weight)}::bigint[],
			${column((p) => p.locked)}::bool[])`);
}

export type TargetAmount = Pick<
	PartRow,
	'unitId' | 'repId' | 'customerId' | 'productId' | 'amount'
>;

/** Writes targets of one metric and period, whoever had none gets one. */
export async function writeTargets(
	tx: Transaction,
	of: { metricId: number; period: Period; setAt: Date },
	rows: readonly TargetAmount[]
): Promise<void> {
	if (rows.length === 0) return;
	const { metricId, period, setAt } = of;
	const column = <Value>(pick: (row: TargetAmount) => Value) => sql.param(rows.map(pick));
	await tx.execute(sql`
		INSERT INTO targets (metric_id, period_unit, period_start, unit_id, rep_id, customer_id, product_id, amount, set_at)
		SELECT ${metricId}::int, ${period.unit}::text, ${period.from}::date, new.*, ${setAt.toISOString()}::timestamptz
		FROM unnest(
			${column((r) => r.unitId)}::int[], ${column((r) => r.repId)}::int[],
			${column((r) => r.customerId)}::int[], ${column((r) => r.productId)}::int[],
			${column((r) => r.amount)}::bigint[]) AS new
		ON CONFLICT ON CONSTRAINT targets_subject_and_period
		DO UPDATE SET amount = excluded.amount, set_at = excluded.set_at
		WHERE targets.amount <> excluded.amount`);
}

/** Takes the cells of some dealers away: the ones of this version take their place. */
export async function removeCells(
	tx: Transaction,
	of: { metricId: number; period: Period },
	customerIds: readonly number[]
): Promise<void> {
	await tx.execute(sql`
		DELETE FROM targets
		WHERE metric_id = ${of.metricId} AND period_unit = ${of.period.unit} AND period_start = ${of.period.from}
			AND unit_id IS NULL AND rep_id IS NULL AND product_id IS NOT NULL
			AND customer_id = ANY(${sql.param([...customerIds])}::int[])`);
}
