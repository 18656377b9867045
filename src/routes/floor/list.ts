/** Who stands in a manager's list, and in which order. Pure. */
import type { PaceStatus } from '$lib/domain/pace.ts';
import type { CardState, FloorRow, FloorState } from '$lib/live/floor.ts';

export type { PaceStatus };

/** Worst first, as one looks for them. */
export const STATUSES = ['at-risk', 'behind', 'on-track', 'ahead', 'done'] as const;

export interface Filter {
	team?: string | undefined;
	status?: PaceStatus | undefined;
	unseen?: boolean | undefined;
}

/** That nobody came by this week is a reason to go there, not to worry. */
export const needsSomebody = ({ reasons }: FloorRow): boolean =>
	reasons.some(({ kind }) => kind !== 'unseen');

export const isUnseen = ({ lastContactAt }: FloorRow, weekStartsAt: number): boolean =>
	lastContactAt === undefined || lastContactAt < weekStartsAt;

/** Those whom the filter lets pass: whoever needs somebody first, each part in the order of the server. */
export function shownRows(
	state: Pick<FloorState, 'reps' | 'day'>,
	{ team, status, unseen }: Filter
): { needing: FloorRow[]; fine: FloorRow[] } {
	const rows = state.reps.order
		.flatMap((code) => state.reps.rows[code] ?? [])
		.filter(
			(row) =>
				(team === undefined || row.team === team) &&
				(status === undefined || row.status === status) &&
				(!unseen || isUnseen(row, state.day.weekStartsAt))
		);
	return {
		needing: rows.filter(needsSomebody),
		fine: rows.filter((row) => !needsSomebody(row))
	};
}

/** While a finger is on the list nothing moves in it: who left is gone, who came stands at the end. */
export function heldOrder(held: readonly string[], now: readonly string[]): string[] {
	const here = new Set(now);
	const known = new Set(held);
	return [...held.filter((code) => here.has(code)), ...now.filter((code) => !known.has(code))];
}

/** Whoever is not in the list, as far as their card tells. */
export function rowFromCard({ rep, metrics, reasons }: CardState): FloorRow | undefined {
	const main = metrics.rows[metrics.order[0] ?? ''];
	if (!main) return undefined;
	return {
		code: rep.code,
		name: rep.name,
		team: '',
		...(rep.photo ? { photo: rep.photo } : {}),
		month: main.month,
		today: main.today,
		reasons,
		visits: { planned: 0, done: 0 }
	};
}
