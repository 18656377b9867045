/** A closed month stays as it was closed: what its figures are reckoned from is the world of then. docs/SPEC.md, PERIOD-6. */
import { addDays, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';
import type { History, World } from '../history/history.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** The months that dates lie in, each with the part of them that does. */
export function monthsOf({ from, to }: { from: IsoDate; to: IsoDate }): (Period & {
	within: { from: IsoDate; to: IsoDate };
})[] {
	const found: ReturnType<typeof monthsOf> = [];
	for (let date = from; date <= to; date = addDays(found.at(-1)!.to, 1)) {
		const month = periodOf('month', date);
		found.push({ ...month, within: { from: date, to: month.to < to ? month.to : to } });
	}
	return found;
}

export type ClosedWorlds = ReturnType<typeof createClosedWorlds>;

export function createClosedWorlds({
	database,
	history,
	ledger
}: {
	database: Database;
	history: History;
	ledger: Pick<Ledger, 'closedThrough'>;
}) {
	/** When the closing was made that was in force at an instant. */
	async function closedAt(month: IsoDate, at: number): Promise<number | undefined> {
		const { rows } = await database.pool.query<{ closed_at: Date }>({
			name: 'period-closed-at',
			text: `SELECT closed_at FROM period_closings
				WHERE month = $1 AND closed_at <= $2 AND (reopened_at IS NULL OR reopened_at > $2)
				ORDER BY id DESC LIMIT 1`,
			values: [month, new Date(at).toISOString()]
		});
		return rows[0]?.closed_at.getTime();
	}

	/** The world in which a period was closed to its end, that of its last month; undefined while it is open. */
	async function closing(
		period: Pick<Period, 'to'>,
		{ at, past }: { at: number; past: boolean }
	): Promise<World | undefined> {
		const last = periodOf('month', period.to);
		// Of months that run or were never closed, nothing is asked.
		const { closedThrough } = ledger;
		if (!past && (closedThrough === undefined || last.to > closedThrough)) return undefined;
		const instant = await closedAt(last.from, at);
		return instant === undefined ? undefined : history.at(instant);
	}

	return {
		closing,

		/** The world that a month's figures belong to, looked at from a moment in `world`. */
		async of(
			month: Pick<Period, 'to'>,
			{ world, ...moment }: { world: World; at: number; past: boolean }
		): Promise<World> {
			return (await closing(month, moment)) ?? world;
		}
	};
}
