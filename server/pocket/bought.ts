import { addDays } from '../../src/lib/domain/period.ts';
import type { BusinessClock, IsoDate } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';

/** A day on which a customer bought, and when on it, if it is one of the newest. */
export interface BoughtDay {
	customerId: number;
	day: IsoDate;
	minute?: number;
}

const REACH_DAYS = 60;
/** The newest days are looked at entry by entry, for the time of the day. */
const TIMED_DAYS = 10;

const DAYS = `
SELECT DISTINCT subject_id AS customer, day
FROM unnest($1::int[]) AS wanted (id)
JOIN day_totals ON kind = 'customer' AND subject_id = wanted.id AND day >= $2 AND metric_id = ANY($3)`;

const TIMES = `
SELECT customer_id AS customer, business_date AS day, max(occurred_at) AS at
FROM entries
WHERE business_date = ANY($2) AND customer_id = ANY($1) AND kind <> 'reversal'
GROUP BY customer_id, business_date`;

/** On which of the last days some customers bought. */
export async function readBought(
	{ pool }: Database,
	of: {
		customerIds: readonly number[];
		metricIds: readonly number[];
		today: IsoDate;
		clock: BusinessClock;
	}
): Promise<BoughtDay[]> {
	const { rows } = await pool.query<{ customer: number; day: IsoDate }>({
		name: 'pocket-bought-days',
		text: DAYS,
		values: [of.customerIds, addDays(of.today, -REACH_DAYS), of.metricIds]
	});
	const newest = [...new Set(rows.map(({ day }) => day))].sort().slice(-TIMED_DAYS);
	const times = await pool.query<{ customer: number; day: IsoDate; at: Date }>({
		name: 'pocket-bought-times',
		text: TIMES,
		values: [of.customerIds, newest]
	});
	const minutes = new Map(
		times.rows.map(({ customer, day, at }) => [
			`${customer} ${day}`,
			of.clock.minuteOf(at.getTime())
		])
	);
	return rows.map(({ customer, day }) => {
		const minute = minutes.get(`${customer} ${day}`);
		return { customerId: customer, day, ...(minute === undefined ? {} : { minute }) };
	});
}
