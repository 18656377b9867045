/** A target agreed from below: asked, countered on a phone, taken over, settled; and everybody sees it. */
import type { Page } from '@playwright/test';
import { makeAccount, PASSWORD } from '../support/people.ts';
import { expect, test, type Installation } from './installation.ts';

const PHONE = { width: 390, height: 844 };

test.use({ locale: 'zh-CN' });

test.beforeAll(async ({ installation: { call, dataDir } }) => {
	for (const [code, name, kind, parent] of [
		['HQ', '云锦家纺', 'company'],
		['E1', '华东一队', 'team', 'HQ']
	])
		await call('PUT', `/units/${code}`, { name, kind, ...(parent ? { parent } : {}) });
	for (const [code, name] of [
		['R1', '李娜'],
		['R2', '王建国'],
		['R3', '陈晓燕']
	])
		await call('PUT', `/reps/${code}`, { name, team: 'E1' });
	const env = { DATA_DIR: dataDir };
	await makeAccount(
		env,
		{ code: 'admin', name: '周敏', administrator: true },
		{ code: 'm-e1', name: '沈国强', leads: ['E1'] },
		{ code: 'R1', name: '李娜' },
		{ code: 'R2', name: '王建国' }
	);
});

async function signIn(page: Page, { url }: Installation, login: string): Promise<void> {
	page.setDefaultTimeout(8_000);
	await page.goto(`${url}/login`);
	await page.fill('input[name=login]', login);
	await page.fill('input[name=password]', PASSWORD);
	await page.click('button[type=submit]');
	await page.waitForURL((at) => !at.pathname.startsWith('/login'));
}

const amountOf = (page: Page, name: string) =>
	page.getByRole('textbox', { name: `${name} 的目标` });
/** Types an amount, again until the page has come to life and read it. */
async function give(page: Page, name: string, text: string, read: string): Promise<void> {
	await expect(async () => {
		await amountOf(page, name).fill(text);
		await amountOf(page, name).blur();
		await expect(amountOf(page, name)).toHaveValue(read, { timeout: 1_000 });
	}).toPass();
}
const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });

/** The amount that a rep reads on the phone. */
const offer = (page: Page) => page.getByRole('article');

