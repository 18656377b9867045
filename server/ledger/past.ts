/** What subjects did in the past, for whoever plans: several subjects and several periods in one query. */
import type pg from 'pg';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { TotalKind } from './schema.ts';

interface PastOf {
	kind: TotalKind;
	metricId: number;
	subjectIds: readonly number[];
}

export interface Span {
	from: IsoDate;
	to: IsoDate;
}

/** Results by subject, in the order of the spans; a subject without any is absent. */
export async function readSpans(
	client: pg.Pool | pg.ClientBase,
	{ kind, metricId, subjectIds, spans }: PastOf & { spans: readonly Span[] }
): Promise<Map<number, number[]>> {
	const { rows } = await client.query<{ subject_id: number; span: number; amount: number }>({
		name: 'subject-spans',
		text: `SELECT subject_id, span::int, sum(amount) AS amount
			FROM unnest($1::int[]) AS wanted (id)
			CROSS JOIN unnest($2::date[], $3::date[]) WITH ORDINALITY AS spans (since, until, span)
			JOIN day_totals ON kind = $4 AND metric_id = $5 AND subject_id = wanted.id
				AND day BETWEEN since AND until
			GROUP BY subject_id, span`,
		values: [subjectIds, spans.map(({ from }) => from), spans.map(({ to }) => to), kind, metricId]
	});
	const found = new Map<number, number[]>();
	for (const { subject_id: id, span, amount } of rows) {
		let sums = found.get(id);
		if (!sums) found.set(id, (sums = spans.map(() => 0)));
		sums[span - 1] = amount;
	}
	return found;
}

/** Results by subject and business date that has any. */
export async function readDaysEach(
	client: pg.Pool | pg.ClientBase,
	{ kind, metricId, subjectIds, from, to }: PastOf & Span
): Promise<Map<number, Map<IsoDate, number>>> {
	const { rows } = await client.query<{ subject_id: number; day: IsoDate; amount: number }>({
		name: 'subject-days-each',
		text: `SELECT subject_id, day, sum(amount) AS amount
			FROM unnest($1::int[]) AS wanted (id)
			JOIN day_totals ON kind = $2 AND metric_id = $3 AND subject_id = wanted.id
				AND day BETWEEN $4 AND $5
			GROUP BY subject_id, day`,
		values: [subjectIds, kind, metricId, from, to]
	});
	const found = new Map<number, Map<IsoDate, number>>();
	for (const { subject_id: id, day, amount } of rows) {
		const days = found.get(id);
		if (days) days.set(day, amount);
		else found.set(id, new Map([[day, amount]]));
	}
	return found;
}

/** Results of some teams by product: what they sell, as a mix. */
export async function readProductMix(
	client: pg.Pool | pg.ClientBase,
	options: { metricId: number; teamIds: readonly number[] } & Span
): Promise<Map<number, number>> {
	const { rows } = await client.query<{ subject_id: number; amount: number }>({
		name: 'product-mix',
		text: `SELECT subject_id, sum(amount) AS amount FROM day_totals
			WHERE kind = 'product' AND metric_id = $1 AND day BETWEEN $2 AND $3 AND team_id = ANY($4)
			GROUP BY subject_id`,
		values: [options.metricId, options.from, options.to, options.teamIds]
	});
	return new Map(rows.map((row) => [row.subject_id, row.amount]));
}

/** The first business date of the ledger; before it nothing can be said. */
export async function readFirstDay(client: pg.Pool | pg.ClientBase): Promise<IsoDate | undefined> {
	const { rows } = await client.query<{ day: IsoDate | null }>({
		name: 'first-day',
		text: 'SELECT min(business_date) AS day FROM entries'
	});
	return rows[0]?.day ?? undefined;
}

export interface NewSince {
	metricId: number;
	customerIds: readonly number[];
	since: IsoDate;
	/** As the ledger was at this position; absent: as it is. */
	position?: number;
}

/** Customers without an entry before a day. Where the ledger begins no earlier, nobody can be told to be new. */
export async function readNewSince(
	client: pg.Pool | pg.ClientBase,
	{ metricId, customerIds, since, position }: NewSince
): Promise<Set<number>> {
	const { rows } = await client.query<{ id: number }>({
		name: 'customers-new-since',
		text: `SELECT id FROM unnest($1::int[]) AS wanted (id)
			WHERE EXISTS (SELECT FROM entries WHERE business_date < $3 AND ($4::bigint IS NULL OR position <= $4))
				AND NOT EXISTS (
					SELECT FROM day_totals
					WHERE kind = 'customer' AND metric_id = $2 AND subject_id = wanted.id AND day < $3
				)`,
		values: [customerIds, metricId, since, position ?? null]
	});
	return new Set(rows.map(({ id }) => id));
}
