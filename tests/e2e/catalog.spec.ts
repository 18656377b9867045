/** Customers, keys and files of the administration, as somebody at a keyboard meets them. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { createApi, foundCompanyOver, runKeyCommand } from '../support/api.ts';
import { makeDataFolder } from '../support/databases.ts';
import { makeAccount } from '../support/people.ts';
import { startRealServer } from '../support/real-server.ts';
import { signInPage } from '../support/signed-in.ts';
import { until } from '../support/until.ts';
import { monthStart } from './installation.ts';
import { expect, test as base } from './patience.ts';

interface Site {
	url: string;
}

const test = base.extend<object, { site: Site }>({
	site: [
		// Playwright reads what a fixture needs from the pattern of its first argument.
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const folder = await makeDataFolder();
			const server = await startRealServer({ dataDir: folder.path });
			// A browser keeps its cookies and its clipboard for localhost.
			const url = `http://localhost:${server.port}`;
			const key = await runKeyCommand({ DATA_DIR: folder.path }, 'create', 'e2e');
			const api = createApi(() => url, key.split('\n').at(-1)!);
			await until(async () => (await api('GET', '/units')).status === 200);
			await foundCompanyOver(api, monthStart());
			await makeAccount(
				{ DATA_DIR: folder.path },
				{ code: 'boss', name: '周敏', administrator: true },
				{ code: 'm-east', name: '沈国强', leads: ['east'] }
			);
			await use({ url });
			await server.end();
			await folder.remove();
		},
		{ scope: 'worker', timeout: 90_000 }
	]
});

/** What a picker offers; a select has options of its own. */
const choices = (page: Page) => page.locator('[role=listbox] [role=option]');

test.describe.configure({ mode: 'serial' });
test.use({ locale: 'zh-CN' });

test.beforeEach(async ({ page, site }) => signInPage(page, site.url, 'boss'));

test('a dealer and its owner, with the keyboard alone', async ({ page, site }) => {
	await page.goto(`${site.url}/admin/customers/new`);
	await page.getByLabel('编号').focus();
	await page.keyboard.type('D100');
	await page.keyboard.press('Tab');
	await page.keyboard.type('南京锦绣家纺');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	const owner = page.getByRole('combobox', { name: '负责人' });
	await expect(owner).toBeFocused();
	await page.keyboard.type('欧阳');
	await expect(choices(page)).toHaveCount(1);
	await expect(choices(page)).toContainText('r4');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await expect(owner).toHaveValue('欧阳思远');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/admin/customers/D100');
	await page.goto(`${site.url}/admin/customers?q=D100`);
	await expect(page.getByRole('row').filter({ hasText: '南京锦绣家纺' })).toContainText('欧阳思远');
});

test('what was typed and not chosen is no owner; emptied, there is none', async ({
	page,
	site
}) => {
	await page.goto(`${site.url}/admin/customers/D100`);
	const owner = page.getByRole('combobox', { name: '负责人' });
	await expect(owner).toHaveValue('欧阳思远');
	await owner.fill('李');
	await expect(choices(page)).toContainText(['李娜']);
	await page.getByLabel('名称').focus();
	await expect(owner).toHaveValue('欧阳思远');
	await owner.fill('');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByRole('status').filter({ hasText: '已保存' })).toBeVisible();
	await page.reload();
	await expect(owner).toHaveValue('');
});

test('an error stands beside its field, and nothing typed is lost', async ({ page, site }) => {
	await page.goto(`${site.url}/admin/customers/new`);
	await page.getByLabel('编号').fill('d1');
	await page.getByLabel('名称').fill('另一个苏州经销商');
	await page.getByRole('button', { name: '创建' }).click();
	const code = page.getByLabel('编号');
	await expect(code).toHaveAttribute('aria-invalid', 'true');
	await expect(page.getByText('编号“d1”已被使用')).toBeVisible();
	await expect(code).toHaveValue('d1');
	await expect(page.getByLabel('名称')).toHaveValue('另一个苏州经销商');
});

test('unsaved changes are warned about, saved ones are not', async ({ page, site }) => {
	const question = page.getByRole('dialog', { name: '离开此页？' });
	await page.goto(`${site.url}/admin/products/p1`);
	await page.getByLabel('名称').fill('六件套');
	const away = page.getByRole('link', { name: '概览' });
	await away.click();
	await expect(question).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(question).toBeHidden();
	await expect(away).toBeFocused();
	expect(page.url()).toContain('/admin/products/p1');
	await expect(page.getByLabel('名称')).toHaveValue('六件套');
	await away.click();
	await question.getByRole('button', { name: '继续编辑' }).click();
	await expect(page.getByLabel('名称')).toHaveValue('六件套');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByRole('status').filter({ hasText: '已保存' })).toBeVisible();
	await page.getByRole('link', { name: '概览' }).click();
	await page.waitForURL('**/admin');
	await expect(question).toHaveCount(0);
});

