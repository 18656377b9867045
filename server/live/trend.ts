import { addDays, datesOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { TrendDay } from '../../src/lib/live/floor.ts';
import type { Database } from '../database/connection.ts';
import { readDays } from '../ledger/totals.ts';
import type { Targets } from '../targets/targets.ts';

/** So many days make a trend, looked for in the last three weeks: holidays are in between. */
const DAYS = 10;
const REACH_DAYS = 21;

/** A rep's last days before `today` on which something was due or booked, the oldest first (FLOOR-18). */
export async function readTrend(
	{ database, targets }: { database: Database; targets: Pick<Targets, 'days'> },
	{ repId, metricId, today }: { repId: number; metricId: number; today: IsoDate }
): Promise<TrendDay[]> {
	const past = { from: addDays(today, -REACH_DAYS), to: addDays(today, -1) };
	const [due, booked] = await Promise.all([
		targets.days(metricId, past, { kind: 'rep', id: repId }),
		readDays(database.pool, { kind: 'rep', metricId, subjectIds: [repId], ...past })
	]);
	return datesOf(past)
		.map((date) => ({ date, value: booked.get(date) ?? 0, target: due.get(date) }))
		.filter(({ value, target }) => value !== 0 || (target ?? 0) > 0)
		.slice(-DAYS)
		.map(({ date, value, target }) => (target ? { date, value, target } : { date, value }));
}
