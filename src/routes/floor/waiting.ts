/** What waits to be sent, as if it had arrived: where that is simple. Pure. */
import type { FloorRow, FloorState } from '$lib/live/floor.ts';
import type { Kept } from '$lib/offline/store.ts';
import { CONTACTS, isFloorErrand, type FloorErrand } from './errands.ts';

export type Waiting = Kept<FloorErrand>;

/** What this tablet made; a phone's queue of the same person is the phone's. */
export const ofTablet = (items: readonly Kept[]): Waiting[] =>
	items.filter((item): item is Waiting => isFloorErrand(item.what));

/** Draws and results: they belong to the unit, not to a card. */
export const isSpot = ({ what }: Waiting): boolean => what.kind === 'draw' || what.kind === 'spot';

/** By code of the rep. */
export function byRep(items: readonly Waiting[]): Map<string, Waiting[]> {
	const found = new Map<string, Waiting[]>();
	for (const item of items) {
		if (item.what.kind === 'draw') continue;
		const { code } = item.what.rep;
		found.set(code, [...(found.get(code) ?? []), item]);
	}
	return found;
}

/** Help that is taken is in hand, and whoever was visited is not unseen any more. */
export function withWaiting(row: FloorRow, items: readonly Waiting[]): FloorRow {
	const kinds = new Set(items.map(({ what }) => what.kind));
	const met = CONTACTS.some((kind) => kinds.has(kind));
	if (!met) return row;
	const reasons = row.reasons
		.filter((reason) => reason.kind !== 'unseen')
		.map((reason) =>
			reason.kind === 'help' && kinds.has('take') ? { ...reason, taken: true } : reason
		);
	const lastContactAt = Math.max(row.lastContactAt ?? 0, ...items.map(({ madeAt }) => madeAt));
	return { ...row, reasons, lastContactAt };
}

/** The list with all that waits. Rows that nothing waits for keep their identity. */
export function stateWithWaiting(state: FloorState, items: readonly Waiting[]): FloorState {
	const waiting = byRep(items);
	if (waiting.size === 0) return state;
	const rows = { ...state.reps.rows };
	for (const [code, own] of waiting) if (rows[code]) rows[code] = withWaiting(rows[code], own);
	return { ...state, reps: { order: state.reps.order, rows } };
}
