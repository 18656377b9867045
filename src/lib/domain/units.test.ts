import { describe, expect, test } from 'vitest';
import { kindsBelow, mayHold, suggestCode } from './units.ts';

describe('[DIR-1] the tree', () => {
	test('the company holds regions and teams, a region teams, a team nothing', () => {
		expect(kindsBelow('company')).toEqual(['region', 'team']);
		expect(kindsBelow('region')).toEqual(['team']);
		expect(kindsBelow('team')).toEqual([]);
		expect(mayHold('company', 'company')).toBe(false);
		expect(mayHold('region', 'region')).toBe(false);
		expect(mayHold('company', 'team')).toBe(true);
	});
});

describe('the code suggested for one more unit', () => {
	test('counts on from those beside it, as wide as they are', () => {
		expect(suggestCode('EAST', ['E1', 'E2', 'E3'], ['E1', 'E2', 'E3'])).toBe('E4');
		expect(suggestCode('EAST', ['T09', 'T02'], ['T09', 'T02'])).toBe('T10');
		expect(suggestCode('EAST', ['E9', 'E10'], ['E9', 'E10'])).toBe('E11');
	});

	test('begins with the parent’s code where nothing is numbered', () => {
		expect(suggestCode('EAST', [], ['EAST'])).toBe('EAST-1');
		expect(suggestCode('EAST', ['苏州'], ['EAST', '苏州'])).toBe('EAST-1');
	});

	test('is free, in any case of its letters', () => {
		expect(suggestCode('EAST', ['E1'], ['E1', 'e2', 'E3'])).toBe('E4');
		expect(suggestCode('W', [], ['W', 'w-1'])).toBe('W-2');
	});
});