test('whoever insists leaves without saving, by a link, back, or to a page that loads afresh', async ({
	page,
	site
}) => {
	const leave = page
		.getByRole('dialog', { name: '离开此页？' })
		.getByRole('button', { name: '不保存，离开' });
	const type = async () => {
		await page.goto(`${site.url}/admin/products`);
		await page.locator('a[href="/admin/products/p1"]').first().click();
		await page.waitForURL('**/admin/products/p1');
		await page.getByLabel('名称').fill('八件套');
	};
	await type();
	await page.getByRole('link', { name: '概览' }).click();
	await leave.click();
	await page.waitForURL('**/admin');
	await type();
	await page.goBack();
	await leave.click();
	await page.waitForURL('**/admin/products');
	await type();
	await page.getByRole('link', { name: '打开大屏' }).click();
	await leave.click();
	await page.waitForURL('**/tv');
	await page.goto(`${site.url}/admin/products/p1`);
	await expect(page.getByLabel('名称')).not.toHaveValue('八件套');
});

test('[ADMIN-5] several customers go to another rep', async ({ page, site }) => {
	await page.goto(`${site.url}/admin/customers`);
	await page.getByRole('checkbox', { name: '选择 苏州经销商' }).check();
	await page.getByRole('checkbox', { name: '选择 无锡经销商' }).check();
	await page.getByRole('button', { name: '更换负责人' }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog).toContainText('为 2 个客户更换负责人');
	await dialog.getByRole('combobox').fill('赵敏');
	await choices(page).filter({ hasText: '赵敏' }).click();
	await dialog.getByRole('button', { name: '更换负责人' }).click();
	await expect(dialog).toBeHidden();
	await expect(page.getByText('已为 2 个客户更换负责人')).toBeVisible();
	for (const name of ['苏州经销商', '无锡经销商'])
		await expect(page.getByRole('row').filter({ hasText: name })).toContainText('赵敏');
});

test('points are explained while they are typed', async ({ page, site }) => {
	await page.goto(`${site.url}/admin/metrics/sales`);
	await page.getByLabel('每 1 元的积分').fill('0.01');
	await expect(page.getByText('完成 10,000 元，得 100 分')).toBeVisible();
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByRole('status').filter({ hasText: '已保存' })).toBeVisible();
});

test('[ADMIN-6] a list is taken along as it is searched', async ({ page, site }) => {
	await page.goto(`${site.url}/admin/customers?q=${encodeURIComponent('无锡')}`);
	for (const [label, ending] of [
		['CSV 文件', '.csv'],
		['Excel 工作簿', '.xlsx']
	] as const) {
		await page.getByText('导出', { exact: false }).first().click();
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: label }).click()
		]);
		expect(download.suggestedFilename()).toMatch(new RegExp(`^客户与经销商 .*\\${ending}$`));
		const bytes = await readFile(await download.path());
		if (ending === '.csv') {
			expect(bytes.toString()).toContain('无锡经销商');
			expect(bytes.toString()).not.toContain('苏州经销商');
			expect(bytes.toString()).toMatch(/^\ufeff编号,名称,类型,/);
		} else expect(bytes.subarray(0, 2).toString()).toBe('PK');
	}
});

test('[ADMIN-10] a key is shown once, and revoked after a question', async ({ page, site }) => {
	await page.goto(`${site.url}/admin/keys/new`);
	await page.getByLabel('名称').fill('ERP 销售订单');
	await page.getByRole('checkbox', { name: '提交业绩' }).check();
	await page.getByRole('button', { name: '创建' }).click();
	const key = (await page.getByTestId('key').textContent())!.trim();
	expect(key).toMatch(/^[0-9a-f]{12}\.[\w-]{32}$/);
	await expect(page.locator('pre')).toContainText(`Bearer ${key}`);
	await page.getByRole('link', { name: '我已保存' }).click();
	await expect(page.getByRole('row').filter({ hasText: 'ERP 销售订单' })).toContainText('提交业绩');
	await expect(page.locator('body')).not.toContainText(key);

	await page.getByRole('button', { name: '停用 ERP 销售订单' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	await expect(page.getByRole('row').filter({ hasText: 'ERP 销售订单' })).toContainText('停用');
	const answer = await fetch(`${site.url}/api/v1/units`, {
		headers: { authorization: `Bearer ${key}` }
	});
	expect(answer.status).toBe(401);
});

test('[ADMIN-13] the audit log tells it all in words', async ({ page, site }) => {
	await page.goto(`${site.url}/admin/audit?q=${encodeURIComponent('无锡经销商')}`);
	const entry = page.getByRole('listitem').filter({ hasText: '负责人' }).first();
	await expect(entry).toContainText('周敏');
	await expect(entry).toContainText('客户：修改');
	await expect(entry.locator('del')).toHaveText('r7');
	await expect(entry.locator('ins')).toHaveText('r6');
	await expect(entry).not.toContainText('{');
});

test('nothing is wider than a phone, and nothing fails', async ({ page, site }) => {
	const failures: string[] = [];
	page.on('pageerror', (error) => failures.push(String(error)));
	page.on('console', (message) => message.type() === 'error' && failures.push(message.text()));
	await page.setViewportSize({ width: 360, height: 740 });
	for (const path of [
		'',
		'/customers',
		'/customers/d1',
		'/products',
		'/metrics',
		'/metrics/new',
		'/keys',
		'/keys/new',
		'/audit',
		'/export'
	]) {
		await page.goto(`${site.url}/admin${path}?lang=en`);
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		expect(width, path).toBeLessThanOrEqual(360);
	}
	expect(failures).toEqual([]);
});
