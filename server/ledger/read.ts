import type { Database } from '../database/connection.ts';
import type { BookedCredit, BookedEntry } from './entry.ts';

interface Row {
	position: number;
	source: string;
	external_id: string;
	kind: BookedEntry['kind'];
	metric_id: number;
	amount: number;
	customer_id: number | null;
	product_id: number | null;
	quantity: number | null;
	occurred_at: Date;
	business_date: string;
	booked_at: Date;
	note: string | null;
	reverses: number | null;
	corrects: number | null;
	recorded_by: string;
	credits: BookedCredit[];
}

const WITH_CREDITS = `
SELECT e.*, c.credits
FROM entries e
CROSS JOIN LATERAL (
	SELECT json_agg(json_build_object(
		'repId', rep_id, 'teamId', team_id, 'role', role, 'share', share, 'amount', amount
	) ORDER BY role, share DESC, rep_id) AS credits
	FROM entry_credits WHERE position = e.position
) c`;

const toEntry = (row: Row): BookedEntry => ({
	position: row.position,
	source: row.source,
	externalId: row.external_id,
	kind: row.kind,
	metricId: row.metric_id,
	amount: row.amount,
	customerId: row.customer_id,
	productId: row.product_id,
	quantity: row.quantity,
	occurredAt: row.occurred_at.getTime(),
	businessDate: row.business_date,
	bookedAt: row.booked_at.getTime(),
	note: row.note,
	reverses: row.reverses,
	corrects: row.corrects,
	recordedBy: row.recorded_by,
	credits: row.credits
});

/** Entries after a position, in order, at most `limit`. */
export async function readAfter(
	database: Database,
	after: number,
	limit: number
): Promise<BookedEntry[]> {
	const { rows } = await database.pool.query<Row>({
		name: 'ledger-after',
		text: `${WITH_CREDITS} WHERE e.position > $1 AND e.position <= $1::bigint + $2 ORDER BY e.position`,
		values: [after, limit]
	});
	return rows.map(toEntry);
}

export async function readOne(
	database: Database,
	position: number
): Promise<(BookedEntry & { reversedBy: number | null }) | undefined> {
	const { rows } = await database.pool.query<Row & { reversed_by: number | null }>({
		name: 'ledger-one',
		text: `SELECT entry.*, r.position AS reversed_by
			FROM (${WITH_CREDITS} WHERE e.position = $1) AS entry
			LEFT JOIN entries r ON r.reverses = entry.position`,
		values: [position]
	});
	return rows[0] && { ...toEntry(rows[0]), reversedBy: rows[0].reversed_by };
}

/** The entries that carry these external ids, whatever came of them. */
export async function readNamed(
	database: Database,
	names: readonly { source: string; externalId: string }[]
): Promise<BookedEntry[]> {
	const { rows } = await database.pool.query<Row>({
		name: 'ledger-named',
		text: `${WITH_CREDITS} JOIN unnest($1::text[], $2::text[]) AS n (source, external_id)
			ON n.source = e.source AND n.external_id = e.external_id`,
		values: [names.map((n) => n.source), names.map((n) => n.externalId)]
	});
	return rows.map(toEntry);
}

/** The newest entries of one metric credited to the teams, newest first; up to a past position, if one is named. */
export async function readLatest(
	database: Database,
	options: { metricId: number; teamIds: readonly number[]; limit: number; position?: number }
): Promise<BookedEntry[]> {
	const { rows } = await database.pool.query<Row>({
		name: 'ledger-latest',
		text: `${WITH_CREDITS}
			WHERE e.metric_id = $1 AND e.position <= $4
				AND EXISTS (
					SELECT FROM entry_credits x
					WHERE x.position = e.position AND x.role = 'credit' AND x.team_id = ANY($2)
				)
			ORDER BY e.position DESC LIMIT $3`,
		values: [
			options.metricId,
			options.teamIds,
			options.limit,
			options.position ?? Number.MAX_SAFE_INTEGER
		]
	});
	return rows.map(toEntry);
}

/** The newest entries credited to a rep on some business dates, whatever their metric, newest first. */
export async function readLatestOf(
	database: Database,
	options: { repId: number; days: readonly string[]; limit: number }
): Promise<BookedEntry[]> {
	const { rows } = await database.pool.query<Row>({
		name: 'ledger-latest-of',
		text: `${WITH_CREDITS}
			WHERE e.business_date = ANY($2)
				AND EXISTS (
					SELECT FROM entry_credits x
					WHERE x.position = e.position AND x.role = 'credit' AND x.rep_id = $1
				)
			ORDER BY e.position DESC LIMIT $3`,
		values: [options.repId, options.days, options.limit]
	});
	return rows.map(toEntry);
}

export async function readHead(
	database: Database
): Promise<{ position: number; closedThrough: string | undefined }> {
	const { rows } = await database.pool.query<{ position: number; closed_through: string | null }>(
		'SELECT position, closed_through FROM ledger_head'
	);
	return { position: rows[0]!.position, closedThrough: rows[0]!.closed_through ?? undefined };
}