test('[AGREE-1] [AGREE-2] [AGREE-7] [AGREE-11] [AGREE-13] asked, countered on a phone, taken over and settled', async ({
	page: manager,
	browser,
	installation
}) => {
	test.setTimeout(120_000);
	const { url, call } = installation;
	const today = ((await call('GET', '/progress?kind=unit&code=E1')) as { period: { from: string } })
		.period.from;
	await call('PUT', '/targets', {
		metric: 'sales',
		period: { unit: 'month', start: `${today.slice(0, 7)}-01` },
		subject: { kind: 'unit', code: 'E1' },
		amount: 300_000_000
	});

	await test.step('the manager puts amounts before the team, with a deadline', async () => {
		await signIn(manager, installation, 'm-e1');
		await manager.goto(`${url}/targets/split?subject=unit:E1`);
		await give(manager, '李娜', '120万', '1,200,000');
		await give(manager, '王建国', '100万', '1,000,000');
		await give(manager, '陈晓燕', '100万', '1,000,000');
		await manager.getByRole('button', { name: '征求意见', exact: true }).click();
		const dialog = manager.getByRole('dialog');
		await expect(dialog).toContainText('陈晓燕');
		await dialog.getByRole('button', { name: '发出' }).click();
		await expect(manager.getByText('第 1 版 · 征求意见中')).toBeVisible();
		await expect(manager.getByText('待回复 3')).toBeVisible();
	});

	const phone = await browser.newPage({ locale: 'zh-CN', viewport: PHONE });
	await test.step('the rep finds it on the phone, and counters', async () => {
		await signIn(phone, installation, 'R1');
		await expect(phone.getByText('1 项待确认')).toBeVisible();
		await phone.getByRole('link', { name: /目标确认/ }).click();
		await expect(offer(phone)).toContainText('华东一队给您的目标');
		await expect(offer(phone)).toContainText('120');
		const width = await phone.evaluate(() => document.documentElement.scrollWidth);
		expect(width).toBe(PHONE.width);
		await phone.getByText('提出调整', { exact: true }).click();
		await phone.getByLabel('您认为应是多少（元）').fill('110万');
		await phone.getByRole('button', { name: '发出' }).click();
		await expect(phone.getByText('请写明理由')).toBeVisible();
		await phone.getByLabel('理由（所有人可见）').fill('老客户停产');
		await phone.getByRole('button', { name: '发出' }).click();
		await expect(phone.getByText('已发出，上级会看到')).toBeVisible();
		await expect(phone.getByText('没有等您确认的目标')).toBeVisible();
	});

	await test.step('the manager sees it without a reload, and another who accepts with one tap', async () => {
		await expect(rowOf(manager, '李娜')).toContainText('要求 110 万');
		await expect(rowOf(manager, '李娜')).toContainText('老客户停产');
		const other = await browser.newPage({ locale: 'zh-CN', viewport: PHONE });
		await signIn(other, installation, 'R2');
		await other.goto(`${url}/targets/answers`);
		await other.getByRole('button', { name: /同意 100/ }).click();
		await expect(other.getByText('已同意。')).toBeVisible();
		await expect(manager.getByText('同意 1', { exact: true })).toBeVisible();
		await other.close();
	});

	await test.step('the administrator writes down what the third said, who has no account', async () => {
		const admin = await browser.newPage({ locale: 'zh-CN' });
		await signIn(admin, installation, 'admin');
		await admin.goto(`${url}/targets/split?subject=unit:E1`);
		const dialog = admin.getByRole('dialog');
		// A page that has just come does not listen yet.
		await expect(async () => {
			await admin.getByRole('button', { name: '代 陈晓燕 填写答复' }).click({ timeout: 1_000 });
			await expect(dialog).toBeVisible({ timeout: 1_000 });
		}).toPass();
		await dialog.getByRole('button', { name: /同意/ }).click();
		await expect(rowOf(manager, '陈晓燕')).toContainText('admin 代填');
		await admin.close();
	});

	await test.step('the manager takes the counter with one click, makes up for it, and settles', async () => {
		await manager.getByRole('button', { name: '采纳 李娜 的要求' }).click();
		await expect(amountOf(manager, '李娜')).toHaveValue('1,100,000');
		await expect(manager.getByRole('button', { name: '定案生效' })).toBeDisabled();
		await give(manager, '王建国', '105万', '1,050,000');
		await manager.getByRole('button', { name: '定案生效' }).click();
		const dialog = manager.getByRole('dialog');
		await expect(dialog).toContainText('金额在征求之后改动：王建国');
		await dialog.getByRole('button', { name: '确认定案' }).click();
		await expect(manager.getByText('已生效，看板即刻更新')).toBeVisible();
		await expect(manager.getByText('第 1 版 · 已生效')).toBeVisible();
	});

	await test.step('the rep sees what was settled, their own and everybody’s, with every answer', async () => {
		await expect(phone.getByText('定案 110 万')).toBeVisible();
		await phone.goto(`${url}/targets/split?subject=unit:E1`);
		await expect(amountOf(phone, '王建国')).toHaveValue('1,050,000');
		await expect(amountOf(phone, '王建国')).toBeDisabled();
		await expect(rowOf(phone, '李娜')).toContainText('老客户停产');
		await expect(phone.getByText('已定案', { exact: true })).toBeVisible();
		const target = (await call('GET', '/progress?kind=rep&code=R1')) as { target: number };
		expect(target.target).toBe(110_000_000);
	});

	await test.step('[AGREE-9] and nobody sets it past the split', async () => {
		await manager.goto(`${url}/targets/set?subject=rep:R1`);
		await expect(manager.getByText('由“华东一队”的第 1 版分解定案')).toBeVisible();
		await manager.getByLabel('目标（元）').fill('1万');
		await manager.getByRole('button', { name: '立即生效' }).click();
		await expect(manager.getByText('不能单独修改')).toBeVisible();
	});
	await phone.close();
});
