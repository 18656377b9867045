/** A rep's phone beside the wall: recorded, taken back, without a network, in two tabs. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { signInPage } from '../support/signed-in.ts';
import { expect, foundCompany, test } from './installation.ts';

/** A browser, a worker that installs itself, and a network that comes and goes. */
test.setTimeout(120_000);

const PHONE = { width: 390, height: 844 };

async function phoneOf(
	browser: Browser,
	url: string,
	rep: string
): Promise<[BrowserContext, Page]> {
	const context = await browser.newContext({ locale: 'zh-CN', viewport: PHONE });
	const page = await context.newPage();
	await signInPage(page, url, rep);
	await expect(page).toHaveURL(`${url}/me`);
	return [context, page];
}

const booked = async (url: string, call: (method: 'GET', path: string) => Promise<unknown>) => {
	const { entries } = (await call('GET', '/entries?after=0&limit=1000')) as {
		entries: { amount: number; source: string; kind: string }[];
	};
	return entries.filter(({ source }) => source === 'phone' || source === 'reversal');
};

/** Opens the sheet, types a number on the keys and taps the customer: two taps and one number. */
async function record(page: Page, digits: string, customer: string, kind?: string): Promise<void> {
	await page.getByRole('button', { name: '记一笔', exact: true }).click();
	const sheet = page.getByRole('dialog');
	if (kind) await sheet.getByText(kind, { exact: true }).click();
	for (const digit of digits) await sheet.getByRole('button', { name: digit, exact: true }).click();
	await sheet.getByRole('button', { name: customer }).click();
	await expect(sheet).toBeHidden();
}

/** The service worker has the page, and all that it has loaded. */
async function kept(page: Page): Promise<void> {
	await page.waitForFunction(async () => {
		const paths: string[] = [];
		for (const name of await caches.keys())
			for (const { url } of await (await caches.open(name)).keys())
				paths.push(new URL(url).pathname);
		const loaded = performance
			.getEntriesByType('resource')
			.map(({ name }) => new URL(name).pathname)
			.filter((path) => path.endsWith('.js') && path.includes('/immutable/'));
		return (
			paths.includes('/me') && loaded.length > 0 && loaded.every((path) => paths.includes(path))
		);
	});
}

test.beforeAll(async ({ installation }) => {
	await foundCompany(installation);
	await installation.call('PUT', '/customers/C1', {
		name: '锦绣家纺',
		kind: 'dealer',
		owner: 'R1'
	});
	for (const [code, name] of [
		['R1', '李娜'],
		['R2', '王建国']
	] as const)
		await installation.createAccount({ code, name });
	await installation.createAccount({ code: 'boss', name: '周敏', administrator: true });
});

test('[POCKET-1] a sale recorded on the phone is on the wall, and the phone sees its rank', async ({
	browser,
	installation
}) => {
	await installation.sell('R2', 50_000_00);
	const [context, phone] = await phoneOf(browser, installation.url, 'R1');
	const clock = phone.locator('.clock');
	await expect(clock).toContainText('更新于');
	await phone.waitForLoadState('networkidle');
	let sockets = 0;
	phone.on('websocket', () => sockets++);
	await phone.reload();
	await expect(clock).toContainText('更新于');
	const second = await clock.textContent();
	await expect(clock).not.toHaveText(second!);
	await expect(phone.locator('main')).toBeVisible();
	const wall = await context.newPage();
	await wall.goto(`${installation.url}/tv`);
	await expect(phone.getByText('就超过 王建国')).toBeVisible();
	await record(phone, '30000', '锦绣家纺');
	await expect(phone.getByRole('img', { name: /今日 3/ })).toBeVisible();
	await expect(wall.getByText('锦绣家纺').first()).toBeVisible();
	const gap = phone.getByText('就超过 王建国');
	await expect(gap).toContainText('2');
	// Somebody else sells: the gap of this phone moves.
	await installation.sell('R2', 10_000_00);
	await expect(gap).toContainText('3');
	// One connection, however often the picture changes.
	expect(sockets).toBe(1);
	await context.close();
});

test('[POCKET-5] what was just recorded is taken back with one tap', async ({
	browser,
	installation
}) => {
	const [context, phone] = await phoneOf(browser, installation.url, 'R2');
	const before = (await booked(installation.url, installation.call)).length;
	await record(phone, '777', '不指定客户');
	await phone.getByRole('button', { name: /^撤销（/ }).click();
	await expect(phone.getByRole('button', { name: /^撤销（/ })).toBeHidden();
	await expect
		.poll(async () => (await booked(installation.url, installation.call)).length)
		.toBe(before + 2);
	const [sale, back] = (await booked(installation.url, installation.call)).slice(-2);
	expect([sale!.amount, back!.amount]).toEqual([777_00, -777_00]);
	await context.close();
});

