import type { BoardState } from '../../src/lib/live/board.ts';
import { boardRoom, MAIN_BOARD, readRoom } from '../../src/lib/live/protocol.ts';
import type { Room } from '../../src/lib/live/protocol.ts';
import type { BoardPlan, BoardPlans } from '../boards/plans.ts';
import type { Directory } from '../directory/directory.ts';
import { createBoardComposer } from './board-composer.ts';
import type { BoardServices } from './board-composer.ts';
import type { OpenRoom, RoomPlan, Rooms } from './rooms.ts';

export type OpenBoard = OpenRoom<'board'>;
export type BoardRefusal = 'unknown-unit' | 'unknown-board' | 'no-company' | 'not-ready';
export type Boards = ReturnType<typeof createBoards>;

/** How the rooms of boards are made: one for each board and unit. */
export function boardRooms(services: BoardServices & { plans: BoardPlans }): RoomPlan<'board'> {
	const { directory, plans } = services;
	const stands = ({ board, unit }: { board: string; unit: string }) =>
		directory.mirror.units.named(unit) !== undefined && plans.named(board) !== undefined;
	return {
		composer(of) {
			if (!stands(of)) return undefined;
			return createBoardComposer(services, { unit: of.unit, board: () => plans.named(of.board) });
		},
		stands
	};
}

/** The boards there are, and their rooms. */
export function createBoards({
	directory: { mirror },
	plans,
	rooms,
	services
}: {
	directory: Directory;
	plans: BoardPlans;
	rooms: Rooms;
	services: BoardServices;
}) {
	// Whoever looks on sees a change without coming back (BOARD-4).
	plans.onChange((code) =>
		rooms.refresh((room) => {
			const of = readRoom(room);
			return of?.kind === 'board' && of.board === code;
		})
	);

	return {
		/** The boards to choose from. */
		list: () => plans.all(),
		named: plans.named,
		/** Whether a board shows another site's page of this address. */
		frames: (address: string): boolean =>
			plans
				.all()
				.some(({ plan }) =>
					plan.scenes.some((scene) => scene.kind === 'page' && scene.options.address === address)
				),

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

		/** What a board would show that nobody saved yet: for whoever edits it. */
		async draft(unitCode: string, board: BoardPlan): Promise<BoardState | undefined> {
			const unit = mirror.units.named(unitCode) ?? mirror.company();
			if (!unit) return undefined;
			return createBoardComposer(services, { unit: unit.code, board: () => board }).compose();
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
