import { expect, it } from 'vitest';
import { cut, progressLine } from './progress.ts';

const at = {
	file: '流水.csv',
	as: 'entries' as const,
	step: 2,
	steps: 3,
	rows: 30_000,
	share: 0.25
};

it('says how far, how many rows, how fast and how long still', () => {
	expect(progressLine(at, 40_000, 20_000)).toBe(
		'██████░░░░░░░░░░░░░░░░░░  25 %  30,000  2,000/s  −1:00  2/3 流水.csv → entries'
	);
	expect(progressLine({ ...at, share: 0 }, 0, 0)).toContain('  0 %  30,000  0/s  −0:00');
	expect(progressLine({ ...at, share: 1 }, 40_000, 59_600)).toContain(
		'100 %  30,000  671/s  −0:00'
	);
});

it('fits a terminal, Chinese counted double', () => {
	expect(cut('2/3 流水.csv', 8)).toBe('2/3 流水');
	expect(cut('2/3 流水.csv', 7)).toBe('2/3 流');
	expect(cut('short', 80)).toBe('short');
});
