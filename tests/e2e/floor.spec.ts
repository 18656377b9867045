/** A manager's tablet: who needs them now and why, what they do about it, through a Wi-Fi hole, and the walk around. */
import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { signInPage } from '../support/signed-in.ts';
import { expect, foundCompany, test } from './installation.ts';

test.use({ publicBoards: false });
/** A browser, a worker that installs itself, and a network that comes and goes. */
test.setTimeout(120_000);

const LANDSCAPE = { width: 1180, height: 820 };
const PORTRAIT = { width: 820, height: 1180 };

/** One red point. */
const PIXEL = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
	'base64'
);

test.beforeAll(async ({ installation }) => {
	await foundCompany(installation);
	for (const account of [
		{ code: 'boss', name: '周敏', administrator: true },
		{ code: 'm-t2', name: '林雅琴', leads: ['T2'] },
		{ code: 'R3', name: '陈晓燕' }
	])
		await installation.createAccount(account);
});

/** Its clock ticks: from now on a tap counts. */
async function listens(page: Page): Promise<void> {
	const clock = page.locator('.clock');
	const first = await clock.textContent();
	await expect(clock).not.toHaveText(first!);
}

async function tabletOf(
	browser: Browser,
	url: string,
	{ path = '/floor', login = 'm-t2', viewport = LANDSCAPE } = {}
): Promise<[BrowserContext, Page]> {
	const context = await browser.newContext({ locale: 'zh-CN', viewport });
	const page = await context.newPage();
	await signInPage(page, url, login, path);
	await listens(page);
	return [context, page];
}

/** The rep asks from their phone. */
async function ask(browser: Browser, url: string, text: string): Promise<void> {
	const context = await browser.newContext();
	const phone = await context.newPage();
	await signInPage(phone, url, 'R3');
	const answer = await phone.request.post(`${url}/process/commands`, {
		headers: { origin: url, accept: 'application/json' },
		data: { id: randomUUID(), what: 'help.ask', rep: 'R3', obstacle: 'price', text }
	});
	expect(answer.status(), await answer.text()).toBe(200);
	await context.close();
}

/** The worker has the page and all that it has loaded. */
async function shellKept(page: Page): Promise<void> {
	await page.waitForFunction(async () => {
		const paths: string[] = [];
		for (const name of await caches.keys())
			for (const { url } of await (await caches.open(name)).keys())
				paths.push(new URL(url).pathname);
		const loaded = performance
			.getEntriesByType('resource')
			.map(({ name }) => new URL(name).pathname)
			.filter((path) => path.endsWith('.js') && path.includes('/immutable/'));
		return paths.includes('/floor') && loaded.every((path) => paths.includes(path));
	});
}

const doing = (page: Page, name: string) =>
	page.getByRole('group', { name: '可以做的事' }).getByRole('button', { name, exact: true });

test('[DESK-1] whoever asks for help comes to the top, is taken and closed with a few taps', async ({
	browser,
	installation: { url }
}) => {
	const [context, page] = await tabletOf(browser, url);
	const rows = page.locator('[data-rep]');
	await expect(rows).toHaveCount(3);
	await ask(browser, url, '对手低 5%');
	await expect(rows.first()).toHaveAttribute('data-rep', 'R3');
	await expect(rows.first()).toContainText('求助：价格政策');
	await rows.first().click();
	await expect(page).toHaveURL(/rep=R3/);
	const card = page.locator('.pane');
	await expect(card.getByText('对手低 5%')).toBeVisible();
	await card.getByRole('button', { name: '接手' }).click();
	await expect(card.getByText(/林雅琴 已接手/)).toBeVisible();
	await expect(rows.filter({ hasText: '陈晓燕' })).toContainText('帮扶中：价格政策');

	await card.getByRole('button', { name: '结束帮扶' }).click();
	const sheet = page.getByRole('dialog');
	await sheet.getByRole('button', { name: '一起拜访了客户' }).click();
	await sheet.getByRole('button', { name: '结束帮扶' }).click();
	await expect(card.getByText('对手低 5%')).toHaveCount(0);
	// Back goes back.
	await page.goBack();
	await expect(page).not.toHaveURL(/rep=R3/);
	await context.close();
});

