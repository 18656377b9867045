import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	decide,
	DEFAULTS,
	find,
	idleMinutes,
	inherited,
	lagDays,
	nextStep,
	type Facts,
	type Memory,
	type PaceFacts,
	type Step
} from './laggard.ts';

const pace = (index: number, more: Partial<PaceFacts> = {}): PaceFacts => ({
	metric: 'sales',
	value: Math.round(index * 500_000),
	target: 1_000_000,
	index,
	expected: 500_000,
	requiredPerDay: 60_000,
	perDay: 40_000,
	elapsedDays: 10,
	...more
});
const facts = (more: Partial<Facts> = {}): Facts => ({ paces: [], missing: {}, ...more });
const verdictAt = (index: number) =>
	find('pace', facts({ paces: [pace(index)] }), DEFAULTS).verdict;

/** What happens over a day to one rep and rule, by the pace index from moment to moment. */
function dayOf(indexes: readonly number[], memory: Memory = {}, day = '2026-11-23'): Step[] {
	return indexes.map((index) => {
		const step = decide(memory, verdictAt(index), { day, atWork: true });
		if (step === 'raise' || step === 'carry')
			Object.assign(memory, { open: { day, snoozed: false }, lastDay: day });
		if (step === 'clear') delete memory.open;
		return step;
	});
}
const count = (steps: readonly Step[], ...of: Step[]) =>
	steps.filter((step) => of.includes(step)).length;

describe('[ALERT-1] the hysteresis of the pace', () => {
	test('raised below 0.80, cleared at 0.85', () => {
		expect([0.799, 0.8, 0.849, 0.85].map(verdictAt)).toEqual(['bad', 'between', 'between', 'good']);
	});

	test('between the two nothing happens, whatever there was before', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: 0.8, max: 0.8499, noNaN: true })), (indexes) => {
				expect(count(dayOf(indexes), 'raise', 'clear', 'carry')).toBe(0);
				const open: Memory = { open: { day: '2026-11-23', snoozed: false }, lastDay: '2026-11-23' };
				expect(count(dayOf(indexes, open), 'raise', 'clear', 'carry')).toBe(0);
			})
		);
	});

	test('[ALERT-6] whatever the pace does, a day has one alert at most', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: 0, max: 2, noNaN: true })), (indexes) => {
				const steps = dayOf(indexes);
				expect(count(steps, 'raise', 'carry')).toBeLessThanOrEqual(1);
				expect(count(steps, 'clear')).toBeLessThanOrEqual(count(steps, 'raise'));
			})
		);
	});

	test('[ALERT-6] the next day has one of its own', () => {
		const memory: Memory = {};
		expect(dayOf([0.7, 0.9, 0.7], memory)).toEqual(['raise', 'clear', 'none']);
		expect(dayOf([0.7], memory, '2026-11-24')).toEqual(['raise']);
		expect(dayOf([0.82], memory, '2026-11-25')).toEqual(['carry']);
	});
});

describe('[ALERT-2] the pace that counts', () => {
	test('is the lowest of all metrics', () => {
		const finding = find(
			'pace',
			facts({ paces: [pace(1.2), pace(0.5, { metric: 'orders' }), pace(0.9)] }),
			DEFAULTS
		);
		expect(finding.verdict).toBe('bad');
		expect(finding.cause!()).toMatchObject({ metric: 'orders', index: 0.5 });
	});

	test('says nothing in the first working days of a month', () => {
		const early = facts({ paces: [pace(0, { elapsedDays: 2.9 })] });
		expect(find('pace', early, DEFAULTS).verdict).toBe('excused');
		expect(find('pace', early, { ...DEFAULTS, settleDays: 2 }).verdict).toBe('bad');
	});

	test('of who has reached the target is good, and of who has none nothing', () => {
		const done = facts({ paces: [pace(0.7, { value: 1_000_000 })] });
		expect(find('pace', done, DEFAULTS).verdict).toBe('good');
		expect(find('pace', facts(), DEFAULTS).verdict).toBe('excused');
	});

	test('is more urgent the lower it is', () => {
		const urgency = (index: number) =>
			find('pace', facts({ paces: [pace(index)] }), DEFAULTS).urgency;
		expect(urgency(0.1)).toBeGreaterThan(urgency(0.5));
		expect(urgency(0.5)).toBeGreaterThan(urgency(0.79));
	});
});

