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
