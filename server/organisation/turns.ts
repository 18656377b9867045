import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Organisation } from './organisation.ts';

const MINUTE_MS = 60_000;

/**
 * Calls `turn` at each full minute and at each midnight of the organisation, until `signal` aborts. Never before:
 * a timer may fire a moment early, and who reads the day then would read the old one and keep it for a minute (TIME-8).
 */
export async function followClock(options: {
	organisation: Pick<Organisation, 'clock' | 'today'>;
	clock: Clock;
	signal: AbortSignal;
	turn: () => Promise<void> | void;
}): Promise<void> {
	const { organisation, clock, signal, turn } = options;
	while (!signal.aborted) {
		const now = clock();
		const minute = now - (now % MINUTE_MS) + MINUTE_MS;
		const next = Math.min(minute, organisation.clock.endOf(organisation.today()));
		for (let rest = next - now; rest > 0 && !signal.aborted; rest = next - clock())
			await delay(Math.ceil(rest), undefined, { signal, ref: false }).catch(() => {});
		if (!signal.aborted) await turn();
	}
}
