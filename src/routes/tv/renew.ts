/** Takes a wall that nobody touches to a new page: only once the server answers, never to the browser's error page. */
import { updated } from '$app/state';
import { reloadIfServed } from '$lib/live/reload.ts';
import type { Quiet } from './quiet.ts';

const CHECK_EVERY = 15 * 60_000;

async function check(mustReload: boolean, quiet: Quiet): Promise<void> {
	const released = await updated.check().catch(() => false);
	if (!mustReload && !released) return;
	// What somebody changed shows at once; a release waits.
	if (!mustReload) await quiet.comes();
	await reloadIfServed();
}

/**
 * While the feed is live: looks for a new release now and every quarter of an hour, and takes it at a quiet moment. Gives the
 * function that stops it. `mustReload`: the page is out of date anyhow.
 */
export function renewWhenReleased(mustReload: boolean, quiet: Quiet): () => void {
	void check(mustReload, quiet);
	const timer = setInterval(() => void check(mustReload, quiet), CHECK_EVERY);
	return () => clearInterval(timer);
}
