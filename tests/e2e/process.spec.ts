/** 业务110: a rep asks from the phone, a manager takes it and closes it on the page. */
import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { signInPage } from '../support/signed-in.ts';
import { foundCompany, test } from './installation.ts';

test.use({ locale: 'zh-CN', publicBoards: false });

test.beforeAll(async ({ installation }) => {
	await foundCompany(installation);
	for (const account of [
		{ code: 'boss', name: '周敏', administrator: true },
		{ code: 'm-t1', name: '沈国强', leads: ['T1'] },
		{ code: 'm-t2', name: '林雅琴', leads: ['T2'] },
		{ code: 'R1', name: '李娜' }
	])
		await installation.createAccount(account);
});

/** What a queue sends, with the cookies of a page. */
const post = (page: Page, url: string, command: unknown, origin = url) =>
	page.request.post(`${url}/process/commands`, {
		headers: { origin, accept: 'application/json' },
		data: command as object
	});
const ask = (rep: string, text: string) => ({
	id: randomUUID(),
	what: 'help.ask',
	rep,
	obstacle: 'price',
	text
});

test('[HELP-1] a rep asks, sees who took it and how it ended; the page follows by itself', async ({
	browser,
	page,
	installation: { url }
}) => {
	const phone = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
	await signInPage(phone, url, 'R1');
	await signInPage(page, url, 'm-t1', '/process/help');
	await expect(page.getByRole('heading', { name: '还没有人求助' })).toBeVisible();
	// From now on it hears of changes.
	await page.waitForLoadState('networkidle');

	const command = ask('R1', '对手降价一成，老客户要求同价');
	for (let i = 0; i < 2; i++)
		expect(await (await post(phone, url, command)).json()).toEqual({ ok: true });
	const row = page.getByRole('listitem').filter({ hasText: '对手降价一成' });
	await expect(row).toHaveCount(1);
	await row.getByRole('button', { name: '接手 李娜 的求助' }).click();
	await expect(page.getByText('已由您接手')).toBeVisible();
	await expect(row).toContainText('沈国强');

	await row.getByRole('button', { name: '写下 李娜 的求助结果' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('button', { name: '写下结果' }).click();
	await expect(dialog.getByText('不能为空').or(dialog.getByRole('alert'))).toBeVisible();
	await dialog.getByLabel('做了什么').fill('批了特价，当场签下');
	await dialog.getByRole('button', { name: '写下结果' }).click();
	await expect(dialog).toBeHidden();
	await expect(row).toContainText('批了特价，当场签下');
	await expect(row).toContainText('已解决');
	await phone.context().close();
});

test('[HELP-2] a command is for one’s own people, from the site itself, and says what is wrong with it', async ({
	page,
	installation: { url }
}) => {
	await signInPage(page, url, 'R1');
	expect((await post(page, url, ask('R2', '…'))).status()).toBe(403);
	expect((await post(page, url, ask('R1', '…'), 'http://elsewhere.example')).status()).toBe(403);
	const taking = { id: randomUUID(), what: 'help.take', help: randomUUID() };
	expect((await post(page, url, taking)).status()).toBe(403);
	const unclear = await post(page, url, { ...ask('R1', ''), obstacle: 'weather' });
	expect(unclear.status()).toBe(422);
	expect(((await unclear.json()) as { problems: unknown[] }).problems).toEqual([
		expect.objectContaining({ path: 'obstacle', reason: 'not-one-of' }),
		expect.objectContaining({ path: 'text', reason: 'required' })
	]);
	expect((await page.goto(`${url}/process/help`))!.status()).toBe(403);
});

test('[HELP-2] another team’s manager sees and takes nothing of it', async ({
	browser,
	page,
	installation: { url }
}) => {
	const phone = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
	await signInPage(phone, url, 'R1');
	const command = ask('R1', '缺货一周');
	expect((await post(phone, url, command)).ok()).toBe(true);
	await signInPage(page, url, 'm-t2', '/process/help');
	await expect(page.getByText('缺货一周')).toHaveCount(0);
	const taking = { id: randomUUID(), what: 'help.take', help: command.id };
	expect((await post(page, url, taking)).status()).toBe(403);
	await phone.context().close();
});

test('[FLOOR-6] a spot check is drawn and recorded', async ({ page, installation }) => {
	const { url } = installation;
	await installation.sell('R1', 128_000);
	await signInPage(page, url, 'm-t1', '/process/spot-checks');
	await page.getByRole('button', { name: '抽一项' }).click();
	await expect(page.getByText('抽到了一项')).toBeVisible();
	await page.getByRole('button', { name: '记录 李娜 的检查结果' }).click();
	await page.getByRole('dialog').getByLabel('不属实').check();
	await page.getByRole('dialog').getByLabel('说明').fill('客户说没有这单');
	await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	await expect(page.getByRole('listitem').filter({ hasText: '客户说没有这单' })).toContainText(
		'不属实'
	);
});

test('[REPORT-3] the overview shows who answered, and the settings say until when', async ({
	browser,
	page,
	installation: { url }
}) => {
	const phone = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
	await signInPage(phone, url, 'R1');
	const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format();
	const answers = { yesterday: '签了两单', today: '拜访三家', tomorrow: '收款' };
	const command = { id: randomUUID(), what: 'report.answer', rep: 'R1', day, ...answers };
	expect((await post(phone, url, command)).ok()).toBe(true);
	await phone.context().close();

	await signInPage(page, url, 'boss', '/process/settings');
	await page.getByLabel('三问截止时间').fill('17:30');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('已保存')).toBeVisible();
	await page.goto(`${url}/process/reports`);
	await expect(page.getByText('每天 17:30 前答完')).toBeVisible();
	const shown = page.getByText('签了两单').or(page.getByText('这一天没有人上班'));
	await expect(shown).toBeVisible();
});
