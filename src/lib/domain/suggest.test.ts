import { describe, expect, test } from 'vitest';
import { suggestCustomers } from './suggest.ts';

const NOON = 12 * 60;

describe('[POCKET-7] whom one has most likely just sold to', () => {
	test('who bought lately comes before who bought long ago', () => {
		const bought = [
			{ customer: 'old', daysAgo: 40 },
			{ customer: 'new', daysAgo: 1 }
		];
		expect(suggestCustomers(bought, NOON)).toEqual(['new', 'old']);
	});

	test('who buys often comes before who bought once, a little later', () => {
		const bought = [
			{ customer: 'once', daysAgo: 1 },
			...[3, 6, 9].map((daysAgo) => ({ customer: 'often', daysAgo }))
		];
		expect(suggestCustomers(bought, NOON)).toEqual(['often', 'once']);
	});

	test('who buys at this time of the day comes before who buys at another', () => {
		const bought = [
			{ customer: 'evening', daysAgo: 2, minute: 19 * 60 },
			{ customer: 'noon', daysAgo: 2, minute: NOON + 20 }
		];
		expect(suggestCustomers(bought, NOON)).toEqual(['noon', 'evening']);
		expect(suggestCustomers(bought, 19 * 60)).toEqual(['evening', 'noon']);
	});

	test('equals stand by code, whatever order they come in', () => {
		const bought = ['b', 'a', 'c'].map((customer) => ({ customer, daysAgo: 0 }));
		expect(suggestCustomers(bought, 0)).toEqual(['a', 'b', 'c']);
	});
});
