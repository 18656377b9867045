import { describe, expect, test } from 'vitest';
import type { MeCheer } from '$lib/live/me.ts';
import { arrivals } from './arrivals.ts';

const NOW = 1_000_000;
const cheer = (id: string, secondsAgo = 1): MeCheer => ({
	id,
	by: '张伟',
	cheer: 'clap',
	at: NOW - secondsAgo * 1_000
});
const told = (cheers: MeCheer[], known: string[] = []) =>
	arrivals(cheers, new Set(known), NOW).map(({ id }) => id);

describe('[POCKET-12] a cheer is told as it comes', () => {
	test('once, in the order in which they came', () => {
		expect(told([cheer('b'), cheer('a', 2)])).toEqual(['a', 'b']);
		expect(told([cheer('b'), cheer('a', 2)], ['a'])).toEqual(['b']);
	});

	test('not what came while nobody looked', () => {
		expect(told([cheer('new'), cheer('old', 61)])).toEqual(['new']);
	});

	test('five of a storm, the newest', () => {
		const storm = Array.from({ length: 30 }, (_, i) => cheer(`${i}`));
		expect(told(storm)).toEqual(['4', '3', '2', '1', '0']);
	});
});
