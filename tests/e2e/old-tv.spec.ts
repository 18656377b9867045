/** [LIVE-15] The wall on the TVs that hang there: Chromium 88, and browsers that run none of the page's scripts. */
import { openOldBrowser, type OldBrowser } from '../support/old-browser.ts';
import { expect, foundCompany, test } from './installation.ts';

let old: OldBrowser;

// All of it is one process that draws without a graphics card.
test.describe.configure({ timeout: 180_000 });

test.beforeAll(async ({ installation }) => {
	await foundCompany(installation);
	await installation.sell('R1', 128_000_00);
	old = await openOldBrowser();
});
test.afterAll(() => old.close());

test('a TV of 2022 hydrates the wall, follows the sales and throws nothing', async ({
	installation
}) => {
	expect(old.version).toContain('Chrome/88.');
	const { page, errors } = await old.open(`${installation.url}/tv`);
	const awake = () => page.evaluate(() => document.querySelector('[data-awake]') !== null);
	await expect.poll(awake, { timeout: 90_000 }).toBe(true);
	const text = () => page.evaluate(() => document.body.innerText);
	await expect.poll(text).toContain('李娜');
	await installation.sell('R2', 256_000_00);
	await expect.poll(text).toContain('25.6');
	const { width, height, leads } = await page.evaluate(() => ({
		width: document.documentElement.scrollWidth,
		height: document.documentElement.scrollHeight,
		leads: [...document.querySelectorAll('[role=row]')].map((row) => row.textContent)[1]
	}));
	expect(leads).toContain('王建国');
	expect([width, height]).toEqual([1920, 1080]);
	expect(errors).toEqual([]);
	await page.close();
});

test('a browser without the page’s scripts shows what the server drew, and asks for it again', async ({
	installation,
	browser
}) => {
	// Such a browser does not know modules; it runs the one plain script.
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.route(/\.js$/, (route) =>
		route.request().url().endsWith('/plain-tv.js') ? route.continue() : route.abort()
	);
	await page.clock.install();
	// Not by `goto`, which waits until a page listens.
	await page.evaluate((to) => location.assign(to), `${installation.url}/tv`);
	await expect(page.locator('main')).toContainText('王建国');
	await page.waitForLoadState();
	await page.clock.fastForward(20_000);
	await expect(page.locator('html')).toHaveAttribute('data-plain', '');
	await installation.sell('R3', 999_000_00);
	await expect(page.locator('main')).not.toContainText('99.9');
	await page.clock.fastForward(61_000);
	await expect(page.locator('main')).toContainText('99.9');

	// The server is away: the picture stays.
	await page.clock.fastForward(20_000);
	await installation.kill();
	await page.clock.fastForward(61_000);
	await expect(page.locator('main')).toContainText('99.9');
	await installation.start();
	await context.close();
});
