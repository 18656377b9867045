import { expect, it } from 'vitest';
import { periodKey, periodOf } from './domain/period.ts';
import { periodOfKey, readPlanAddress } from './plan-query.ts';

it.each(['month', 'quarter', 'year'] as const)('reads the key of a %s back', (unit) => {
	for (const date of ['2024-02-29', '2026-01-01', '2026-11-23', '2026-12-31']) {
		const period = periodOf(unit, date);
		expect(periodOfKey(periodKey(period))).toEqual(period);
	}
});

it.each(['', '2026-13', '2026-Q5', '2026-11-23', 'next', '26', '0001', '0001-01', '1899-12'])(
	'“%s” is no period',
	(key) => expect(periodOfKey(key)).toBeUndefined()
);

it('what does not fit the address is this month’s sales', () => {
	const url = new URL('http://x/targets?period=never');
	expect(readPlanAddress(url, '2026-11-23')).toEqual({
		metric: 'sales',
		unit: 'month',
		date: '2026-11-01',
		subject: ''
	});
});
