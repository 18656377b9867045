/** The power goes, and comes back before the server does: a display shows its last picture, and goes on by itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type LaunchOptions, type Page } from '@playwright/test';
import { signInPage } from '../support/signed-in.ts';
import { expect, foundCompany, test } from './installation.ts';

test.describe.configure({ mode: 'serial' });
test.use({ publicBoards: false });

/** A picture is kept every half minute. */
const KEPT = { timeout: 45_000 };

let profile: string;
let set: BrowserContext;
let tv: Page;
let admin: Page;

/** The TV is switched on: its browser, as it was left, opens the address it always opens. */
async function switchOn(options: LaunchOptions, address: string): Promise<void> {
	set = await chromium.launchPersistentContext(profile, {
		...options,
		viewport: { width: 1920, height: 1080 }
	});
	tv = await set.newPage();
	await tv.goto(address);
}

const row = (name: string) => tv.getByRole('row').filter({ hasText: name });

/** What the browser holds of the wall: the addresses of its pages, and the last picture as text. */
const held = (page: Page) =>
	page.evaluate(async () => {
		const pages: string[] = [];
		for (const name of await caches.keys())
			for (const { url } of await (await caches.open(name)).keys())
				if (new URL(url).pathname === '/tv') pages.push(new URL(url).pathname);
		const picture = await new Promise<string>((resolve) => {
			const request = indexedDB.open('longhubang-last');
			request.onsuccess = () => {
				const database = request.result;
				const done = (text: string) => {
					database.close();
					resolve(text);
				};
				if (!database.objectStoreNames.contains('last')) return done('');
				const all = database.transaction('last').objectStore('last').getAll();
				all.onsuccess = () => done(JSON.stringify(all.result));
			};
		});
		return { pages, picture };
	});

test.beforeAll(async ({ browser, installation, launchOptions }) => {
	profile = await mkdtemp(join(tmpdir(), 'lhb-tv-'));
	await foundCompany(installation);
	await installation.sell('R1', 128_000_00);
	await installation.createAccount({ code: 'boss', name: '周敏', administrator: true });
	admin = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
	await signInPage(admin, installation.url, 'boss', '/admin/displays');
	await switchOn(launchOptions, `${installation.url}/tv`);
});

test.afterAll(async () => {
	await set?.close();
	await admin?.context().close();
	await rm(profile, { recursive: true, force: true });
});

test('[DISPLAY-16] a display keeps its page and its last picture', async ({ installation }) => {
	const code = (await tv.locator('.code').getAttribute('aria-label'))!;
	await admin.goto(`${installation.url}/admin/displays/pair?code=${code.replace(' ', '')}`);
	await admin.getByLabel('名称').fill('前台');
	await admin.getByRole('button', { name: '接入大屏' }).click();
	await expect(row('李娜')).toBeVisible({ timeout: 10_000 });
	await expect.poll(async () => (await held(tv)).pages, KEPT).toEqual(['/tv']);

	await installation.sell('R2', 256_000_00);
	await expect(row('王建国')).toContainText('25.6');
	await expect.poll(async () => (await held(tv)).picture, KEPT).toContain('25600000');
});

test('[DISPLAY-16] switched on while the server is away it shows that picture and since when, chart and letters included', async ({
	installation,
	launchOptions
}) => {
	await set.close();
	await installation.kill();
	await switchOn(launchOptions, `${installation.url}/tv`);
	await expect(row('王建国')).toContainText('25.6');
	await expect(tv.locator('header')).toContainText(/\d\d:\d\d 起/);
	await expect(tv.locator('canvas')).toHaveAttribute('width', /[1-9]/);
	const letters = await tv.evaluate(async () => {
		await document.fonts.ready;
		return document.fonts.check('700 16px "Barlow Semi Condensed"');
	});
	expect(letters).toBe(true);
	await tv.screenshot({ path: 'test-results/screens/switched-on-offline.png' });
});

test('[DISPLAY-16] also at the start page, where many a TV begins', async ({ installation }) => {
	const page = await set.newPage();
	await page.goto(installation.url);
	await expect(page).toHaveURL(/\/tv$/);
	await expect(page.getByRole('row').filter({ hasText: '王建国' })).toBeVisible();
	await page.close();
});

test('[DISPLAY-16] it goes on by itself when the server is back, without a page being loaded', async ({
	installation
}) => {
	await tv.evaluate(() => Object.assign(window, { stayed: true }));
	await installation.start();
	await installation.sell('R2', 100_000_00);
	await expect(row('王建国')).toContainText('35.6', { timeout: 30_000 });
	await expect(tv.locator('header')).not.toContainText(/\d\d:\d\d 起/);
	expect(await tv.evaluate(() => 'stayed' in window)).toBe(true);
});

test('[DISPLAY-17] a display that is removed forgets what it showed', async ({ installation }) => {
	await admin.goto(`${installation.url}/admin/displays`);
	await admin.getByRole('button', { name: '移除' }).click();
	await admin.getByRole('button', { name: '移除这块大屏' }).click();
	await expect(tv.locator('.code')).toBeVisible({ timeout: 10_000 });
	await expect.poll(() => held(tv)).toEqual({ pages: [], picture: '[]' });
});