test('[POCKET-9] [POCKET-10] [QUEUE-2] the network is cut: the last picture stays, what is recorded waits through a reload and is booked once', async ({
	browser,
	installation
}) => {
	const [context, phone] = await phoneOf(browser, installation.url, 'R1');
	// The first visit is served before there is a worker.
	await phone.reload();
	await kept(phone);
	const before = (await booked(installation.url, installation.call)).length;
	const shown = await phone.getByRole('img', { name: /^今日/ }).getAttribute('aria-label');

	await context.setOffline(true);
	await record(phone, '1234', '锦绣家纺');
	await expect(phone.getByText('另有 +1,234 待发送')).toBeVisible();
	await phone.reload();
	await expect(phone.getByText('另有 +1,234 待发送')).toBeVisible();
	await expect(phone.getByText(/网络断开/)).toBeVisible();
	// Not in the total.
	expect(await phone.getByRole('img', { name: /^今日/ }).getAttribute('aria-label')).toBe(shown);
	expect(await booked(installation.url, installation.call)).toHaveLength(before);

	await context.setOffline(false);
	await expect(phone.getByText('待发送')).toHaveCount(0, { timeout: 30_000 });
	const after = await booked(installation.url, installation.call);
	expect(after).toHaveLength(before + 1);
	expect(after.at(-1)!.amount).toBe(1_234_00);
	await expect(phone.getByText(/网络断开/)).toHaveCount(0);
	await context.close();
});

test('[QUEUE-3] [QUEUE-5] two tabs share what waits; it is sent once, and what is taken back never was', async ({
	browser,
	installation
}) => {
	const [context, phone] = await phoneOf(browser, installation.url, 'R2');
	const second = await context.newPage();
	await second.goto(`${installation.url}/me`);
	// Both have fetched what sends.
	for (const tab of [phone, second]) await tab.waitForLoadState('networkidle');
	const before = (await booked(installation.url, installation.call)).length;
	await context.setOffline(true);
	await record(phone, '11', '不指定客户');
	await record(second, '22', '不指定客户');
	for (const tab of [phone, second]) await expect(tab.locator('[data-waiting]')).toHaveCount(2);
	await context.setOffline(false);
	for (const tab of [phone, second])
		await expect(tab.locator('[data-waiting]')).toHaveCount(0, { timeout: 30_000 });
	const after = await booked(installation.url, installation.call);
	expect(after.slice(before).map(({ amount }) => amount)).toEqual([11_00, 22_00]);
	await context.close();
});

test('a call for help is followed to its outcome', async ({ browser, installation }) => {
	const [context, phone] = await phoneOf(browser, installation.url, 'R1');
	await phone.getByRole('button', { name: '求助', exact: true }).click();
	const sheet = phone.getByRole('dialog');
	await sheet.getByText('价格', { exact: true }).click();
	await sheet.getByLabel('一句话说清楚').fill('对手低 5%');
	await sheet.getByRole('button', { name: '发给主管' }).click();
	await expect(phone.getByText('已发给主管，等待接手')).toBeVisible();

	const office = await browser.newContext({ locale: 'zh-CN' });
	const manager = await office.newPage();
	await signInPage(manager, installation.url, 'boss');
	const help = await phone.evaluate(async () => {
		const html = await (await fetch('/me/__data.json')).text();
		return /"([0-9a-f-]{36})","price"/.exec(html)?.[1];
	});
	const act = async (command: Record<string, unknown>) => {
		const answer = await manager.request.post(`${installation.url}/process/commands`, {
			headers: { origin: installation.url, accept: 'application/json' },
			data: { id: crypto.randomUUID(), help, ...command }
		});
		expect(answer.status(), await answer.text()).toBe(200);
	};
	await act({ what: 'help.take' });
	await expect(phone.getByText('周敏 已接手')).toBeVisible();
	await act({ what: 'help.close', outcome: 'solved', note: '一起去谈，成了' });
	await phone.getByRole('button', { name: '求助', exact: true }).click();
	await expect(phone.getByText(/已解决/)).toBeVisible();
	await office.close();
	await context.close();
});

test('[POCKET-11] [POCKET-12] [CHEER-2] a colleague cheers without a network: it waits, is sent once, and is told as it comes', async ({
	browser,
	installation
}) => {
	const [context, phone] = await phoneOf(browser, installation.url, 'R1');
	const [office, colleague] = await phoneOf(browser, installation.url, 'R2');
	await installation.sell('R1', 500_000_00);
	const cheer = colleague.getByRole('button', { name: '给李娜鼓掌' }).first();
	await expect(cheer).toBeVisible({ timeout: 30_000 });
	// The page has fetched what sends.
	await colleague.waitForLoadState('networkidle');
	await office.setOffline(true);
	await cheer.click();
	await expect(colleague.locator('[data-cheer="waiting"]')).toHaveCount(1);
	await office.setOffline(false);
	await expect(phone.locator('[data-arrival]')).toContainText('王建国', { timeout: 30_000 });
	await expect(colleague.locator('[data-cheer="sent"]')).toHaveCount(1);
	await phone.getByRole('button', { name: /今天收到的喝彩\s*1/ }).click();
	await expect(phone.locator('.received li')).toHaveCount(1);
	await expect(phone.locator('.received li')).toContainText('王建国');

	// Whoever leads encourages the person, or the newest moment.
	const boss = await browser.newContext({ locale: 'zh-CN' });
	const tablet = await boss.newPage();
	await signInPage(tablet, installation.url, 'boss');
	const sent = await tablet.request.post(`${installation.url}/cheers/send`, {
		headers: { origin: installation.url, accept: 'application/json' },
		data: { id: crypto.randomUUID(), rep: 'R1', cheer: 'fire' }
	});
	expect(sent.status(), await sent.text()).toBe(200);
	await expect(phone.locator('.received li')).toHaveCount(2);
	await expect(phone.locator('.received li').first()).toContainText('周敏');
	for (const one of [boss, office, context]) await one.close();
});

