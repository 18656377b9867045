/** A short soak: what `npm run bench -- i` does for hours of a wall, so that a leak of nodes or listeners shows at once. */
import { rm } from 'node:fs/promises';
import { createFeed } from '../../src/lib/live/feed.ts';
import { boardRoom } from '../../src/lib/live/protocol.ts';
import { makeDataFolder } from '../support/databases.ts';
import { startRealServer } from '../support/real-server.ts';
import { openSoak, remainsOf, soakAllScenes, soakFor } from '../support/soak.ts';
import { expect, test } from './patience.ts';

const room = boardRoom('HQ', 'longhubang');

test('[DISPLAY-19] 2,000 updates and 60 scenes leave no nodes and no listeners behind', async ({
	browser
}) => {
	test.setTimeout(300_000);
	const folder = await makeDataFolder();
	const demo = await startRealServer({
		dataDir: folder.path,
		script: 'server/demo/main.ts',
		env: { LOG_LEVEL: 'info' }
	});
	try {
		const state = await new Promise<unknown>((resolve) => {
			const feed = createFeed({
				url: demo.url,
				room,
				onView: (view) => {
					feed.close();
					resolve(view.state);
				}
			});
		});
		const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
		const session = await page.context().newCDPSession(page);
		const url = `${demo.url}/tv?board=longhubang`;
		await openSoak(page, { url, room, state, speed: 120 });
		const to = { everyMs: 0, withinMs: 90_000 };
		await soakAllScenes(page, { updates: 300, changes: 60 });
		const before = await remainsOf(page, session, 'all');
		const done = await soakFor(page, { updates: 1_500, changes: 60, ...to });
		expect(done.changes).toBeGreaterThanOrEqual(60);
		const after = await remainsOf(page, session, 'all');
		// Which page of a list a scene rests on makes a difference; what leaks with each scene or sale a far larger one.
		expect(after.nodes).toBeLessThan(before.nodes * 1.5);
		expect(after.listeners).toBeLessThan(before.listeners * 1.5);
		await page.close();
	} finally {
		await demo.end();
		await rm(folder.path, { recursive: true, force: true });
	}
});