test('[QUEUE-2] [DESK-4] [DESK-9] in a Wi-Fi hole the picture stays, what is done waits through a reload, and is sent once, in order', async ({
	browser,
	installation: { url }
}) => {
	const [context, page] = await tabletOf(browser, url, { path: '/floor?rep=R4' });
	// The first visit is served before there is a worker.
	await page.reload();
	await listens(page);
	await expect(page.getByRole('heading', { name: '最近入账' })).toBeVisible();
	await shellKept(page);
	// The card that is looked at is kept a second later.
	await page.waitForLoadState('networkidle');

	/** What the server has taken. */
	const sent: string[] = [];
	page.on('response', (response) => {
		if (!response.ok() || !response.url().endsWith('/process/commands')) return;
		sent.push((response.request().postDataJSON() as { what: string }).what);
	});

	await context.setOffline(true);
	await doing(page, '记录').click();
	const sheet = page.getByRole('dialog');
	await sheet.getByRole('button', { name: '表扬' }).click();
	await sheet.getByRole('textbox', { name: '看到了什么' }).fill('柜台整齐');
	await sheet.getByRole('button', { name: '记下' }).click();
	await doing(page, '行动').click();
	await sheet.getByRole('button', { name: '拜访最有希望的一个客户' }).click();
	await sheet.getByRole('button', { name: '布置' }).click();
	await doing(page, '看过了').click();
	await expect(page.locator('[data-waiting]')).toHaveCount(3);
	await expect(page.locator('[data-rep=R4]')).toContainText('3 项待发送');

	await page.reload();
	await expect(page.getByText(/网络断开/).first()).toBeVisible();
	await expect(page.locator('[data-rep]')).toHaveCount(3);
	await expect(page.locator('[data-waiting]')).toHaveCount(3);

	await context.setOffline(false);
	await expect(page.locator('[data-waiting]')).toHaveCount(0, { timeout: 30_000 });
	expect(sent).toEqual(['note.write', 'action.set', 'walk.seen']);
	const card = page.locator('.pane');
	await expect(card.getByText('柜台整齐')).toHaveCount(1);
	await expect(card.getByText('拜访最有希望的一个客户')).toHaveCount(1);
	await expect(page.getByText(/网络断开/)).toHaveCount(0);
	await context.close();
});

test('[DESK-6] the walk goes from person to person, survives a reload, and sums up', async ({
	browser,
	installation: { url }
}) => {
	const [context, page] = await tabletOf(browser, url, { viewport: PORTRAIT });
	await page.getByRole('button', { name: '走动管理' }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: /按团队座位/ })
		.click();
	const progress = page.getByText(/^\d \/ 3$/);
	await expect(progress).toHaveText('1 / 3');
	await page.getByRole('button', { name: '看过了，下一位' }).click();
	await expect(progress).toHaveText('2 / 3');
	await doing(page, '电话').click();
	await page.getByRole('dialog').getByRole('button', { name: '已打电话' }).click();
	// The server has it, and the walk was noted before.
	await expect(page.locator('.pane').getByRole('heading', { name: '最近通话' })).toBeVisible();
	await page.reload();
	await expect(progress).toHaveText('2 / 3');
	await page.keyboard.press('ArrowRight');
	await expect(progress).toHaveText('3 / 3');
	await page.keyboard.press('ArrowRight');
	const end = page.getByRole('region', { name: '这一圈走完了' });
	await expect(end).toContainText('1 通电话');
	await expect(end.locator('b')).toHaveText('2');
	await expect(end.getByText('还没见到')).toBeVisible();
	await end.getByRole('button', { name: '回到名单' }).click();
	await expect(page.locator('[data-rep]')).toHaveCount(3);
	await context.close();
});

