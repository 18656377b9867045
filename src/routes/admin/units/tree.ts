/** The tree on the page: what is visible of it, and where a unit may go. */
import { mayHold } from '$lib/domain/units.ts';
import type { UnitRow } from '$server/people/unit-tree.ts';

/** Rows in the order of the tree without those below a closed one. */
export function visibleRows(rows: readonly UnitRow[], closed: ReadonlySet<string>): UnitRow[] {
	const hidden = new Set<string>();
	return rows.filter(({ code, parent }) => {
		const isHidden = parent !== undefined && (closed.has(parent) || hidden.has(parent));
		if (isHidden) hidden.add(code);
		return !isHidden;
	});
}

/** Where a unit may be moved to: what may hold it, but where it is. What has no place on the page stays. */
export function placesFor(rows: readonly UnitRow[], code: string): UnitRow[] {
	const unit = rows.find((row) => row.code === code);
	if (unit?.parent === undefined) return [];
	return rows.filter((row) => mayHold(row.kind, unit.kind) && row.code !== unit.parent);
}

/** The place that follows in the order of the tree, or comes before; round at the ends. Starts where the unit lies. */
export function nextPlace(
	rows: readonly UnitRow[],
	code: string,
	from: string | undefined,
	step: 1 | -1
): string | undefined {
	const places = placesFor(rows, code);
	if (places.length === 0) return undefined;
	const at = places.findIndex((place) => place.code === from);
	if (at >= 0) return places[(at + step + places.length) % places.length]!.code;
	const here = rows.findIndex((row) => row.code === code);
	const order = (place: UnitRow) => rows.indexOf(place);
	const after = places.find((place) => order(place) > here);
	const before = places.findLast((place) => order(place) < here);
	return (step > 0 ? (after ?? places[0]) : (before ?? places.at(-1)))!.code;
}

/** The next row whose name begins like this, from the one after `from` on; round at the end. */
export function typedAhead(rows: readonly UnitRow[], from: number, letter: string): number {
	const starts = ({ name, code }: UnitRow) =>
		[name, code].some((text) => text.toLowerCase().startsWith(letter.toLowerCase()));
	const order = rows.map((_, i) => (from + 1 + i) % rows.length);
	return order.find((i) => starts(rows[i]!)) ?? from;
}
