import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { businessClock } from '../../src/lib/domain/clock.ts';
import { followClock } from './turns.ts';

test('[TIME-8] no turn comes before its minute or its midnight, also where timers fire early', async () => {
	const zone = businessClock('Asia/Shanghai');
	const midnight = Date.parse('2026-12-01T00:00:00+08:00');
	const began = performance.now();
	// Half as fast as the timers: each of them fires when only half of the wait is over.
	const clock = () => midnight - 150 + Math.floor((performance.now() - began) / 2);
	const closing = new AbortController();
	const turns: number[] = [];
	void followClock({
		organisation: { clock: zone, today: () => zone.dateOf(clock()) },
		clock,
		signal: closing.signal,
		turn: () => void turns.push(clock())
	});
	while (turns.length === 0) await delay(5);
	await delay(300);
	closing.abort();
	expect(turns).toHaveLength(1);
	expect(turns[0]).toBeGreaterThanOrEqual(midnight);
});
