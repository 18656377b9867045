/** The wall, the tablet and two phones at once: what is recorded on one shows on all, and each has its network cut in turn. */
import type { Browser, Page } from '@playwright/test';
import { startProxy, type Proxy } from '../support/proxy.ts';
import { signInPage } from '../support/signed-in.ts';
import { expect, foundCompany, test } from './installation.ts';

/** Four browsers, and networks that come and go. */
test.setTimeout(180_000);

interface Screen {
	page: Page;
	/** Its wire to the server. */
	wire: Proxy;
}

const screens: Screen[] = [];

/** A screen with a wire of its own. */
async function hang(
	browser: Browser,
	{
		url,
		path,
		login,
		width,
		height
	}: Record<'url' | 'path', string> & {
		login?: string;
		width: number;
		height: number;
	}
): Promise<Screen> {
	const wire = await startProxy({ host: 'localhost', port: Number(new URL(url).port) });
	const context = await browser.newContext({ locale: 'zh-CN', viewport: { width, height } });
	const page = await context.newPage();
	const own = `http://localhost:${wire.port}`;
	if (login) await signInPage(page, own, login, path);
	else await page.goto(own + path);
	screens.push({ page, wire });
	return { page, wire };
}

/** On the keys of the phone, without a customer. */
async function record(phone: Page, digits: string): Promise<void> {
	await phone.getByRole('button', { name: '记一笔', exact: true }).click();
	const sheet = phone.getByRole('dialog');
	for (const digit of digits) await sheet.getByRole('button', { name: digit, exact: true }).click();
	await sheet.getByRole('button', { name: '不指定客户' }).click();
	await expect(sheet).toBeHidden();
}

test.beforeAll(async ({ installation }) => {
	await foundCompany(installation);
	for (const account of [
		{ code: 'R1', name: '李娜' },
		{ code: 'R2', name: '王建国' },
		{ code: 'm-t1', name: '林雅琴', leads: ['T1'] },
		{ code: 'boss', name: '周敏', administrator: true }
	])
		await installation.createAccount(account);
});

test.afterAll(async () => {
	for (const { page, wire } of screens.splice(0)) {
		await page.context().close();
		await wire.close();
	}
});

test('a rep records, the wall celebrates, the tablet sorts anew, a colleague cheers; with the network cut on each', async ({
	browser,
	installation: { url }
}) => {
	const phone = await hang(browser, { url, path: '/me', login: 'R1', width: 390, height: 844 });
	const colleague = await hang(browser, { url, path: '/me', login: 'R2', width: 390, height: 844 });
	const tablet = await hang(browser, {
		url,
		path: '/floor',
		login: 'm-t1',
		width: 1180,
		height: 820
	});
	const wall = await hang(browser, { url, path: '/tv', width: 1920, height: 1080 });
	const place = (name: string) => wall.page.getByRole('row').filter({ hasText: name });
	const order = () =>
		tablet.page
			.locator('[data-rep]')
			.evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.rep));
	await expect(place('李娜')).toBeVisible();
	await expect.poll(order).toEqual(['R1', 'R2']);

	// The month's target in one sale, on the phone.
	await record(phone.page, '2300000');
	const stage = wall.page.locator('section.screen');
	await expect(stage).toContainText('李娜');
	await expect(place('李娜')).toContainText('230');
	// Whoever has nothing yet needs somebody more.
	await expect.poll(order).toEqual(['R2', 'R1']);
	await colleague.page.getByRole('button', { name: '给李娜鼓掌' }).first().click();
	await expect(stage.getByTestId('cheers')).toContainText('王建国');
	await expect(phone.page.locator('[data-arrival]')).toContainText('王建国');

	// The phone in a hole: it waits there, and nowhere else.
	await expect(stage).toHaveCount(0, { timeout: 60_000 });
	phone.wire.cut();
	await expect(phone.page.getByText(/网络断开/)).toBeVisible();
	await record(phone.page, '1000');
	await expect(phone.page.getByText('另有 +1,000 待发送')).toBeVisible();
	await expect(place('李娜')).not.toContainText('230.1');
	phone.wire.heal();
	await expect(place('李娜')).toContainText('230.1', { timeout: 30_000 });
	await expect(phone.page.getByText('待发送')).toHaveCount(0);

	// The tablet in a hole: its picture stays and says so; what the manager does is sent once it is back.
	tablet.wire.cut();
	await expect(tablet.page.getByText(/网络断开/).first()).toBeVisible();
	await record(colleague.page, '2400000');
	await expect(stage).toContainText('王建国');
	expect(await order()).toEqual(['R2', 'R1']);
	await tablet.page.locator('[data-rep=R2]').click();
	await tablet.page
		.getByRole('group', { name: '可以做的事' })
		.getByRole('button', { name: '看过了', exact: true })
		.click();
	await expect(tablet.page.locator('[data-waiting]')).toHaveCount(1);
	tablet.wire.heal();
	await expect(tablet.page.locator('[data-waiting]')).toHaveCount(0, { timeout: 30_000 });
	await expect(tablet.page.getByText(/网络断开/)).toHaveCount(0, { timeout: 30_000 });
	await expect(tablet.page.locator('[data-rep=R2]')).toContainText('104%');

	// The wall in a hole: it keeps its picture, says since when, and is right again without a hand.
	await expect(stage).toHaveCount(0, { timeout: 60_000 });
	wall.wire.cut();
	await expect(wall.page.getByText(/与服务器失去联系/)).toBeVisible({ timeout: 30_000 });
	await record(phone.page, '3000');
	await expect(place('王建国')).toBeVisible();
	await expect(place('李娜')).not.toContainText('230.4');
	wall.wire.heal();
	await expect(place('李娜')).toContainText('230.4', { timeout: 30_000 });
	await expect(wall.page.getByText(/与服务器失去联系/)).toHaveCount(0);
});
