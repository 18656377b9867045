import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	canonicalJson,
	changeText,
	coverageOf,
	end,
	isOpen,
	leadingTarget,
	missing,
	offer,
	sign,
	supersede,
	targetsDiffer,
	type MetricTarget,
	type Side,
	type Version
} from './commitment.ts';

type Letter = Version<{ side: Side; hash: string }>;

const target = (code: string, amount: number, more: Partial<MetricTarget> = {}): MetricTarget => ({
	code,
	name: code,
	kind: 'money',
	amount,
	split: null,
	months: [],
	days: [],
	...more
});
const DRAFT: Letter = { state: 'draft', hash: 'a', signatures: [] };

describe('what the customers carry', () => {
	it('[LETTER-4] is the leading metric: sales, else the first of money, else the first', () => {
		const visits = target('visits', 5, { kind: 'count' });
		expect(leadingTarget([visits, target('cash', 1), target('sales', 2)])?.code).toBe('sales');
		expect(leadingTarget([visits, target('cash', 1)])?.code).toBe('cash');
		expect(leadingTarget([visits])?.code).toBe('visits');
		expect(leadingTarget([])).toBeUndefined();
	});

	it('[LETTER-4] a gap or a surplus, never both, and exactly the difference', () => {
		fc.assert(
			fc.property(
				fc.nat(10 ** 12),
				fc.array(fc.record({ amount: fc.nat(10 ** 12) }), { maxLength: 40 }),
				(amount, customers) => {
					const { sum, gap, over } = coverageOf([target('sales', amount)], customers)!;
					expect(sum).toBe(customers.reduce((whole, one) => whole + one.amount, 0));
					expect(Math.min(gap, over)).toBe(0);
					expect(sum + gap - over).toBe(amount);
				}
			)
		);
	});
});

describe('the text that is hashed', () => {
	const shuffled = (value: unknown): unknown =>
		Array.isArray(value)
			? value.map(shuffled)
			: value !== null && typeof value === 'object'
				? Object.fromEntries(
						Object.entries(value)
							.reverse()
							.map(([key, of]) => [key, shuffled(of)])
					)
				: value;
	const values = fc.letrec((tie) => ({
		value: fc.oneof(
			{ depthSize: 'small' },
			fc.string({ unit: 'grapheme' }),
			fc.maxSafeInteger(),
			fc.boolean(),
			fc.constant(null),
			fc.array(tie('value'), { maxLength: 4 }),
			fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true })
		)
	})).value;

	it('[LETTER-6] is one text for one value, whatever the order of its keys', () => {
		fc.assert(
			fc.property(values, (value) => {
				expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
			})
		);
	});

	it('[LETTER-6] says all of it: it is read back as the same value', () => {
		fc.assert(
			fc.property(values, (value) => {
				expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
			})
		);
		expect(canonicalJson({ b: 1, a: ['责', { d: null, c: true }] })).toBe(
			'{"a":["责",{"c":true,"d":null}],"b":1}'
		);
	});

	it('[LETTER-6] holds no fraction and nothing that JSON leaves out', () => {
		expect(() => canonicalJson({ a: 0.5 })).toThrow(RangeError);
		expect(() => canonicalJson({ a: undefined })).toThrow(TypeError);
	});
});

describe('[LETTER-9] a changed target', () => {
	const before = [target('sales', 100), target('visits', 5)];

	it('is another amount, another metric or another month', () => {
		expect(targetsDiffer(before, [target('sales', 101), target('visits', 5)])).toBe(true);
		expect(targetsDiffer(before, [target('sales', 100)])).toBe(true);
		const months = [{ date: '2026-10-01', amount: 40 }];
		expect(targetsDiffer(before, [target('sales', 100, { months }), target('visits', 5)])).toBe(
			true
		);
	});

	it('is not the order, a name, or how the month falls to its days', () => {
		const days = [{ date: '2026-11-02', amount: 100 }];
		expect(
			targetsDiffer(before, [target('visits', 5), target('sales', 100, { days, name: '销售额' })])
		).toBe(false);
	});
});

describe('signing', () => {
	const signed = (side: Side, hash = 'a') => ({ side, hash });
	const must = (step: ReturnType<typeof offer<Letter>>): Letter => {
		if (!step.ok) throw new Error(step.reason);
		return step.version;
	};

	it('[LETTER-5] either side first; both together lock it', () => {
		for (const [first, second] of [
			['receiver', 'company'],
			['company', 'receiver']
		] as const) {
			const half = must(sign(must(offer(DRAFT)), signed(first)));
			expect(half.state).toBe('offered');
			expect(missing(half)).toEqual([second]);
			const whole = must(sign(half, signed(second)));
			expect(whole.state).toBe('signed');
			expect(missing(whole)).toEqual([]);
		}
	});

	it('[LETTER-3] the company’s signature offers a draft; the receiver cannot sign one', () => {
		expect(sign(DRAFT, signed('receiver'))).toEqual({ ok: false, reason: 'letter-not-offered' });
		expect(must(sign(DRAFT, signed('company'))).state).toBe('offered');
	});

	it('[LETTER-5] nobody signs twice, or what is not on the screen any more', () => {
		const half = must(sign(must(offer(DRAFT)), signed('receiver')));
		expect(sign(half, signed('receiver'))).toEqual({ ok: false, reason: 'letter-signed-already' });
		expect(sign(half, signed('company', 'b'))).toEqual({ ok: false, reason: 'letter-changed' });
	});

	it('[LETTER-5] another text voids the signatures given, the same text does not', () => {
		const half = must(sign(must(offer(DRAFT)), signed('receiver')));
		expect(must(changeText(half, 'a')).signatures).toHaveLength(1);
		expect(must(changeText(half, 'b')).signatures).toEqual([]);
	});

	const steps = fc.array(
		fc.oneof(
			fc.record({
				kind: fc.constant('change' as const),
				hash: fc.constantFrom<string>('a', 'b', 'c')
			}),
			fc.record({
				kind: fc.constant('sign' as const),
				side: fc.constantFrom<Side>('company', 'receiver'),
				hash: fc.constantFrom<string>('a', 'b', 'c')
			}),
			fc.record({ kind: fc.constantFrom('offer' as const, 'supersede' as const, 'end' as const) })
		),
		{ maxLength: 30 }
	);

	it('[LETTER-7] a version signed by both never changes, whatever is tried', () => {
		fc.assert(
			fc.property(steps, (tried) => {
				let letter = DRAFT;
				let locked: Letter | undefined;
				for (const step of tried) {
					const outcome =
						step.kind === 'change'
							? changeText(letter, step.hash)
							: step.kind === 'sign'
								? sign(letter, { side: step.side, hash: step.hash })
								: { offer, supersede, end }[step.kind](letter);
					if (outcome.ok) letter = outcome.version;
					if (letter.state === 'signed' && !locked) {
						locked = letter;
						expect(letter.signatures.map(({ hash }) => hash)).toEqual([letter.hash, letter.hash]);
						expect(new Set(letter.signatures.map(({ side }) => side)).size).toBe(2);
					}
					if (locked) {
						expect(letter.hash).toBe(locked.hash);
						expect(letter.signatures).toEqual(locked.signatures);
						expect(isOpen(letter)).toBe(false);
					}
				}
			})
		);
	});
});
