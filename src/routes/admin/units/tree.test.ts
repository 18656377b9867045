import { describe, expect, test } from 'vitest';
import type { UnitRow } from '../../../../server/people/unit-tree.ts';
import { nextPlace, placesFor, typedAhead, visibleRows } from './tree.ts';

const row = (code: string, kind: UnitRow['kind'], parent: string | undefined, level: number) => ({
	code,
	name: `${code} ${kind}`,
	kind,
	parent,
	level,
	managers: [],
	people: 0
});
const ROWS: UnitRow[] = [
	row('HQ', 'company', undefined, 1),
	row('EAST', 'region', 'HQ', 2),
	row('E1', 'team', 'EAST', 3),
	row('E2', 'team', 'EAST', 3),
	row('SOUTH', 'region', 'HQ', 2),
	row('S1', 'team', 'SOUTH', 3)
];
const codes = (rows: UnitRow[]) => rows.map(({ code }) => code);

describe('[PEOPLE-10] the tree on the page', () => {
	test('a closed unit hides all below it, however deep', () => {
		expect(codes(visibleRows(ROWS, new Set(['EAST'])))).toEqual(['HQ', 'EAST', 'SOUTH', 'S1']);
		expect(codes(visibleRows(ROWS, new Set(['HQ'])))).toEqual(['HQ']);
	});

	test('a unit goes where it fits and is not yet; what hangs from nothing shown stays', () => {
		expect(codes(placesFor(ROWS, 'E1'))).toEqual(['HQ', 'SOUTH']);
		expect(codes(placesFor(ROWS, 'EAST'))).toEqual([]);
		expect(codes(placesFor(ROWS, 'HQ'))).toEqual([]);
		const own = ROWS.map((one) => (one.code === 'EAST' ? { ...one, parent: undefined } : one));
		expect(codes(placesFor(own.slice(1, 4), 'EAST'))).toEqual([]);
	});

	test('by keyboard the places follow in the order of the tree, and go round', () => {
		expect(nextPlace(ROWS, 'E1', undefined, 1)).toBe('SOUTH');
		expect(nextPlace(ROWS, 'E1', undefined, -1)).toBe('HQ');
		expect(nextPlace(ROWS, 'E1', 'SOUTH', 1)).toBe('HQ');
		expect(nextPlace(ROWS, 'S1', undefined, 1)).toBe('HQ');
		expect(nextPlace(ROWS, 'HQ', undefined, 1)).toBeUndefined();
	});

	test('a letter goes to the next name that begins with it', () => {
		expect(typedAhead(ROWS, 0, 'e')).toBe(1);
		expect(typedAhead(ROWS, 3, 'E')).toBe(1);
		expect(typedAhead(ROWS, 2, 'x')).toBe(2);
	});
});