test('[DESK-6] a finger that goes sideways goes on and back, one that goes down does not', async ({
	browser,
	installation: { url }
}) => {
	const context = await browser.newContext({
		locale: 'zh-CN',
		viewport: PORTRAIT,
		hasTouch: true,
		isMobile: true
	});
	const page = await context.newPage();
	await signInPage(page, url, 'm-t2', '/floor?walk');
	await listens(page);
	const progress = page.getByText(/^\d \/ 3$/);
	await expect(progress).toHaveText('1 / 3');
	const client = await context.newCDPSession(page);
	const drag = async (dx: number, dy: number) => {
		const [x, y] = [400, 500];
		const at = (x: number, y: number) => ({ touchPoints: [{ x, y }] });
		await client.send('Input.dispatchTouchEvent', { type: 'touchStart', ...at(x, y) });
		for (const part of [0.5, 1])
			await client.send('Input.dispatchTouchEvent', {
				type: 'touchMove',
				...at(x + dx * part, y + dy * part)
			});
		await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
	};
	await drag(-200, 10);
	await expect(progress).toHaveText('2 / 3');
	await drag(20, -180);
	await drag(200, 5);
	await expect(progress).toHaveText('1 / 3');
	await context.close();
});

test('[DESK-10] what the server refuses opens as it was typed, and is there until the corrected one is kept', async ({
	browser,
	installation: { url }
}) => {
	const [context, page] = await tabletOf(browser, url, { path: '/floor?rep=R4' });
	const commands = `${url}/process/commands`;
	await page.route(commands, (route) =>
		route.fulfill({
			status: 422,
			contentType: 'application/json',
			body: JSON.stringify({ problems: [{ path: 'text', reason: 'x', text: '写得再清楚一点' }] })
		})
	);
	await doing(page, '记录').click();
	const sheet = page.getByRole('dialog');
	await sheet.getByRole('button', { name: '表扬' }).click();
	await sheet.getByRole('textbox', { name: '看到了什么' }).fill('样品台很乱');
	await sheet.locator('input[type=file]').setInputFiles({
		name: 'table.png',
		mimeType: 'image/png',
		buffer: PIXEL
	});
	await expect(sheet.getByRole('img')).toBeVisible();
	await sheet.getByRole('button', { name: '记下' }).click();
	const refused = page.locator('.pane .refused');
	await expect(refused).toContainText('写得再清楚一点');
	await page.unroute(commands);

	const correct = refused.getByRole('button', { name: '改一改' });
	await correct.click();
	await expect(sheet).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(sheet).toHaveCount(0);
	await correct.click();
	const text = sheet.getByRole('textbox', { name: '看到了什么' });
	await expect(text).toHaveValue('样品台很乱');
	await expect(sheet.getByRole('button', { name: '表扬' })).toHaveAttribute('aria-pressed', 'true');
	// The server has the photo: it is shown, and not sent again.
	await expect(sheet.getByRole('img')).toHaveJSProperty('complete', true);
	await text.fill('样品台很乱，下班前整理');
	await sheet.getByRole('button', { name: '记下' }).click();
	await expect(refused).toHaveCount(0);
	const note = page.locator('.pane').getByRole('listitem').filter({ hasText: '下班前整理' });
	await expect(note).toBeVisible();
	const photo = note.getByRole('img');
	await expect(photo).toBeVisible();
	await expect.poll(() => photo.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1);
	await context.close();
});

test('what is said is written down, where the browser can listen; elsewhere nothing offers it', async ({
	browser,
	installation: { url }
}) => {
	for (const listensToo of [false, true]) {
		const context = await browser.newContext({ locale: 'zh-CN', viewport: LANDSCAPE });
		const page = await context.newPage();
		await page.addInitScript((can) => {
			class Recognition {
				lang = '';
				onresult?: (event: unknown) => void;
				onend?: () => void;
				start() {
					const said = Object.assign([{ transcript: `${this.lang} 今天出门晚` }], {
						isFinal: true
					});
					setTimeout(() => this.onresult?.({ results: [said] }), 50);
				}
				stop() {
					this.onend?.();
				}
			}
			const made = can ? Recognition : undefined;
			Object.assign(window, { SpeechRecognition: made, webkitSpeechRecognition: made });
		}, listensToo);
		await signInPage(page, url, 'm-t2', '/floor?rep=R4');
		await listens(page);
		await doing(page, '记录').click();
		const sheet = page.getByRole('dialog');
		const microphone = sheet.getByRole('button', { name: /^说出/ });
		const text = sheet.getByRole('textbox', { name: '看到了什么' });
		await expect(text).toBeVisible();
		await expect(microphone).toHaveCount(listensToo ? 1 : 0);
		if (listensToo) {
			await microphone.click();
			await expect(text).toHaveValue('zh-CN 今天出门晚');
			await expect(microphone).toHaveAttribute('aria-pressed', 'true');
			await microphone.click();
			await expect(microphone).toHaveAttribute('aria-pressed', 'false');
		}
		await context.close();
	}
});

