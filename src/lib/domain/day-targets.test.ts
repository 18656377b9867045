import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion } from './apportion.ts';
import { fixDay, fixDays } from './day-targets.ts';

const weights = fc.array(fc.constantFrom(0, 0, 50, 100, 100, 150), { minLength: 1, maxLength: 31 });
const total = fc.nat(10 ** 13);
const fixes = fc.array(fc.tuple(fc.nat(30), fc.nat(10 ** 13)), { maxLength: 12 });
const sum = (parts: readonly number[]) => parts.reduce((all, part) => all + part, 0);

/** What dragging day after day leaves fixed. */
const dragged = (amount: number, days: number, moves: [number, number][]) =>
	moves.reduce<Record<number, number>>(
		(fixed, [day, to]) => (day < days ? { ...fixDay(amount, fixed, day, to) } : fixed),
		{}
	);

describe('fixDays', () => {
	it('[DAY-2] fixed days keep theirs, the others share the rest by weight', () => {
		expect(fixDays(1000, [100, 100, 0, 150], { 1: 300 })).toEqual({
			ok: true,
			parts: [280, 300, 0, 420]
		});
	});

	it('[DAY-2] whatever was dragged, the days of any calendar sum exactly or the answer says why', () => {
		fc.assert(
			fc.property(weights, total, fixes, (days, amount, moves) => {
				const fixed = dragged(amount, days.length, moves);
				const made = fixDays(amount, days, fixed);
				const open = days.some((weight, day) => weight > 0 && !(day in fixed));
				if (!made.ok) {
					expect(open).toBe(false);
					expect(made.reason).toBe(Object.keys(fixed).length === 0 ? 'no-weight' : 'nothing-open');
					return;
				}
				expect(sum(made.parts)).toBe(amount);
				made.parts.forEach((part, day) => {
					expect(part).toBeGreaterThanOrEqual(0);
					if (day in fixed) expect(part).toBe(fixed[day]);
					else if (days[day] === 0) expect(part).toBe(0);
				});
			})
		);
	});

	it('[DAY-1] without fixed days it is apportionment', () => {
		fc.assert(
			fc.property(weights, total, (days, amount) => {
				expect(fixDays(amount, days, {})).toEqual(apportion(amount, days));
			})
		);
	});

	it('[DAY-3] says what does not fit', () => {
		expect(fixDays(100, [1, 1], { 0: 101 })).toEqual({ ok: false, reason: 'fixed-exceed' });
		expect(fixDays(100, [1, 0], { 0: 99 })).toEqual({ ok: false, reason: 'nothing-open' });
		expect(fixDays(100, [1, 0], { 0: 100 })).toEqual({ ok: true, parts: [100, 0] });
		expect(fixDays(100, [0, 0], {})).toEqual({ ok: false, reason: 'no-weight' });
		expect(fixDays(100, [1], { 4: 1 })).toEqual({ ok: false, reason: 'bad-fixed' });
		expect(fixDays(100, [1], { 0: -1 })).toEqual({ ok: false, reason: 'bad-fixed' });
	});
});

it('[DAY-4] a day takes at most what the other fixed ones leave', () => {
	expect(fixDay(100, { 0: 70 }, 1, 80)).toEqual({ 0: 70, 1: 30 });
	expect(fixDay(100, { 0: 70 }, 0, 80)).toEqual({ 0: 80 });
	expect(fixDay(100, {}, 0, -5)).toEqual({ 0: 0 });
});
