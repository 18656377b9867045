import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOrderOfNeed, needOf } from './attention.ts';
import type { AttentionFacts, Needy } from './attention.ts';
import { OBSTACLES } from './help.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday at midnight; what follows happens on the Thursday at noon. */
const WEEK = Date.UTC(2026, 10, 9);
const NOW = WEEK + 3 * DAY + 12 * HOUR;
const LIMITS = { paceBelow: 0.8 };

const well: AttentionFacts = {
	now: NOW,
	works: true,
	atWork: true,
	help: [],
	idleMinutes: 30,
	pace: { metric: 'sales', index: 1.02 },
	outlook: { probability: 0.7, historyDays: 60 },
	collectionLag: 0,
	check: false,
	overdueActions: 0,
	lastContactAt: WEEK + DAY,
	weekStartsAt: WEEK
};
const kindsOf = (more: Partial<AttentionFacts>) =>
	needOf({ ...well, ...more }, LIMITS).reasons.map(({ kind }) => kind);
const weightOf = (more: Partial<AttentionFacts>) => needOf({ ...well, ...more }, LIMITS).weight;
const asked = { obstacle: 'price', at: NOW - HOUR, taken: false, urgency: 'fresh' } as const;

describe('[FLOOR-11] somebody is needed', () => {
	test('by nobody who is well', () => {
		expect(needOf(well, LIMITS)).toEqual({ reasons: [], weight: 0 });
	});

	test.each([
		['idle', { idleMinutes: 180 }, { idleMinutes: 179.9 }],
		[
			'pace',
			{ pace: { metric: 'sales', index: 0.799 } },
			{ pace: { metric: 'sales', index: 0.8 } }
		],
		[
			'outlook',
			{ outlook: { probability: 0.199, historyDays: 10 } },
			{ outlook: { probability: 0.2, historyDays: 60 } }
		],
		[
			'outlook',
			{ outlook: { probability: 0.01, historyDays: 10 } },
			{ outlook: { probability: 0.01, historyDays: 9 } }
		],
		['collection', { collectionLag: 3 }, { collectionLag: 2.9 }],
		['report', { report: 'yesterday' as const }, {}],
		['check', { check: true }, {}],
		['actions', { overdueActions: 1 }, { overdueActions: 0 }],
		['unseen', { lastContactAt: WEEK - 1 }, { lastContactAt: WEEK }],
		['unseen', { lastContactAt: undefined }, { lastContactAt: undefined, now: WEEK + 2 * DAY - 1 }]
	])('for %s from its limit on', (kind, reached, short) => {
		expect(kindsOf(reached)).toEqual([kind]);
		expect(kindsOf(short)).toEqual([]);
	});

	test('the numbers are whole, and those of now', () => {
		const { reasons } = needOf({ ...well, idleMinutes: 200.7, collectionLag: 5.9 }, LIMITS);
		expect(reasons).toEqual([
			{ kind: 'idle', minutes: 200 },
			{ kind: 'collection', days: 5 }
		]);
	});

	test('nobody is asked for entries outside the working hours', () => {
		expect(kindsOf({ idleMinutes: 2_000, atWork: false })).toEqual([]);
	});

	test('of several requests for help the one that waits longest without anybody is named', () => {
		const { reasons } = needOf(
			{
				...well,
				help: [
					{ obstacle: 'time', at: NOW - 9 * HOUR, taken: true },
					{ ...asked, at: NOW - 2 * HOUR, obstacle: 'skill' },
					asked
				]
			},
			LIMITS
		);
		expect(reasons).toEqual([
			{ kind: 'help', obstacle: 'skill', since: NOW - 2 * HOUR, taken: false }
		]);
	});
});

test('[FLOOR-14] who is off today needs nobody, unless they ask', () => {
	const bad = { idleMinutes: 999, pace: { metric: 'sales', index: 0 }, overdueActions: 9 };
	expect(kindsOf({ ...bad, works: false })).toEqual([]);
	expect(kindsOf({ ...bad, works: false, help: [asked] })).toEqual(['help']);
});

describe('[FLOOR-12] what is more urgent stands first', () => {
	test('help asked, then silence, pace, outlook, collections, reports and the rest', () => {
		expect(
			kindsOf({
				help: [asked],
				idleMinutes: 180,
				pace: { metric: 'sales', index: 0.79 },
				outlook: { probability: 0.18, historyDays: 30 },
				collectionLag: 3,
				report: 'yesterday',
				check: true,
				overdueActions: 1,
				lastContactAt: undefined
			})
		).toEqual([
			'help',
			'idle',
			'pace',
			'outlook',
			'collection',
			'report',
			'check',
			'actions',
			'unseen'
		]);
	});

	test('what is far worse goes before what is a little bad', () => {
		expect(kindsOf({ idleMinutes: 180, pace: { metric: 'sales', index: 0.3 } })).toEqual([
			'pace',
			'idle'
		]);
	});

	test('who asked and waits stands before all who did not ask, whatever they lack', () => {
		const worst = weightOf({
			help: [{ ...asked, taken: true, urgency: undefined }],
			idleMinutes: 1e6,
			pace: { metric: 'sales', index: 0 },
			outlook: { probability: 0, historyDays: 60 },
			collectionLag: 99,
			report: 'yesterday',
			check: true,
			overdueActions: 99,
			lastContactAt: undefined
		});
		expect(weightOf({ help: [asked] })).toBeGreaterThan(worst);
		expect(weightOf({ help: [{ ...asked, urgency: 'overdue' }] })).toBeGreaterThan(
			weightOf({ help: [asked] })
		);
	});
});

