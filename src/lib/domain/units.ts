/** The tree of units. docs/SPEC.md, DIR-1. */
export const UNIT_KINDS = ['company', 'region', 'team'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** What a unit of each kind may hold. */
const HOLDS: Readonly<Record<UnitKind, readonly UnitKind[]>> = {
	company: ['region', 'team'],
	region: ['team'],
	team: []
};

export const kindsBelow = (kind: UnitKind): readonly UnitKind[] => HOLDS[kind];

/** Whether a unit of one kind may hang below one of another. */
export const mayHold = (parent: UnitKind, child: UnitKind): boolean =>
	HOLDS[parent].includes(child);

/**
 * A free code for one more unit below `parent`: the highest number among those beside it and one more (E3 → E4), else the
 * parent's code and a number. `taken`: all codes there are.
 */
export function suggestCode(
	parent: string,
	siblings: readonly string[],
	taken: readonly string[]
): string {
	const numbered = siblings.flatMap((code) => {
		const [, stem, digits] = /^(.*?)(\d{1,9})$/.exec(code) ?? [];
		return digits === undefined ? [] : [{ stem: stem!, digits }];
	});
	const highest = numbered.sort((a, b) => Number(b.digits) - Number(a.digits))[0];
	const stem = highest?.stem ?? `${parent}-`;
	const width = highest?.digits.length ?? 1;
	const used = new Set(taken.map((code) => code.toLowerCase()));
	let number = highest ? Number(highest.digits) : 0;
	let code: string;
	do code = stem + String(++number).padStart(width, '0');
	while (used.has(code.toLowerCase()));
	return code;
}
