import { expect, test } from 'vitest';
import { reportDayProblem, reportState } from './report.ts';

test('[REPORT-1] spaces are no answer', () => {
	expect(reportState({})).toBe('none');
	expect(reportState({ yesterday: ' \n', today: '' })).toBe('none');
	expect(reportState({ yesterday: '签单', today: ' ' })).toBe('part');
	expect(reportState({ yesterday: 'a', today: 'b', tomorrow: 'c' })).toBe('full');
});

test.each([
	['2026-11-09', 'report-closed'],
	['2026-11-10', undefined],
	['2026-11-12', undefined],
	['2026-11-13', 'report-to-come']
] as const)('[REPORT-2] on 12 November the questions of %s: %s', (day, reason) =>
	expect(reportDayProblem(day, '2026-11-12')).toBe(reason)
);
