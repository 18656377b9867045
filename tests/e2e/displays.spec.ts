/** A TV from its code to its end, with the phone of whoever looks after it in the other hand. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { signInPage } from '../support/signed-in.ts';
import { asUntouched } from '../support/untouched.ts';
import { expect, foundCompany, test } from './installation.ts';
import type { Installation } from './installation.ts';

test.describe.configure({ mode: 'serial' });
test.use({ publicBoards: false });

/** What is said to a TV reaches it within a second; the machine of a test may be busy. */
const SOON = { timeout: 5_000 };

let tv: Page;
let admin: Page;

async function signIn(browser: Browser, installation: Installation, login: string): Promise<Page> {
	const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
	await signInPage(page, installation.url, login, '/admin/displays');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('大屏');
	return page;
}

const codeOn = async (page: Page): Promise<string> =>
	(await page.locator('.code').getAttribute('aria-label'))!;
const card = (name: string) => admin.getByRole('article', { name });

async function expectAccessible(page: Page): Promise<void> {
	// The picture is inert, and hidden from whoever cannot see it.
	const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test.beforeAll(async ({ browser, installation }) => {
	await foundCompany(installation);
	await installation.sell('R1', 128_000_00);
	await installation.createAccount({
		code: 'boss',
		name: '周敏',
		administrator: true
	});
	await installation.createAccount({
		code: 'lead',
		name: '何队长',
		leads: ['T2']
	});
	const screen = { viewport: { width: 1920, height: 1080 } };
	tv = await (await browser.newContext(screen)).newPage();
	await tv.addInitScript(asUntouched);
	admin = await signIn(browser, installation, 'boss');
});

test.afterAll(async () => {
	await tv?.context().close();
	await admin?.context().close();
});

test('[DISPLAY-1] a TV that nobody paired shows a code that fits every screen, and nothing else', async ({
	installation
}) => {
	await tv.goto(`${installation.url}/tv`);
	await expect(tv.locator('.code')).toBeVisible();
	await expect(tv.getByRole('img', { name: '扫码' })).toBeVisible();
	await expect(tv.locator('body')).not.toContainText('李娜');
	for (const [width, height] of [
		[1920, 1080],
		[3840, 2160],
		[1080, 1920]
	] as const) {
		await tv.setViewportSize({ width, height });
		await tv.screenshot({ path: `test-results/screens/pairing-${width}x${height}.png` });
		const outside = await tv.evaluate(() =>
			[...document.querySelectorAll('main *')]
				.filter((element) => {
					const box = element.getBoundingClientRect();
					return box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
				})
				.map((element) => element.outerHTML.slice(0, 100))
		);
		expect(outside).toEqual([]);
	}
	await tv.setViewportSize({ width: 1920, height: 1080 });
});

test('[DISPLAY-2] the code outlives a restart of the server', async ({ installation }) => {
	const code = await codeOn(tv);
	await installation.kill();
	await expect(tv.locator('.code')).toBeVisible();
	await installation.start();
	await tv.reload();
	expect(await codeOn(tv)).toBe(code);
});

test('[DISPLAY-4] a code that no screen shows is refused in words, and nothing typed is lost', async () => {
	await admin.getByRole('link', { name: '接入大屏' }).click();
	await admin.getByLabel('屏幕上的代码').fill('AAA AAA');
	await admin.getByLabel('名称').fill('三楼展厅');
	await admin.getByRole('button', { name: '接入大屏' }).click();
	await expect(admin.getByRole('alert')).toContainText('没有屏幕正在显示这个代码');
	await expect(admin.getByLabel('名称')).toHaveValue('三楼展厅');
	await expectAccessible(admin);
});

test('[DISPLAY-3] paired by its code, in small letters, the TV becomes its board by itself', async () => {
	const code = await codeOn(tv);
	await admin.getByLabel('屏幕上的代码').fill(code.toLowerCase());
	await admin.getByRole('button', { name: '接入大屏' }).click();
	await expect(tv.getByRole('row').filter({ hasText: '李娜' })).toBeVisible(SOON);
	await expect(admin.getByRole('status').filter({ hasText: '三楼展厅' })).toBeVisible();
	await expect(card('三楼展厅')).toContainText('在线');
	await expect(card('三楼展厅')).toContainText('1920 × 1080', SOON);
});

test('[DISPLAY-8] its card shows what it shows', async () => {
	const picture = admin.frameLocator('iframe');
	await expect(picture.getByRole('row').filter({ hasText: '李娜' })).toBeVisible();
	await admin.screenshot({ path: 'test-results/screens/displays.png' });
	await expectAccessible(admin);
});

test('[CELEBRATE-14] a TV whose browser lets nothing sound says so, and its card says what to do', async () => {
	const silent = tv.getByRole('status').filter({ hasText: '浏览器尚未允许声音' });
	await expect(silent).toBeVisible();
	await admin.reload();
	await expect(card('三楼展厅')).toContainText('--autoplay-policy=no-user-gesture-required');
	// A touch opens it.
	await tv.mouse.click(400, 400);
	await expect(silent).toHaveCount(0);
	await expect(async () => {
		await admin.reload();
		await expect(card('三楼展厅')).not.toContainText('--autoplay-policy', { timeout: 1_000 });
	}).toPass();
});

test('[DISPLAY-11] the TV sees its board and nothing else, and never a login page', async ({
	installation
}) => {
	const page = await tv.context().newPage();
	await page.goto(installation.url);
	await expect(page).toHaveURL(/\/tv$/);
	const admin = await page.goto(`${installation.url}/admin/displays`);
	expect(admin!.status()).toBe(403);
	await expect(page).toHaveURL(/\/admin\/displays$/);
	await page.goto(`${installation.url}/tv?unit=T2&board=collection`);
	await expect(page.locator('header')).toContainText('云锦家纺');
	await expect(page.locator('header')).not.toContainText('回款');
	expect(await page.evaluate(() => fetch('/api/v1/entries').then(({ status }) => status))).toBe(
		403
	);
	await page.close();
});

test('[DISPLAY-7] identify: its name fills the screen, and leaves', async () => {
	await card('三楼展厅').getByRole('button', { name: '认屏' }).click();
	await expect(tv.getByRole('heading', { name: '三楼展厅' })).toBeVisible(SOON);
	await expect(tv.getByRole('heading', { name: '三楼展厅' })).toHaveCount(0, { timeout: 10_000 });
});

test('[DISPLAY-9] dark until morning, and awake again', async () => {
	await card('三楼展厅').getByRole('button', { name: '熄屏到早上' }).click();
	await expect(tv.getByTestId('night')).toBeVisible(SOON);
	await expect(tv.getByTestId('night')).toHaveCSS('background-color', 'rgb(0, 0, 0)');
	await expect(card('三楼展厅')).toContainText('熄屏至');
	await card('三楼展厅').getByRole('button', { name: '唤醒' }).click();
	await expect(tv.getByTestId('night')).toHaveCount(0, SOON);
});

test('[DISPLAY-7] renamed and given another team, it follows without being touched', async () => {
	await card('三楼展厅').getByRole('link', { name: '编辑' }).click();
	await admin.getByLabel('名称').fill('华南大厅');
	await admin.getByLabel('显示哪个部门').selectOption('T2');
	await admin.getByRole('button', { name: '保存' }).click();
	await expect(tv.getByRole('row').filter({ hasText: '陈晓燕' })).toBeVisible(SOON);
	await expect(tv.getByRole('row').filter({ hasText: '李娜' })).toHaveCount(0);
	await expect(card('华南大厅')).toContainText('华南二队');
});

test('[DISPLAY-7] in another language it says so', async () => {
	await card('华南大厅').getByRole('link', { name: '编辑' }).click();
	await admin.getByLabel('语言').selectOption('en');
	await admin.getByRole('button', { name: '保存' }).click();
	await expect(tv.locator('html')).toHaveAttribute('lang', 'en', { timeout: 10_000 });
});

test('[ACCESS-4] a manager sees and manages the displays of their units only', async ({
	browser,
	installation
}) => {
	const page = await signIn(browser, installation, 'lead');
	await expect(page.getByRole('article', { name: '华南大厅' })).toBeVisible();
	const edit = await page.getByRole('link', { name: '编辑' }).getAttribute('href');
	await page.goto(`${installation.url}/admin/displays/pair`);
	await expect(page.getByLabel('显示哪个部门').getByRole('option')).toHaveText(['华南二队']);
	await card('华南大厅').getByRole('link', { name: '编辑' }).click();
	await admin.getByLabel('显示哪个部门').selectOption('T1');
	await admin.getByRole('button', { name: '保存' }).click();
	await expect(card('华南大厅')).toContainText('华东一队');
	await page.goto(`${installation.url}/admin/displays`);
	await expect(page.getByRole('article')).toHaveCount(0);
	const [refused, preview] = [
		await page.goto(`${installation.url}${edit}`),
		await page.goto(`${installation.url}/tv?preview=${edit!.split('/').at(-1)}`)
	];
	expect([refused!.status(), preview!.status()]).toEqual([403, 403]);
	await page.context().close();
});

test('[LIVE-7] it survives the server: away, back, and the board goes on', async ({
	installation
}) => {
	await installation.kill();
	await expect(tv.getByRole('row').filter({ hasText: '李娜' })).toBeVisible();
	await installation.start();
	await installation.sell('R1', 100_000_00);
	await expect(tv.getByRole('row').filter({ hasText: '李娜' })).toContainText('228', {
		timeout: 30_000
	});
});

test('[DISPLAY-10] removed, it is back at a code within seconds, and can be paired by scanning', async ({
	installation
}) => {
	await admin.reload();
	await card('华南大厅').getByRole('button', { name: '移除' }).click();
	await admin.getByRole('button', { name: '移除这块大屏' }).click();
	await expect(tv.locator('.code')).toBeVisible(SOON);
	await expect(admin.getByRole('heading', { name: '还没有大屏' })).toBeVisible();

	// The phone was signed in already; who is not comes back here after signing in.
	await admin.goto(`${installation.url}/admin/displays/pair?code=${await codeOn(tv)}`);
	await admin.getByLabel('名称').fill('前台');
	await admin.getByRole('button', { name: '接入大屏' }).click();
	await expect(tv.getByRole('row').filter({ hasText: '李娜' })).toBeVisible(SOON);
});

test('[LIVE-13] whoever is signed out watches no longer: the wall goes back to the code', async ({
	browser,
	installation
}) => {
	const page = await signIn(browser, installation, 'boss');
	await page.goto(`${installation.url}/tv`);
	await expect(page.getByRole('row').filter({ hasText: '李娜' })).toBeVisible();
	const another = await page.context().newPage();
	await another.goto(`${installation.url}/admin`);
	await another.getByRole('button', { name: '退出登录' }).click();
	await expect(page.locator('.code')).toBeVisible(SOON);
	await page.context().close();
});
