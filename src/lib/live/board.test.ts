import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply, diff } from './board.ts';
import type { OverviewBoard } from './board.ts';

/** Any JSON value without nulls, as a state is; keys are codes, which may be any text. */
const key = fc.oneof(
	{ weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c', 'd') },
	{ weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
	{ weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '7', '') }
);
const { state } = fc.letrec<{ value: unknown; state: Record<string, unknown> }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.integer({ min: -3, max: 3 }),
		fc.boolean(),
		fc.constantFrom('', 'x', '龙虎榜'),
		fc.array(tie('value'), { maxLength: 3 }),
		tie('state')
	),
	state: fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true })
}));
/** What a screen receives has been through JSON. */
const sent = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const frozen = <T>(value: T): T => {
	if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
	return Object.freeze(value);
};

describe('[LIVE-3]', () => {
	test('what is applied is what was', () => {
		fc.assert(
			fc.property(state, state, (a, b) => {
				const patch = diff(a, b);
				expect(sent(apply(frozen(a), sent(patch ?? {})))).toEqual(sent(b));
			}),
			{ numRuns: 3_000 }
		);
	});

	test('there is a patch exactly when there is a difference', () => {
		fc.assert(
			fc.property(state, state, (a, b) => {
				expect(diff(a, sent(a))).toBeUndefined();
				expect(diff(a, b) === undefined).toBe(
					JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
				);
			})
		);
	});

	test('a patch applied twice is a patch applied once: a delta that comes again does no harm', () => {
		fc.assert(
			fc.property(state, state, (a, b) => {
				const patch = diff(a, b) ?? {};
				const once = apply(a, patch);
				expect(apply(once, patch)).toEqual(once);
			})
		);
	});

	test('a chain of patches leads where the last state is', () => {
		fc.assert(
			fc.property(state, fc.array(state, { maxLength: 8 }), (first, rest) => {
				let [before, shown] = [first, first];
				for (const next of rest) {
					shown = apply(shown, sent(diff(before, next) ?? {}));
					before = next;
				}
				expect(sent(shown)).toEqual(sent(before));
			})
		);
	});
});

/** The same value with its keys in order, down to the leaves. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	return Object.entries(value)
		.map(([name, item]) => [name, sorted(item)] as const)
		.sort(([a], [b]) => (a < b ? -1 : 1));
}

test('one changed row travels alone', () => {
	const rows = (value: number) => ({
		leaders: {
			order: ['r1', 'r2'],
			rows: { r1: { rank: 1, name: '李娜', value: 9 }, r2: { rank: 2, name: '王建国', value } }
		},
		total: 3
	});
	expect(diff(rows(1), rows(2))).toEqual({ leaders: { rows: { r2: { value: 2 } } } });
});

test('what left travels as null, and an order as a whole', () => {
	const before = { order: ['a', 'b'], rows: { a: { n: 1 }, b: { n: 2 } }, since: 5 };
	const after = { order: ['b'], rows: { b: { n: 2 } } };
	expect(diff(before, after)).toEqual({ order: ['b'], rows: { a: null }, since: null });
	expect(apply(before, diff(before, after)!)).toEqual(after);
});

test('branches that do not change keep their identity: a screen redraws only what moved', () => {
	const state = {
		month: { value: 1 },
		teams: { order: ['t1'], rows: {} }
	} as unknown as OverviewBoard;
	const next = apply(state, { month: { value: 2 } });
	expect(next.teams).toBe(state.teams);
	expect(next.month).not.toBe(state.month);
	expect(state.month.value).toBe(1);
});
