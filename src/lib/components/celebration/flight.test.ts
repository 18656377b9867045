import { expect, it } from 'vitest';
import { FLIGHT, launch } from './flight.ts';
import type { CheerEvent, Flying } from './flight.ts';

const cheer = (serial: string): CheerEvent => ({
	kind: 'cheer',
	id: 'big-deal:1',
	cheer: 'clap',
	name: '李娜',
	serial,
	total: 1
});

it('[CHEER-5] never too many at once, the same one once, and they land', () => {
	let flying: Flying[] = [];
	for (let i = 0; i < 200; i++) flying = launch(flying, cheer(`c${i}`), i);
	expect(flying).toHaveLength(FLIGHT.most);
	expect(launch(flying, cheer('c199'), 200)).toHaveLength(FLIGHT.most);
	expect(launch(flying, cheer('late'), 60_000).map(({ serial }) => serial)).toEqual(['late']);
});

it('[CHEER-5] they leave the middle free', () => {
	for (let i = 0; i < 500; i++) {
		const [{ x }] = launch([], cheer(`c${i}`), 0) as [Flying];
		expect(x < 0.28 || x > 0.72).toBe(true);
		expect(x).toBeGreaterThanOrEqual(0);
		expect(x).toBeLessThan(0.97);
	}
});
