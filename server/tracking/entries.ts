import type pg from 'pg';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { EntryKind } from '../../src/lib/domain/ledger.ts';
import type { Database } from '../database/connection.ts';
import type { Mirror } from '../directory/mirror.ts';
import { SUBJECT_COLUMN } from '../ledger/former-totals.ts';
import type { Tracked } from './subjects.ts';

/** An entry as it counts for a subject. */
export interface TrackedEntry {
	id: number;
	kind: EntryKind;
	/** What of it counts here; minor units or pieces. */
	amount: number;
	/** The whole entry, where only a share counts. */
	whole?: number;
	date: IsoDate;
	/** Epoch milliseconds. */
	occurredAt: number;
	bookedAt: number;
	reps: string[];
	customer?: string;
	product?: string;
	note?: string;
	reverses?: number;
	reversedBy?: number;
	corrects?: number;
	/** Booked on a later day than it counts for. */
	late: boolean;
}

export interface EntriesPage {
	rows: TrackedEntry[];
	/** Of all pages. */
	total: number;
	sum: number;
}

interface Row {
	position: number;
	kind: EntryKind;
	amount: number;
	whole: number;
	business_date: IsoDate;
	occurred_at: Date;
	booked_at: Date;
	rep_ids: number[];
	customer_id: number | null;
	product_id: number | null;
	note: string | null;
	reverses: number | null;
	corrects: number | null;
	reversed_by: number | null;
	total: number;
	sum: number;
}

/** Credits that count for the subject, per entry, newest first: what a cell of the table is made of. */
const pageOf = (column: string) => `
SELECT e.position, e.kind, sum(c.amount) AS amount, e.amount AS whole, e.business_date, e.occurred_at,
	e.booked_at, array_agg(c.rep_id ORDER BY c.share DESC, c.rep_id) AS rep_ids, e.customer_id,
	e.product_id, e.note, e.reverses, e.corrects,
	(SELECT r.position FROM entries r WHERE r.reverses = e.position AND r.position <= $6) AS reversed_by,
	count(*) OVER () AS total, sum(sum(c.amount)) OVER () AS sum
FROM entries e
JOIN entry_credits c ON c.position = e.position AND c.role = 'credit'
WHERE ${column} = ANY($1) AND e.metric_id = $2 AND e.business_date BETWEEN $3 AND $4
	AND ($5::int IS NULL OR e.product_id = $5) AND e.position <= $6
GROUP BY e.position
ORDER BY e.position DESC
LIMIT $7 OFFSET $8`;

export async function readEntriesOf(
	{ pool }: Database,
	mirror: Mirror,
	of: {
		subject: Tracked;
		metricId: number;
		from: IsoDate;
		to: IsoDate;
		productId?: number | undefined;
		/** Entries up to this position. */
		position: number;
		dateOf: (instant: number) => IsoDate;
		limit: number;
		offset: number;
	}
): Promise<EntriesPage> {
	const { kind, ids } = of.subject.source;
	const { rows } = await pool.query<Row>({
		name: `tracking-entries-${kind}`,
		text: pageOf(SUBJECT_COLUMN[kind]),
		values: [
			ids,
			of.metricId,
			of.from,
			of.to,
			of.productId ?? null,
			of.position,
			of.limit,
			of.offset
		]
	});
	const view = (row: Row): TrackedEntry => {
		const bookedAt = row.booked_at.getTime();
		return {
			id: row.position,
			kind: row.kind,
			amount: row.amount,
			...(row.whole === row.amount ? {} : { whole: row.whole }),
			date: row.business_date,
			occurredAt: row.occurred_at.getTime(),
			bookedAt,
			reps: row.rep_ids.map((id) => mirror.reps.get(id)!.name),
			...(row.customer_id === null
				? {}
				: { customer: mirror.customers.get(row.customer_id)!.name }),
			...(row.product_id === null ? {} : { product: mirror.products.get(row.product_id)!.name }),
			...(row.note === null ? {} : { note: row.note }),
			...(row.reverses === null ? {} : { reverses: row.reverses }),
			...(row.reversed_by === null ? {} : { reversedBy: row.reversed_by }),
			...(row.corrects === null ? {} : { corrects: row.corrects }),
			late: of.dateOf(bookedAt) > row.business_date
		};
	};
	return { rows: rows.map(view), total: rows[0]?.total ?? 0, sum: rows[0]?.sum ?? 0 };
}

/** What a dealer bought of each product, from the entries: the day totals do not know dealer × product. */
export async function readProductsOf(
	client: pg.Pool | pg.ClientBase,
	of: { customerId: number; metricId: number; from: IsoDate; to: IsoDate; position: number }
): Promise<Map<number, number>> {
	const { rows } = await client.query<{ product_id: number; amount: number }>({
		name: 'tracking-dealer-products',
		text: `SELECT product_id, sum(amount) AS amount FROM entries
			WHERE customer_id = $1 AND metric_id = $2 AND business_date BETWEEN $3 AND $4
				AND position <= $5 AND product_id IS NOT NULL
			GROUP BY product_id`,
		values: [of.customerId, of.metricId, of.from, of.to, of.position]
	});
	return new Map(rows.map(({ product_id, amount }) => [product_id, amount]));
}