describe('[ALERT-4] hours without an entry', () => {
	const hours = { start: '09:00', end: '18:00', breaks: [{ start: '12:00', end: '13:00' }] };
	const days = (weights: Record<string, number>) =>
		Object.entries(weights).map(([date, weight]) => ({ date, weight }));
	const idle = (
		since: [string, number],
		until: [string, number],
		weights: Record<string, number>
	) =>
		idleMinutes({
			since: { date: since[0], minute: since[1] },
			until: { date: until[0], minute: until[1] },
			hours,
			days: days(weights),
			enough: 10_000
		});

	test('are those of the working hours, without the break', () => {
		expect(idle(['2026-11-23', 600], ['2026-11-23', 840], { '2026-11-23': 100 })).toBe(180);
		expect(idle(['2026-11-23', 300], ['2026-11-23', 1_400], { '2026-11-23': 100 })).toBe(480);
	});

	test('go on over the night; days off and leave add nothing, half a day half', () => {
		const from: [string, number] = ['2026-11-20', 17 * 60];
		const to: [string, number] = ['2026-11-24', 10 * 60];
		const week = { '2026-11-20': 100, '2026-11-21': 0, '2026-11-22': 0, '2026-11-24': 100 };
		expect(idle(from, to, { ...week, '2026-11-23': 100 })).toBe(60 + 480 + 60);
		expect(idle(from, to, { ...week, '2026-11-23': 0 })).toBe(120);
		expect(idle(from, to, { ...week, '2026-11-23': 50 })).toBe(60 + 240 + 60);
	});

	test('raise from the limit on, and end with the next entry', () => {
		const at = (idleMinutes: number) => find('idle', facts({ idleMinutes }), DEFAULTS).verdict;
		expect([at(479), at(480), at(0)]).toEqual(['good', 'bad', 'good']);
		expect(find('idle', facts(), DEFAULTS).verdict).toBe('excused');
	});
});

describe('[ALERT-5] a collection', () => {
	const late = (index: number) => pace(index, { metric: 'collection' });

	test('is as late as what was due so many working days ago has not come in', () => {
		expect(lagDays(late(1.2))).toBe(0);
		expect(lagDays(late(0.6))).toBeCloseTo(4);
		expect(lagDays(late(0))).toBe(10);
		expect(lagDays({ ...late(0.9), value: 1_000_000 })).toBe(0);
	});

	test('is overdue from the limit on, and no more when a day is caught up', () => {
		const at = (index: number) => find('collection', facts({ collection: late(index) }), DEFAULTS);
		expect([0.5, 0.55, 0.6].map((index) => at(index).verdict)).toEqual(['bad', 'between', 'good']);
		expect(at(0.5).cause!()).toMatchObject({ lagDays: 5 });
	});
});

describe('[ALERT-7] when nobody is at work', () => {
	test('nothing is raised and nothing carried, but what is good again is cleared', () => {
		const night = { day: '2026-11-24', atWork: false };
		expect(decide({}, 'bad', night)).toBe('none');
		const open = { open: { day: '2026-11-23', snoozed: false } };
		expect(decide(open, 'bad', night)).toBe('keep');
		expect(decide(open, 'good', night)).toBe('clear');
	});

	test('[ALERT-8] one that is put off is not carried to the next day', () => {
		const open = { open: { day: '2026-11-23', snoozed: true } };
		expect(decide(open, 'bad', { day: '2026-11-24', atWork: true })).toBe('keep');
	});
});

describe('[ALERT-9] the next step', () => {
	const cause = { rule: 'pace', ...pace(0.7), index: 0.7 } as const;
	const once = { days: 1, helped: 0, before: 0 };

	test('of a pace goes from a talk to help to a review of it', () => {
		expect(nextStep(cause, once).key).toBe('pace_talk');
		expect(nextStep(cause, { ...once, days: 2 }).key).toBe('pace_plan');
		expect(nextStep(cause, { ...once, days: 3 }).key).toBe('pace_together');
		expect(nextStep(cause, { ...once, days: 4, helped: 1 }).key).toBe('pace_review');
	});

	test('is help where more than twice the usual would be needed', () => {
		expect(nextStep({ ...cause, requiredPerDay: 120_000 }, once)).toEqual({
			key: 'pace_help',
			params: { metric: 'sales', perDay: 120_000, times: 3 }
		});
	});

	test('changes when the same thing keeps coming back', () => {
		const idle = { rule: 'idle', minutes: 500 } as const;
		expect(nextStep(idle, once).key).toBe('idle_call');
		expect(nextStep(idle, { ...once, before: 3 })).toEqual({
			key: 'idle_visits',
			params: { times: 4 }
		});
		expect(nextStep({ rule: 'report' }, { ...once, before: 3 }).key).toBe('report_again');
	});
});

test('[ALERT-10] what a unit leaves open it has from above', () => {
	expect(inherited([{ paceRaise: 85, idle: false }, {}, { paceRaise: 70 }])).toEqual({
		...DEFAULTS,
		paceRaise: 70,
		idle: false
	});
});