const anyFacts: fc.Arbitrary<AttentionFacts> = fc.record({
	now: fc.integer({ min: WEEK, max: WEEK + 7 * DAY }),
	works: fc.boolean(),
	atWork: fc.boolean(),
	help: fc.array(
		fc.record({
			obstacle: fc.constantFrom(...OBSTACLES),
			at: fc.integer({ min: WEEK, max: NOW }),
			taken: fc.boolean(),
			urgency: fc.constantFrom('fresh' as const, 'waiting' as const, 'overdue' as const)
		}),
		{ maxLength: 3 }
	),
	idleMinutes: fc.option(fc.double({ min: 0, max: 6_000, noNaN: true }), { nil: undefined }),
	pace: fc.option(
		fc.record({ metric: fc.constant('sales'), index: fc.double({ min: -1, max: 3, noNaN: true }) }),
		{ nil: undefined }
	),
	outlook: fc.option(
		fc.record({
			probability: fc.double({ min: 0, max: 1, noNaN: true }),
			historyDays: fc.integer({ min: 0, max: 60 })
		}),
		{ nil: undefined }
	),
	collectionLag: fc.option(fc.double({ min: 0, max: 23, noNaN: true }), { nil: undefined }),
	report: fc.constantFrom('yesterday' as const, 'today' as const, undefined),
	check: fc.boolean(),
	overdueActions: fc.nat(20),
	lastContactAt: fc.option(fc.integer({ min: WEEK - DAY, max: NOW }), { nil: undefined }),
	weekStartsAt: fc.constant(WEEK)
});

test('[FLOOR-12] at most one reason of a kind, and a weight exactly when there is one', () => {
	fc.assert(
		fc.property(anyFacts, (facts) => {
			const { reasons, weight } = needOf(facts, LIMITS);
			const kinds = reasons.map(({ kind }) => kind);
			expect(new Set(kinds).size).toBe(kinds.length);
			expect(weight > 0).toBe(reasons.length > 0);
		})
	);
});

test('[FLOOR-12] what gets worse never makes anybody need less', () => {
	const worse: ((facts: AttentionFacts, by: number) => Partial<AttentionFacts>)[] = [
		({ idleMinutes }, by) =>
			idleMinutes === undefined ? {} : { idleMinutes: idleMinutes + by * 600 },
		({ pace }, by) => (pace ? { pace: { ...pace, index: pace.index - by } } : {}),
		({ outlook }, by) =>
			outlook ? { outlook: { ...outlook, probability: outlook.probability * (1 - by) } } : {},
		({ collectionLag }, by) =>
			collectionLag === undefined ? {} : { collectionLag: collectionLag + by * 9 },
		({ overdueActions }, by) => ({ overdueActions: overdueActions + Math.ceil(by * 5) }),
		() => ({ check: true }),
		({ help, now }) => ({ help: [...help, { ...asked, at: now + DAY }] })
	];
	fc.assert(
		fc.property(
			anyFacts,
			fc.constantFrom(...worse),
			fc.double({ min: 0, max: 1, noNaN: true }),
			(facts, turn, by) => {
				const after = needOf({ ...facts, ...turn(facts, by) }, LIMITS);
				expect(after.weight).toBeGreaterThanOrEqual(needOf(facts, LIMITS).weight);
			}
		)
	);
});

describe('[FLOOR-13] the order', () => {
	const row = (code: string, weight: number, gap = 0, target = 1_000): Needy => ({
		code,
		weight,
		gap,
		target
	});
	const codes = (rows: Needy[]) => inOrderOfNeed(rows).map(({ code }) => code);

	test('is by need, then by tenths of the target that are missing, then by code', () => {
		expect(
			codes([row('e', 0, 100), row('d', 0, 101), row('c', 40), row('b', 70), row('a', 0, 50)])
		).toEqual(['b', 'c', 'd', 'a', 'e']);
		expect(codes([{ code: 'b', weight: 0 }, row('a', 0, 1)])).toEqual(['a', 'b']);
	});

	test('is the same however they came in', () => {
		const rows = fc.uniqueArray(
			fc.record({
				code: fc.string({ minLength: 1, maxLength: 3 }),
				weight: fc.nat(5),
				gap: fc.nat(1_000),
				target: fc.constantFrom(undefined, 1_000)
			}),
			{ selector: ({ code }) => code }
		);
		fc.assert(
			fc.property(rows, (all) => {
				expect(codes([...all].reverse())).toEqual(codes(all));
			})
		);
	});

	test('stays while a month is sold, but for the few steps there are', () => {
		const sales = 1_000;
		let [moves, before] = [0, ''];
		for (let sold = 0; sold <= sales; sold++) {
			const { weight } = needOf(
				{ ...well, pace: { metric: 'sales', index: sold / sales } },
				LIMITS
			);
			const one = row('b', weight, sales - sold, sales);
			const others = Array.from({ length: 20 }, (_, i) => row(`a${i}`, (i % 5) * 20, i * 50));
			const order = codes([one, ...others]).join();
			moves += Number(order !== before);
			before = order;
		}
		// Three steps of pace, ten of the gap.
		expect(moves).toBeLessThanOrEqual(14);
	});
});