test('[POCKET-15] a refused entry is corrected from what it said, and is there until the corrected one is recorded', async ({
	browser,
	installation
}) => {
	const [context, phone] = await phoneOf(browser, installation.url, 'R1');
	const before = (await booked(installation.url, installation.call)).length;
	const entries = `${installation.url}/me/entries`;
	await phone.route(entries, (route) =>
		route.fulfill({
			status: 422,
			contentType: 'application/json',
			body: JSON.stringify({ problems: [{ path: 'at', reason: 'later', text: '请再记一次' }] })
		})
	);
	await record(phone, '4321', '锦绣家纺', '退货');
	const refused = phone.locator('.refused');
	await expect(refused).toContainText('退货 −4,321');
	await phone.unroute(entries);
	const correct = refused.getByRole('button', { name: '改一改' });
	await correct.click();
	const sheet = phone.getByRole('dialog');
	await expect(sheet.getByLabel('金额')).toHaveValue('4321');
	await expect(sheet.getByRole('radio', { name: '退货' })).toBeChecked();
	// Whoever changes their mind still has it.
	await phone.keyboard.press('Escape');
	await expect(refused).toBeVisible();
	await correct.click();
	await sheet.getByRole('button', { name: '删一位' }).click();
	await sheet.getByRole('button', { name: '锦绣家纺' }).click();
	await expect(refused).toHaveCount(0);
	await expect
		.poll(async () => (await booked(installation.url, installation.call)).slice(before))
		.toMatchObject([{ amount: -432_00, kind: 'return' }]);
	await context.close();
});

test('a call for help made without a network is seen to wait, and is sent', async ({
	browser,
	installation
}) => {
	const [context, phone] = await phoneOf(browser, installation.url, 'R2');
	await phone.waitForLoadState('networkidle');
	await context.setOffline(true);
	// The device knows at once, whatever its connection still believes.
	await expect(phone.getByText(/网络断开/)).toBeVisible();
	await phone.getByRole('button', { name: '求助', exact: true }).click();
	const sheet = phone.getByRole('dialog');
	await sheet.getByText('供货', { exact: true }).click();
	await sheet.getByLabel('一句话说清楚').fill('断货一周');
	await sheet.getByRole('button', { name: '发给主管' }).click();
	await expect(phone.locator('.asked')).toContainText('待发送');
	await phone.locator('.asked').click();
	await expect(sheet).toContainText('断货一周');
	await phone.keyboard.press('Escape');
	await context.setOffline(false);
	await expect(phone.locator('.asked')).toContainText('已发给主管，等待接手', { timeout: 30_000 });
	await context.close();
});

test('usable by everyone, light and dark, in both languages, on a small phone', async ({
	browser,
	installation
}) => {
	for (const locale of ['zh-CN', 'en'])
		for (const colorScheme of ['light', 'dark'] as const) {
			const context = await browser.newContext({
				locale,
				colorScheme,
				viewport: { width: 360, height: 740 },
				reducedMotion: 'reduce'
			});
			const page = await context.newPage();
			await signInPage(page, installation.url, 'R1');
			const check = async () => {
				const { violations } = await new AxeBuilder({ page }).analyze();
				expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
				expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
			};
			await check();
			const sheets = [
				page.locator('.actions .record'),
				page.locator('.actions .help'),
				page.locator('.questions button').nth(1),
				page.locator('.link'),
				page.locator('header .bell'),
				page.locator('#applause button')
			];
			for (const opener of sheets) {
				await opener.click();
				await expect(page.getByRole('dialog')).toBeVisible();
				await page.waitForLoadState('networkidle');
				await check();
				await page.keyboard.press('Escape');
			}
			await context.close();
		}
});

test('whoever does not sell is led elsewhere', async ({ browser, installation }) => {
	const context = await browser.newContext({ locale: 'zh-CN' });
	const page = await context.newPage();
	await signInPage(page, installation.url, 'boss', '/me');
	await expect(page).not.toHaveURL(/\/me$/);
	expect((await page.goto(`${installation.url}/me`))!.status()).toBe(200);
	await context.close();
});
