import { describe, expect, test } from 'vitest';
import type { VISIT_STATES } from './visit.ts';
import { isSlot, stepVisit, visitDateProblem } from './visit.ts';

const TODAY = '2026-11-12';

test.each([
	['2026-11-04', 'visit-too-early'],
	['2026-11-05', undefined],
	['2027-02-12', undefined],
	['2027-02-13', 'visit-too-late']
] as const)('[VISIT-1] on 12 November a visit on %s: %s', (date, reason) =>
	expect(visitDateProblem(date, TODAY)).toBe(reason)
);

test('[VISIT-2] a slot ends after it starts, and does not end without starting', () => {
	expect(isSlot(undefined, undefined)).toBe(true);
	expect(isSlot('09:00', undefined)).toBe(true);
	expect(isSlot('09:00', '09:30')).toBe(true);
	expect(isSlot('09:30', '09:30')).toBe(false);
	expect(isSlot(undefined, '09:30')).toBe(false);
});

describe('[VISIT-3] [VISIT-4] the steps of a visit', () => {
	const visit = (state: (typeof VISIT_STATES)[number], settledOn?: string) => ({
		state,
		date: TODAY,
		settledOn
	});

	test('lead from planned to done or cancelled, and nowhere from there', () => {
		expect(stepVisit(visit('planned'), 'done', TODAY)).toEqual({ ok: true, state: 'done' });
		expect(stepVisit(visit('planned'), 'cancel', TODAY)).toEqual({ ok: true, state: 'cancelled' });
		for (const state of ['done', 'cancelled'] as const)
			for (const step of ['change', 'done', 'cancel'] as const)
				expect(stepVisit(visit(state, TODAY), step, TODAY)).toEqual({
					ok: false,
					reason: 'visit-settled'
				});
	});

	test('are not taken before their day, and taken back only on it', () => {
		expect(stepVisit(visit('planned'), 'done', '2026-11-11')).toMatchObject({
			reason: 'visit-to-come'
		});
		expect(stepVisit(visit('done', TODAY), 'reopen', TODAY)).toEqual({
			ok: true,
			state: 'planned'
		});
		expect(stepVisit(visit('done', '2026-11-11'), 'reopen', TODAY)).toMatchObject({
			reason: 'visit-reopen-late'
		});
		expect(stepVisit(visit('planned'), 'reopen', TODAY)).toMatchObject({ reason: 'visit-open' });
	});
});
