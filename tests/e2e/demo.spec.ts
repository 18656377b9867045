/** `npm run demo` as a newcomer sees it: it prints its addresses, and the wall moves by itself. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { expect, test } from './patience.ts';

test('the demo company is loaded, and its wall moves by itself within a minute', async ({
	page
}) => {
	test.setTimeout(180_000);
	const dataDir = await mkdtemp(join(tmpdir(), 'lhb-demo-'));
	const env = { ...process.env, DATA_DIR: dataDir, PORT: String(await freePort()) };
	const demo = spawn(process.execPath, ['server/demo/main.ts'], { env, detached: true });
	try {
		let said = '';
		for await (const chunk of demo.stdout) {
			said += String(chunk);
			if (said.includes('Ctrl-C')) break;
		}
		const address = /The wall\s+(\S+)/.exec(said)?.[1];
		expect(address, said).toBeDefined();

		await page.goto(address!);
		const rows = page.getByRole('table').getByRole('row');
		await expect(rows).toHaveCount(11);
		await expect(page.locator('main')).toContainText('云锦家纺');
		const newest = page.locator('footer');
		const before = await newest.textContent();
		await expect(newest).not.toHaveText(before!, { timeout: 60_000 });
	} finally {
		const gone = once(demo, 'exit');
		demo.kill('SIGTERM');
		await gone;
		await rm(dataDir, { recursive: true, force: true });
	}
});
