import type pg from 'pg';
import { expect } from 'vitest';
import type { OverviewBoard } from '../../src/lib/live/board.ts';
import { ledgerSums } from './ledger-sums.ts';
import type { LedgerSums } from './ledger-sums.ts';
import { until } from './until.ts';
import type { Wall } from './wall.ts';

/** The figures of a board in the shape of `LedgerSums`. */
function figuresOf(board: OverviewBoard): LedgerSums {
	const { leaders, teams, latest, trend } = board;
	return {
		month: board.month.value,
		today: board.today.value,
		days: Object.fromEntries(Object.entries(trend.actuals).filter(([, amount]) => amount !== 0)),
		teams: Object.fromEntries(teams.order.map((code) => [code, teams.rows[code]!.value])),
		leaders: leaders.order.map((key) => {
			const { code, rank, value, movement } = leaders.rows[key]!;
			return { code, rank, value, ...(movement === undefined ? {} : { movement }) };
		}),
		leadersTotal: board.leadersTotal,
		latest: latest.order.map((key) => latest.rows[key]!.id)
	};
}

/** Rows and their order name the same keys: nothing is left over from an older picture. */
function expectNoLeftOvers(board: OverviewBoard): void {
	for (const { order, rows } of [board.leaders, board.teams, board.latest])
		expect(Object.keys(rows).sort()).toEqual([...order].sort());
}

/** Sooner or later the wall is live and shows exactly what the ledger sums to. */
export async function expectWallToMatchLedger(
	wall: Wall,
	pool: pg.Pool,
	today: string,
	options = { within: 25_000 }
): Promise<void> {
	await until(async () => {
		const sums = await ledgerSums(pool, { unit: wall.unit, today });
		expect(wall.view?.status).toBe('live');
		expect(wall.board.stalledSince).toBeUndefined();
		expect(wall.board.day.date).toBe(today);
		expect(figuresOf(wall.board)).toEqual({
			...sums,
			days: Object.fromEntries(Object.entries(sums.days).filter(([, amount]) => amount !== 0))
		});
		expectNoLeftOvers(wall.board);
	}, options);
}
