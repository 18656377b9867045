import { boardRoom, MAIN_BOARD } from '../../src/lib/live/protocol.ts';
import type { Room } from '../../src/lib/live/protocol.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { BoardPlans } from '../displays/boards.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Rankings } from '../rankings/rankings.ts';
import type { Targets } from '../targets/targets.ts';
import { createComposer } from './composer.ts';
import type { OpenRoom, RoomPlan, Rooms } from './rooms.ts';

export type OpenBoard = OpenRoom<'board'>;
export type BoardRefusal = 'unknown-unit' | 'unknown-board' | 'no-company' | 'not-ready';
export type Boards = ReturnType<typeof createBoards>;

/** How the rooms of boards are made: one for each board and unit. */
export function boardRooms(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	rankings: Rankings;
	plans: BoardPlans;
	clock: Clock;
}): RoomPlan<'board'> {
	const { directory, plans } = options;
	const stands = (unit: string) => directory.mirror.units.named(unit) !== undefined;
	return {
		composer({ board, unit }) {
			const plan = plans.named(board);
			if (!plan || !stands(unit)) return undefined;
			return createComposer({ ...options, unitCode: unit, metricId: plan.metric.id });
		},
		stands: ({ unit }) => stands(unit)
	};
}

/** The boards there are, and their rooms. */
export function createBoards({
	directory: { mirror },
	plans,
	rooms
}: {
	directory: Directory;
	plans: BoardPlans;
	rooms: Rooms;
}) {
	return {
		/** The boards to choose from. */
		list: () => plans.all(),

		/** A board of a unit, the main one of the company unless named; computed on the first look. */
		async open(
			unitCode?: string,
			boardCode: string = MAIN_BOARD
		): Promise<({ ok: true } & OpenBoard) | { ok: false; reason: BoardRefusal }> {
			const unit = unitCode === undefined ? mirror.company() : mirror.units.named(unitCode);
			if (!unit)
				return { ok: false, reason: unitCode === undefined ? 'no-company' : 'unknown-unit' };
			if (!plans.named(boardCode)) return { ok: false, reason: 'unknown-board' };
			const opened = await rooms.open(boardRoom(unit.code, boardCode));
			// Both are there, so only the figures can be missing.
			return opened.ok ? opened : { ok: false, reason: 'not-ready' };
		},

		/** The rooms in which an entry of a metric, credited to a team, shows. */
		roomsOf(teamId: number, metricId: number): Room[] {
			const line = mirror.lineOf(teamId);
			return plans
				.showing(metricId)
				.flatMap((board) => line.map((unit) => boardRoom(unit.code, board)));
		}
	};
}
