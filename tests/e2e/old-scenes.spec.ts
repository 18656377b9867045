/** [LIVE-15] Every scene of the demo on a TV of 2022: Chromium 88 draws it on one screen, and throws nothing. */
import { mkdir } from 'node:fs/promises';
import { BOARD } from '../../server/demo/board.ts';
import { makeDataFolder } from '../support/databases.ts';
import { openOldBrowser, type OldBrowser } from '../support/old-browser.ts';
import { startRealServer, type RealServer } from '../support/real-server.ts';
import { expect, test } from './patience.ts';

const SCREENS = 'test-results/screens';

let demo: RealServer;
let folder: Awaited<ReturnType<typeof makeDataFolder>>;
let old: OldBrowser;

test.beforeAll(async () => {
	test.setTimeout(180_000);
	folder = await makeDataFolder();
	demo = await startRealServer({
		dataDir: folder.path,
		script: 'server/demo/main.ts',
		env: { LOG_LEVEL: 'info' }
	});
	old = await openOldBrowser();
	await mkdir(SCREENS, { recursive: true });
});
test.afterAll(async () => {
	await old?.close();
	await demo?.end();
	await folder?.remove();
});

test('[LIVE-15] Chromium 88 draws every scene on one screen, and throws nothing', async () => {
	test.setTimeout(180_000);
	const at = (id: string) => `${demo.url}/tv?board=${BOARD.code}&scene=${id}`;
	// One page for all of them: a browser of one process does not survive its last one.
	const { page, errors } = await old.open(at(BOARD.plan.scenes[0]!.id));
	for (const { id, kind } of BOARD.plan.scenes) {
		await page.goto(at(id));
		// Alive, and not only as the server drew it.
		await page.waitForSelector('[data-awake]', { timeout: 60_000 });
		await page.waitForSelector(`.layer.on[data-scene-id=${id}] main`);
		await page.screenshot({ path: `${SCREENS}/chromium88-${id}.png` });
		const seen = await page.evaluate(() => {
			const { scrollWidth, scrollHeight } = document.documentElement;
			const main = document.querySelector<HTMLElement>('.layer.on main')!;
			return { size: [scrollWidth, scrollHeight], letters: main.innerText.trim().length };
		});
		expect(seen.size, kind).toEqual([1920, 1080]);
		expect(seen.letters, kind).toBeGreaterThan(20);
		expect(errors, kind).toEqual([]);
	}
});
