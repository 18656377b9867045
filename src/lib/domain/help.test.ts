import { describe, expect, test } from 'vitest';
import { HELP_STATES, isWaiting, stepHelp, urgencyOf } from './help.ts';
import type { HelpStep } from './help.ts';

const STEPS: readonly HelpStep[] = ['take', 'close', 'withdraw'];
const step = (state: (typeof HELP_STATES)[number], of: HelpStep, by: string) =>
	stepHelp({ state, rep: 'r1' }, of, by);

describe('[HELP-1] a request', () => {
	test('is taken, then closed', () => {
		expect(step('open', 'take', 'm1')).toEqual({ ok: true, state: 'taken' });
		expect(step('taken', 'close', 'm1')).toEqual({ ok: true, state: 'closed' });
		expect(step('taken', 'close', 'm2')).toEqual({ ok: true, state: 'closed' });
	});

	test('[HELP-4] that is over stays over, whoever does what', () => {
		for (const state of ['closed', 'withdrawn'] as const)
			for (const of of STEPS)
				for (const by of ['r1', 'm1']) expect(step(state, of, by).ok).toBe(false);
	});

	test('[HELP-2] is never one’s own to take or close, and only one’s own to withdraw', () => {
		for (const state of HELP_STATES) {
			expect(step(state, 'take', 'r1')).toMatchObject({ reason: 'help-oneself' });
			expect(step(state, 'close', 'r1')).toMatchObject({ reason: 'help-oneself' });
			expect(step(state, 'withdraw', 'm1')).toMatchObject({ reason: 'help-not-yours' });
			if (isWaiting(state))
				expect(step(state, 'withdraw', 'r1')).toEqual({ ok: true, state: 'withdrawn' });
		}
	});

	test('[HELP-3] that somebody took is not taken again, nor closed before anybody did', () => {
		expect(step('taken', 'take', 'm2')).toEqual({ ok: false, reason: 'help-taken' });
		expect(step('open', 'close', 'm1')).toEqual({ ok: false, reason: 'help-not-taken' });
	});
});

test.each([
	[0, 'fresh'],
	[59, 'fresh'],
	[60, 'waiting'],
	[119, 'waiting'],
	[120, 'overdue']
] as const)('[HELP-5] after %i working minutes of 2 hours a request is %s', (minutes, urgency) =>
	expect(urgencyOf(minutes, 2)).toBe(urgency)
);
