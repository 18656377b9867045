import { sql } from 'drizzle-orm';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Database, Transaction } from '../database/connection.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import { bestSales } from './schema.ts';

/** Days with a result before somebody has a record to break (CELEBRATE-12). */
const SEASONED_DAYS = 10;

interface Best {
	sale?: { amount: number; position: number; day: IsoDate } | undefined;
	/** The best day before today, and how many days there were. */
	day?: number | undefined;
	days: number;
}

const BEST_DAYS = `
SELECT subject_id AS rep, metric_id AS metric, max(amount) AS best, count(*)::int AS days
FROM (
	SELECT subject_id, metric_id, day, sum(amount) AS amount
	FROM unnest($1::int[]) AS wanted (id)
	JOIN day_totals ON kind = 'rep' AND subject_id = wanted.id AND day < $2
		AND metric_id = ANY($3)
	GROUP BY subject_id, metric_id, day HAVING sum(amount) > 0
) AS result
GROUP BY subject_id, metric_id`;

const BEST_SALES = (who: string) => `
INSERT INTO best_sales (rep_id, metric_id, amount, position, day)
SELECT DISTINCT ON (c.rep_id, e.metric_id) c.rep_id, e.metric_id, c.amount, e.position, e.business_date
FROM entries e JOIN entry_credits c USING (position)
WHERE e.kind = 'sale' AND c.role = 'credit' AND c.amount > 0 ${who}
	AND NOT EXISTS (SELECT FROM entries r WHERE r.reverses = e.position)
ORDER BY c.rep_id, e.metric_id, c.amount DESC, e.position
ON CONFLICT (rep_id, metric_id) DO UPDATE
	SET amount = excluded.amount, position = excluded.position, day = excluded.day`;

/** The most that each rep ever sold at once and on one day, of those who sell today. */
export function createBests(database: Database) {
	let date: IsoDate | undefined;
	const known = new Map<string, Best>();
	const changed = new Set<string>();
	const keyOf = (metric: number, rep: number) => `${metric}:${rep}`;

	async function read(pairs: readonly [metric: number, rep: number][]): Promise<void> {
		const reps = [...new Set(pairs.map(([, rep]) => rep))];
		const metrics = [...new Set(pairs.map(([metric]) => metric))];
		for (const [metric, rep] of pairs) known.set(keyOf(metric, rep), { days: 0 });
		const days = await database.pool.query<{
			rep: number;
			metric: number;
			best: number;
			days: number;
		}>(BEST_DAYS, [reps, date, metrics]);
		for (const { rep, metric, best, days: count } of days.rows) {
			const own = known.get(keyOf(metric, rep));
			if (own) [own.day, own.days] = [best, count];
		}
		const sales = await database.pool.query<{
			rep: number;
			metric: number;
			amount: number;
			position: number;
			day: IsoDate;
		}>(
			`SELECT rep_id AS rep, metric_id AS metric, amount, position, day
			FROM best_sales WHERE rep_id = ANY($1) AND metric_id = ANY($2)`,
			[reps, metrics]
		);
		for (const { rep, metric, ...sale } of sales.rows) {
			const own = known.get(keyOf(metric, rep));
			if (own) own.sale = sale;
		}
	}

	return {
		get changed() {
			return changed.size > 0;
		},

		/** A day begins: what was today counts now. */
		begin(today: IsoDate): void {
			if (date === today) return;
			date = today;
			for (const key of [...known.keys()]) if (!changed.has(key)) known.delete(key);
		},

		forget(): void {
			known.clear();
			changed.clear();
		},

		/** Reads the bests of whoever the entries credit. */
		async load(batch: readonly BookedEntry[]): Promise<void> {
			const wanted = new Map<string, [number, number]>();
			for (const { metricId, credits } of batch)
				for (const { repId } of credits) {
					const key = keyOf(metricId, repId);
					if (!known.has(key)) wanted.set(key, [metricId, repId]);
				}
			if (wanted.size > 0) await read([...wanted.values()]);
		},

		of(metric: number, rep: number): { bestSale?: number; bestDay?: number } {
			const own = known.get(keyOf(metric, rep));
			if (!own || own.days < SEASONED_DAYS) return {};
			return {
				...(own.sale ? { bestSale: own.sale.amount } : {}),
				...(own.day === undefined ? {} : { bestDay: own.day })
			};
		},

		note({ kind, metricId, position, businessDate, credits }: BookedEntry): void {
			if (kind !== 'sale') return;
			for (const { role, repId, amount } of credits) {
				const own = known.get(keyOf(metricId, repId));
				if (role !== 'credit' || !own || amount <= (own.sale?.amount ?? 0)) continue;
				own.sale = { amount, position, day: businessDate };
				changed.add(keyOf(metricId, repId));
			}
		},

		/** Writes what was noted; a best that was taken back is looked for anew. */
		async save(tx: Transaction, reversals: readonly BookedEntry[]): Promise<void> {
			const rows = [...changed].map((key) => {
				const [metricId, repId] = key.split(':').map(Number) as [number, number];
				return { metricId, repId, ...known.get(key)!.sale! };
			});
			if (rows.length > 0)
				await tx
					.insert(bestSales)
					.values(rows)
					.onConflictDoUpdate({
						target: [bestSales.repId, bestSales.metricId],
						set: {
							amount: sql`excluded.amount`,
							position: sql`excluded.position`,
							day: sql`excluded.day`
						}
					});
			changed.clear();
			if (reversals.length === 0) return;
			const taken = await tx
				.delete(bestSales)
				.where(
					sql`position IN (${sql.join(
						reversals.map(({ reverses }) => sql`${reverses}`),
						sql`, `
					)})`
				)
				.returning({ repId: bestSales.repId, metricId: bestSales.metricId });
			for (const { repId, metricId } of taken) {
				known.delete(keyOf(metricId, repId));
				await tx.execute(
					sql.raw(BEST_SALES(`AND c.rep_id = ${repId} AND e.metric_id = ${metricId}`))
				);
			}
		},

		/** From the whole ledger, where nobody kept them so far. */
		async fill(): Promise<void> {
			await database.pool.query(BEST_SALES(''));
		}
	};
}
