import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventsFor, passedBy, reaches } from './push.ts';

const ladder = [
	{ code: 'a', value: 900 },
	{ code: 'b', value: 500 },
	{ code: 'c', value: 300 },
	{ code: 'd', value: 0 }
];

describe('[PUSH-2] who passed whom', () => {
	test('those who were level or ahead and are behind now, the nearest first', () => {
		const me = { code: 'me', before: 300, now: 600 };
		expect(passedBy([...ladder, { code: 'me', value: 600 }], me)).toEqual(['b', 'c']);
	});

	test('to stand beside somebody is not to pass them, and who sold nothing is not passed', () => {
		expect(passedBy(ladder, { code: 'me', before: 0, now: 300 })).toEqual([]);
		expect(passedBy(ladder, { code: 'me', before: 0, now: 301 })).toEqual(['c']);
	});

	test('whoever loses passes nobody', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 2_000 }), fc.nat(500), (before, loss) => {
				expect(passedBy(ladder, { code: 'me', before, now: before - loss })).toEqual([]);
			})
		);
	});
});

describe('[PUSH-3] reaching a target', () => {
	test('is the moment in which it is reached, once', () => {
		expect(reaches(100, { before: 99, now: 100 })).toBe(true);
		expect(reaches(100, { before: 100, now: 150 })).toBe(false);
		expect(reaches(undefined, { before: 0, now: 150 })).toBe(false);
		expect(reaches(0, { before: -5, now: 0 })).toBe(false);
	});
});

test('[PUSH-7] who sells is told of themselves, who leads of their people, who does both of both', () => {
	expect(eventsFor({ sells: false, leads: false })).toEqual([]);
	expect(eventsFor({ sells: false, leads: true })).toEqual(['alert', 'asked']);
	const own = eventsFor({ sells: true, leads: false });
	expect(own).toContain('alert');
	expect(own).not.toContain('asked');
	expect(eventsFor({ sells: true, leads: true })).toEqual([...own, 'asked']);
});
