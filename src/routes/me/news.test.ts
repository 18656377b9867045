import { describe, expect, test } from 'vitest';
import type { MeState } from '$lib/live/me.ts';
import { AWAY_MS, newsSince, seenOf } from './news.ts';

interface Picture {
	date?: string;
	value?: number;
	rank?: number;
	entries?: string[];
	help?: Record<string, string>;
}

/** Only what the news reads. */
function picture({
	date = '2026-11-23',
	value = 0,
	rank,
	entries = [],
	help = {}
}: Picture): MeState {
	const metric = { code: 'sales', month: { value }, ...(rank ? { company: { rank } } : {}) };
	return {
		day: { date },
		metrics: { order: ['sales'], rows: { sales: metric } },
		latest: { order: entries },
		process: { help: Object.entries(help).map(([id, state]) => ({ id, state })) }
	} as unknown as MeState;
}

const later = AWAY_MS + 1;

describe('[POCKET-8] what changed since one last looked', () => {
	const seen = seenOf(picture({ value: 100, rank: 6, entries: ['1'], help: { h: 'open' } }), 0);

	test('sums up new entries and tells the way of the rank', () => {
		const now = picture({ value: 350, rank: 4, entries: ['3', '2', '1'], help: { h: 'open' } });
		expect(newsSince(seen, now, later)).toEqual({
			since: 0,
			entries: { count: 2, amount: 250 },
			rank: { from: 6, to: 4 },
			help: false
		});
	});

	test('somebody took the call for help', () => {
		const now = picture({ value: 100, rank: 6, entries: ['1'], help: { h: 'taken' } });
		expect(newsSince(seen, now, later)).toEqual({ since: 0, help: true });
	});

	test('nothing changed, or one looked a moment ago: no news', () => {
		const same = picture({ value: 100, rank: 6, entries: ['1'], help: { h: 'open' } });
		expect(newsSince(seen, same, later)).toBeUndefined();
		expect(newsSince(seen, picture({ value: 900, rank: 1 }), AWAY_MS - 1)).toBeUndefined();
	});

	test('a new month begins anew', () => {
		const now = picture({ date: '2026-12-01', value: 0, rank: 1, help: { h: 'open' } });
		expect(newsSince(seen, now, later)).toBeUndefined();
	});
});
