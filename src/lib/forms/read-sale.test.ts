import { describe, expect, test } from 'vitest';
import { businessClock } from '../domain/period.ts';
import { readSale } from './read-sale.ts';
import { saleForm, type SaleForm } from './sale.ts';

const now = Date.parse('2026-11-23T21:30:00+08:00');
const context = {
	metric: { code: 'sales', kind: 'money' as const },
	fractionDigits: 2,
	clock: businessClock('Asia/Shanghai'),
	now
};
const typed = (more: Partial<SaleForm>): SaleForm =>
	saleForm.parse({
		entry: '0b1e7a2c-98a1-4a4e-9f4e-1f0e7c1c2d3e',
		metric: 'sales',
		amount: '1280',
		rep: 'r1',
		...more
	});
const read = (more: Partial<SaleForm>, kind: 'money' | 'count' = 'money') =>
	readSale(typed(more), { ...context, metric: { code: 'sales', kind } });

describe('[RECORD-1] what somebody types becomes an entry', () => {
	test.each([
		['1280', 128_000],
		['12,800.50', 1_280_050],
		['￥１２８', 12_800]
	])('%s', (amount, minor) => {
		expect(read({ amount })).toMatchObject({ ok: true, entry: { kind: 'sale', amount: minor } });
	});

	test('pieces have no fraction', () => {
		expect(read({ amount: '3' }, 'count')).toMatchObject({ ok: true, entry: { amount: 3 } });
		expect(read({ amount: '3.5' }, 'count')).toMatchObject({
			ok: false,
			problems: [{ path: 'amount', reason: 'too-many-decimals' }]
		});
	});

	test.each([
		['0', 'not-above-zero'],
		['-5', 'not-above-zero'],
		['1.005', 'too-many-decimals'],
		['=cmd', 'not-a-number'],
		['1e9', 'not-a-number'],
		['99999999999999', 'too-large']
	])('%s is refused', (amount, reason) => {
		expect(read({ amount })).toMatchObject({ ok: false, problems: [{ path: 'amount', reason }] });
	});

	test('a return lowers the total', () => {
		expect(read({ returned: true })).toMatchObject({ entry: { kind: 'return', amount: -128_000 } });
	});

	test('today is now, another day its noon in the organisation’s zone', () => {
		const at = (date: string) => {
			const result = read({ date });
			return result.ok && result.entry.occurredAt;
		};
		expect(at('')).toBe(new Date(now).toISOString());
		expect(at('2026-11-23')).toBe(new Date(now).toISOString());
		expect(at('2026-11-20')).toBe('2026-11-20T04:00:00.000Z');
	});
});