test('[FLOOR-6] [FLOOR-8] [DESK-13] a spot check is drawn and recorded on the tablet; what is not true needs a word', async ({
	browser,
	installation
}) => {
	const { url } = installation;
	await installation.sell('R4', 128_000);
	const [context, page] = await tabletOf(browser, url);
	await page.getByRole('button', { name: '突击检查' }).click();
	const sheet = page.getByRole('dialog');
	await sheet.getByRole('button', { name: '抽一项' }).click();
	const drawn = sheet.getByRole('listitem').filter({ hasText: '核实' });
	await expect(drawn).toHaveCount(1);
	await drawn.getByRole('button', { name: '不属实' }).click();
	await drawn.getByRole('textbox').fill('客户说没有这单');
	await drawn.getByRole('button', { name: '保存' }).click();
	await expect(drawn).toHaveCount(0);
	await page.goto(`${url}/process/spot-checks`);
	await expect(page.getByRole('listitem').filter({ hasText: '客户说没有这单' })).toContainText(
		'不属实'
	);
	await context.close();
});

test('[DESK-3] filters stay in the address, and the keyboard goes through the list', async ({
	browser,
	installation: { url }
}) => {
	const [context, page] = await tabletOf(browser, url, { login: 'boss', viewport: PORTRAIT });
	const rows = page.locator('[data-rep]');
	await expect(rows).toHaveCount(5);
	await page.getByRole('button', { name: '筛选', exact: true }).click();
	await page
		.getByRole('navigation', { name: '筛选' })
		.getByRole('link', { name: '华东一队' })
		.click();
	await expect(rows).toHaveCount(2);
	await expect(page).toHaveURL(/team=T1/);
	await page.reload();
	await expect(rows).toHaveCount(2);
	await rows.first().focus();
	await page.keyboard.press('ArrowDown');
	await expect(rows.nth(1)).toBeFocused();
	const second = await rows.nth(1).getAttribute('data-rep');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(new RegExp(`rep=${second}`));
	await page.getByRole('link', { name: '名单' }).click();
	await expect(rows).toHaveCount(2);
	await context.close();
});

test('[DESK-8] the tablet is for whoever leads, and shows nobody else’s unit', async ({
	browser,
	installation: { url }
}) => {
	const context = await browser.newContext({ locale: 'zh-CN' });
	const page = await context.newPage();
	await signInPage(page, url, 'R3');
	expect((await page.goto(`${url}/floor`))!.status()).toBe(403);
	await context.close();
	const [office, tablet] = await tabletOf(browser, url);
	await expect(tablet.locator('[data-rep]')).toHaveCount(3);
	expect((await tablet.goto(`${url}/floor?unit=HQ`))!.status()).toBe(403);
	expect((await tablet.request.get(`${url}/floor/spot-checks?unit=T1`)).status()).toBe(403);
	await office.close();
});

test('usable by everyone, light and dark, in both languages, on a small phone', async ({
	browser,
	installation: { url }
}) => {
	for (const [locale, colorScheme] of [
		['zh-CN', 'light'],
		['en', 'dark']
	] as const) {
		const context = await browser.newContext({
			locale,
			colorScheme,
			viewport: { width: 360, height: 740 },
			reducedMotion: 'reduce'
		});
		const page = await context.newPage();
		await signInPage(page, url, 'm-t2', '/floor');
		const check = async () => {
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
		};
		await check();
		await page.locator('[data-rep]').last().click();
		await expect(page.locator('.pane').locator('.day')).toBeVisible();
		await check();
		for (const button of await page.locator('.doings button').all()) {
			if (
				(await page.locator('.doings button').last().textContent()) === (await button.textContent())
			)
				break;
			await button.click();
			await expect(page.getByRole('dialog')).toBeVisible();
			await check();
			await page.keyboard.press('Escape');
		}
		await context.close();
	}
});
