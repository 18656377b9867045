/** Takes a wall that nobody touches to a new page: only once the server answers, never to the browser's error page. */
import { updated } from '$app/state';

const CHECK_EVERY = 15 * 60_000;

/** Loads the page anew if the server gives it; gives false if it does not. */
export async function reloadIfServed(): Promise<boolean> {
	try {
		const page = await fetch(location.href, { cache: 'no-store' });
		if (page.ok) location.reload();
		return page.ok;
	} catch {
		return false;
	}
}

async function check(mustReload: boolean): Promise<void> {
	const released = await updated.check().catch(() => false);
	if (mustReload || released) await reloadIfServed();
}

/**
 * While the feed is live: looks for a new release now and every quarter of an hour. Gives the function that stops it.
 * `mustReload`: the page is out of date anyhow.
 */
export function renewWhenReleased(mustReload: boolean): () => void {
	void check(mustReload);
	const timer = setInterval(() => void check(mustReload), CHECK_EVERY);
	return () => clearInterval(timer);
}
