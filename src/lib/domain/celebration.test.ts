import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTold, momentsOf, PER_MINUTE, REASONS, withdraws } from './celebration.ts';
import type { CelebrationReason, CreditFacts, EntryFacts, ToldMoment } from './celebration.ts';

const credit = (more: Partial<CreditFacts> = {}): CreditFacts => ({
	rep: 'r1',
	amount: 100,
	day: { before: 0, after: 100 },
	month: { before: 0, after: 100 },
	leads: [],
	...more
});

const entry = (more: Partial<EntryFacts> = {}): EntryFacts => ({
	position: 7,
	kind: 'sale',
	metric: 'sales',
	isMoney: true,
	amount: 100,
	businessDate: '2026-11-23',
	today: '2026-11-23',
	credits: [credit()],
	units: [],
	...more
});

const reasons = (facts: EntryFacts) =>
	momentsOf(facts).flatMap(({ meanings }) => meanings.map(({ reason }) => reason));

describe('what an entry makes', () => {
	it('[CELEBRATE-1] a big deal from the amount set on; none without one', () => {
		expect(reasons(entry({ bigDeal: 100 }))).toEqual(['big-deal']);
		expect(reasons(entry({ bigDeal: 101 }))).toEqual([]);
		expect(reasons(entry())).toEqual([]);
	});

	it('[CELEBRATE-1] nothing from the past, nothing from a return, a reversal or an adjustment', () => {
		expect(reasons(entry({ bigDeal: 1, businessDate: '2026-11-22' }))).toEqual([]);
		for (const kind of ['return', 'reversal', 'adjustment'] as const)
			expect(reasons(entry({ bigDeal: 1, kind }))).toEqual([]);
	});

	it('[CELEBRATE-10] a target is reached by the entry that crosses it, and by no other', () => {
		const at = (before: number, after: number, dayTarget: number) =>
			reasons(entry({ credits: [credit({ day: { before, after }, dayTarget })] }));
		expect(at(0, 99, 100)).toEqual([]);
		expect(at(0, 100, 100)).toEqual(['day-target']);
		expect(at(100, 150, 100)).toEqual([]);
		expect(at(0, 5, 0)).toEqual([]);
	});

	it('[CELEBRATE-10] a unit’s month target is a moment of its own', () => {
		const moments = momentsOf(
			entry({
				bigDeal: 1,
				units: [
					{ unit: 't1', month: { before: 90, after: 190 }, target: 100 },
					{ unit: 'company', month: { before: 190, after: 290 }, target: 1_000 }
				]
			})
		);
		expect(moments.map(({ id, subject }) => [id, subject.code])).toEqual([
			['unit-target:7:t1', 't1'],
			['big-deal:7', 'r1']
		]);
	});

	it('[CELEBRATE-11] a new number one passes somebody, among three at least', () => {
		const lead = { unit: 'company', leader: 'r2', value: 500, size: 3 };
		const at = (more: object) =>
			reasons(
				entry({ credits: [credit({ leads: [{ ...lead, before: 450, after: 550, ...more }] })] })
			);
		expect(at({})).toEqual(['number-one']);
		expect(at({ after: 500 }), 'a draw').toEqual([]);
		expect(at({ leader: 'r1' }), 'leads already').toEqual([]);
		expect(at({ size: 2 })).toEqual([]);
		expect(at({ value: 0, leader: 'r2' }), 'nobody has anything').toEqual([]);
	});

	it('[CELEBRATE-12] a record exceeds what was, and needs something that was', () => {
		const at = (more: Partial<CreditFacts>) => reasons(entry({ credits: [credit(more)] }));
		expect(at({ bestSale: 99 })).toEqual(['record-sale']);
		expect(at({ bestSale: 100 })).toEqual([]);
		expect(at({ bestDay: 99 })).toEqual(['record-day']);
		expect(at({ bestDay: 50, day: { before: 60, after: 160 } }), 'broken before').toEqual([]);
	});

	it('[CELEBRATE-8] one sale is one moment of a rep, with the greatest first', () => {
		const [moment, ...others] = momentsOf(
			entry({ bigDeal: 1, credits: [credit({ dayTarget: 1, monthTarget: 1, bestSale: 1 })] })
		);
		expect(others).toEqual([]);
		expect(moment!.id).toBe('big-deal:7');
		expect(moment!.meanings.map(({ reason }) => reason)).toEqual([
			'big-deal',
			'month-target',
			'record-sale',
			'day-target'
		]);
	});

	it('[CELEBRATE-7] the same facts give the same names; a target is named by its day or month', () => {
		const facts = entry({ credits: [credit({ dayTarget: 1, monthTarget: 1 })] });
		expect(momentsOf(facts)).toEqual(momentsOf(facts));
		expect(momentsOf(facts)[0]!.meanings.map(({ mark }) => mark)).toEqual([
			'month-target:sales:r1:2026-11',
			'day-target:sales:r1:2026-11-23'
		]);
	});

	it('[CELEBRATE-10] however a day is cut into sales, its target is reached once', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1 }), (amounts) => {
				const target = Math.max(1, Math.floor(amounts.reduce((a, b) => a + b) / 2));
				let before = 0;
				const crossed = amounts.flatMap((amount) => {
					const day = { before, after: (before += amount) };
					return reasons(entry({ credits: [credit({ day, dayTarget: target })] }));
				});
				expect(crossed).toEqual(['day-target']);
			})
		);
	});
});

describe('[CELEBRATE-9] in a minute', () => {
	const fill = (reason: CelebrationReason, told: ToldMoment[]) => {
		for (let at = 0; at < 40; at++) if (isTold({ reason, at }, told)) told.push({ reason, at });
		return told;
	};

	it('so many are told, and none crowds out another', () => {
		const told: ToldMoment[] = [];
		fill('day-target', told);
		fill('number-one', told);
		expect(told).toHaveLength(PER_MINUTE.other);
		fill('big-deal', told);
		expect(told).toHaveLength(PER_MINUTE.other + PER_MINUTE.big);
		fill('unit-target', told);
		fill('month-target', told);
		expect(told).toHaveLength(PER_MINUTE.other + PER_MINUTE.big + PER_MINUTE.great);
	});

	it('and a minute later as many again', () => {
		for (const reason of REASONS)
			expect(isTold({ reason, at: 60_100 }, fill(reason, []))).toBe(true);
	});
});

it('[CELEBRATE-4] a reversal within a minute withdraws', () => {
	expect(withdraws(0, 60_000)).toBe(true);
	expect(withdraws(0, 60_001)).toBe(false);
});
