import type { Database } from '../database/connection.ts';
import { signed } from '../database/listen.ts';
import type { PreparedEntry } from './entry.ts';

/**
 * One group commit: every entry of the batch that is not in the ledger yet, its credits, the day totals and the
 * news for other processes, in one statement and so in one transaction: a notification by itself would be one
 * more durable commit for every sale.
 *
 * The head row is locked by its UPDATE before a position is given out, and is held until the commit: so
 * positions are gapless and in commit order, in a cluster too. A sequence would show 42 before 41 commits,
 * and a follower would skip 41 for ever.
 */
const COMMIT = {
	name: 'ledger-commit',
	text: `
WITH draft AS (
	SELECT *
	FROM unnest(
		$1::text[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::int[], $7::int[], $8::bigint[],
		$9::timestamptz[], $10::date[], $11::text[], $12::bigint[], $13::bigint[], $14::text[]
	) WITH ORDINALITY AS d (
		source, external_id, kind, metric_id, amount, customer_id, product_id, quantity,
		occurred_at, business_date, note, reverses, corrects, recorded_by, n
	)
), fresh AS (
	SELECT d.*, row_number() OVER (ORDER BY n) AS step
	FROM draft d
	WHERE NOT EXISTS (
		SELECT FROM entries e WHERE e.source = d.source AND e.external_id = d.external_id
	)
), head AS (
	UPDATE ledger_head
	SET position = position + (SELECT count(*) FROM fresh)
	RETURNING position - (SELECT count(*) FROM fresh) AS before
), booked AS (
	SELECT head.before + step AS position, fresh.* FROM fresh, head
), entry AS (
	INSERT INTO entries (
		position, source, external_id, kind, metric_id, amount, customer_id, product_id, quantity,
		occurred_at, business_date, booked_at, note, reverses, corrects, recorded_by
	)
	SELECT
		position, source, external_id, kind, metric_id, amount, customer_id, product_id, quantity,
		occurred_at, business_date, $15::timestamptz, note, reverses, corrects, recorded_by
	FROM booked
), credit AS (
	SELECT position, metric_id, customer_id, product_id, business_date, c.rep_id, c.team_id, c.role,
		c.share, c.amount
	FROM unnest($16::bigint[], $17::int[], $18::int[], $19::text[], $20::int[], $21::bigint[])
		AS c (n, rep_id, team_id, role, share, amount)
	JOIN booked USING (n)
), credited AS (
	INSERT INTO entry_credits (position, rep_id, team_id, role, share, amount)
	SELECT position, rep_id, team_id, role, share, amount FROM credit
), totalled AS (
	INSERT INTO day_totals (kind, metric_id, subject_id, day, team_id, amount, reached)
	SELECT s.kind, metric_id, s.id, business_date, team_id, sum(amount),
		coalesce(max(position) FILTER (WHERE amount <> 0), 0)
	FROM credit, LATERAL (
		VALUES ('rep', rep_id), ('team', team_id), ('customer', customer_id), ('product', product_id)
	) AS s (kind, id)
	WHERE role = 'credit' AND s.id IS NOT NULL
	GROUP BY s.kind, metric_id, s.id, business_date, team_id
	ON CONFLICT (kind, metric_id, subject_id, day, team_id) DO UPDATE SET
		amount = day_totals.amount + excluded.amount,
		reached = greatest(day_totals.reached, excluded.reached)
)
SELECT
	coalesce(array_agg(n::int - 1 ORDER BY n), '{}') AS indexes,
	min(position) AS first,
	CASE WHEN count(*) > 0 THEN pg_notify('ledger', $22 || max(position))::text END AS announcement
FROM booked`
};

/** Indexes of the entries that were new, in order, and the position of the first of them. */
interface Booked {
	indexes: number[];
	first: number | null;
}

/**
 * Commits a batch; no two of its entries share source and external id. Returns the position of each entry
 * that was new, by its index; an index that is missing was in the ledger already. Throws what the
 * database says: a violated constraint refuses the whole batch.
 */
export async function commitBatch(
	database: Database,
	batch: readonly PreparedEntry[],
	bookedAt: number
): Promise<Map<number, number>> {
	const credits = batch.flatMap((entry, i) =>
		entry.credits.map((credit) => ({ ...credit, n: i + 1 }))
	);
	const { rows } = await database.pool.query<Booked>({
		...COMMIT,
		values: [
			batch.map((e) => e.source),
			batch.map((e) => e.externalId),
			batch.map((e) => e.kind),
			batch.map((e) => e.metricId),
			batch.map((e) => e.amount),
			batch.map((e) => e.customerId),
			batch.map((e) => e.productId),
			batch.map((e) => e.quantity),
			batch.map((e) => new Date(e.occurredAt).toISOString()),
			batch.map((e) => e.businessDate),
			batch.map((e) => e.note),
			batch.map((e) => e.reverses),
			batch.map((e) => e.corrects),
			batch.map((e) => e.recordedBy),
			new Date(bookedAt).toISOString(),
			credits.map((c) => c.n),
			credits.map((c) => c.repId),
			credits.map((c) => c.teamId),
			credits.map((c) => c.role),
			credits.map((c) => c.share),
			credits.map((c) => c.amount),
			signed('')
		]
	});
	const { indexes, first } = rows[0]!;
	return new Map(indexes.map((index, i) => [index, first! + i]));
}
