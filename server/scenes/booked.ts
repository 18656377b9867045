import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';
import type { Mirror } from '../directory/mirror.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import { formerTotals } from '../ledger/former-totals.ts';
import { readNewSince } from '../ledger/past.ts';
import type { NewSince } from '../ledger/past.ts';
import { readLatest } from '../ledger/read.ts';
import { readHours } from '../ledger/hours.ts';
import { readTeamDays, readTotals } from '../ledger/totals.ts';
import type { Total, TotalsOf } from '../ledger/totals.ts';
import { formerResults } from '../tracking/results.ts';

/** Where scenes read what was booked. */
export interface Booked {
	/** Results of teams by business date; dates without one are absent. */
	teamDays(of: {
		metricId: number;
		teamIds: readonly number[];
		from: IsoDate;
		to: IsoDate;
	}): Promise<{ teamId: number; day: IsoDate; amount: number }[]>;
	/** What was credited to teams on a business date, by hour of the clock on the wall; up to and with a position. */
	hours(of: {
		metricId: number;
		teamIds: readonly number[];
		day: IsoDate;
		timeZone: string;
	}): Promise<{ amounts: Record<number, number>; position: number }>;
	/** Newest first. */
	latest(of: { metricId: number; teamIds: number[]; limit: number }): Promise<BookedEntry[]>;
	/** By id of the subject. */
	totals(of: TotalsOf): Promise<Map<number, Total>>;
	/** Those of the customers who have nothing before a day, which the ledger reaches back beyond. */
	newSince(of: NewSince): Promise<Set<number>>;
}

export const presentBooked = (database: Database): Booked => ({
	teamDays: (of) => readTeamDays(database.pool, of),
	hours: (of) => readHours(database.pool, of),
	latest: (of) => readLatest(database, of),
	totals: (of) => readTotals(database.pool, of),
	newSince: (of) => readNewSince(database.pool, of)
});

/** As the ledger was at a past position. */
export const formerBooked = (database: Database, mirror: Mirror, position: number): Booked => ({
	async teamDays({ metricId, teamIds, from, to }) {
		const groups = teamIds.map((id) => [id]);
		const results = formerResults(database.pool, position);
		const days = await results.days({ kind: 'team', metricId, groups, from, to });
		return teamIds.flatMap((teamId, i) =>
			[...days[i]!].map(([day, amount]) => ({ teamId, day, amount }))
		);
	},
	hours: (of) => readHours(database.pool, { ...of, position }),
	latest: (of) => readLatest(database, { ...of, position }),
	totals: (of) => formerTotals(mirror, position)(database.pool, of),
	newSince: (of) => readNewSince(database.pool, { ...of, position })
});
