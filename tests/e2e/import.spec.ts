/** An administrator brings a spreadsheet in: some rows are wrong, they are corrected, and all is undone again. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { signInPage } from '../support/signed-in.ts';
import { expect, foundCompany, test } from './installation.ts';
import type { Installation } from './installation.ts';

const today = () =>
	new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());

const sales = () => `销售明细,,,,
单号,成交日期,业务员,客户,金额（万元）
S1,${today()},李娜,恒源,10
S2,${today()},王建国,恒源,20
S3,${today()},李四四,大华,30
S4,${today()},李娜,大华,四十
`;

const give = (page: Page, name: string, content: string) =>
	page
		.locator('input[type=file]')
		.setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

/** What the leaderboard says, in yuan. */
async function board({ call }: Installation): Promise<Record<string, number>> {
	const { standings } = (await call(
		'GET',
		'/leaderboards?metric=sales&measure=total&period=month&level=rep&top=10'
	)) as { standings: { subject: { code: string }; value: number }[] };
	return Object.fromEntries(standings.map(({ subject, value }) => [subject.code, value / 100]));
}

test.describe.serial('[IMPORT-21] a spreadsheet', () => {
	let page: Page;
	/** Other stories may have sold before. */
	let before: Record<string, number>;
	async function gained(installation: Installation): Promise<Record<string, number>> {
		const now = Object.entries(await board(installation));
		return Object.fromEntries(now.map(([code, value]) => [code, value - (before[code] ?? 0)]));
	}

	test.beforeAll(async ({ browser, installation }) => {
		await foundCompany(installation);
		before = await board(installation);
		await installation.createAccount({
			code: 'boss',
			name: '周敏',
			administrator: true
		});
		page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
		await signInPage(page, installation.url, 'boss', '/admin/imports');
	});
	test.afterAll(() => page.context().close());

	test('what is no table is refused in words', async () => {
		await give(page, 'empty.csv', '');
		await expect(page.getByRole('alert')).toContainText('文件是空的');
		await give(page, 'head.csv', '日期,金额\n');
		await expect(page.getByRole('alert')).toContainText('只有表头');
	});

	test('is understood, and shown as it will be recorded, the wrong cells marked', async ({
		installation
	}) => {
		await give(page, '销售.csv', sales());
		await expect(page.getByRole('heading', { name: '销售.csv' })).toBeVisible();
		await expect(page.getByRole('radio', { name: '销售流水' })).toBeChecked();
		await expect(page.getByLabel('金额或数量')).toHaveValue('column:金额（万元）');
		await expect(page.getByLabel('数字的单位')).toHaveValue('ten-thousand');
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations).toEqual([]);

		await page.getByRole('button', { name: '预览' }).click();
		await expect(page.getByRole('heading', { name: '将导入 2 行' })).toBeVisible();
		await expect(page.getByRole('row').nth(1)).toContainText('100,000.00');
		await expect(page.locator('mark')).toHaveText(['李四四', '四十']);
		expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
		expect(await gained(installation)).toMatchObject({ R1: 0, R2: 0 });
	});

	test('is imported; the boards follow; corrected rows come after it', async ({ installation }) => {
		await page.getByRole('button', { name: '导入 2 行' }).click();
		await expect(page.getByRole('heading', { name: '已导入 2 行' })).toBeVisible();
		await expect.poll(() => gained(installation)).toMatchObject({ R1: 100_000, R2: 200_000 });

		const download = page.waitForEvent('download');
		await page.getByRole('link', { name: '下载被拒绝的行' }).click();
		const file = await download;
		expect(file.suggestedFilename()).toBe('销售.csv.rejected.csv');
		const rejected = await readFile(await file.path(), 'utf8');
		const corrected = rejected.replaceAll('李四四', '陈晓燕').replaceAll('四十', '40');
		await give(page, file.suggestedFilename(), corrected);
		await expect(page.getByRole('heading', { name: '将导入 2 行' })).toBeVisible();
		await page.getByRole('button', { name: '导入 2 行' }).click();
		await expect(page.getByRole('heading', { name: '已导入 2 行' })).toBeVisible();
		await expect
			.poll(() => gained(installation))
			.toMatchObject({ R1: 500_000, R2: 200_000, R3: 300_000 });
	});

	test('[IMPORT-23] is undone by the keyboard; the boards follow, and it stays in the list', async ({
		installation
	}) => {
		await page.getByRole('button', { name: '撤销这次导入' }).focus();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('dialog')).toContainText('冲销记在今天');
		await page.getByRole('button', { name: '撤销 2 笔' }).focus();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('heading', { name: '已撤销，冲销 2 笔' })).toBeVisible();
		await expect
			.poll(() => gained(installation))
			.toMatchObject({ R1: 100_000, R2: 200_000, R3: 0 });
		await page.goto(`${installation.url}/admin/imports`);
		await expect(page.getByRole('row').nth(1)).toContainText('已撤销');
		await expect(page.getByRole('row').nth(2)).toContainText('接受 2，拒绝 2');
	});

	test('at 360 px nothing scrolls sideways', async ({ installation }) => {
		await page.setViewportSize({ width: 360, height: 740 });
		const width = () => page.evaluate(() => document.documentElement.scrollWidth);
		await page.goto(`${installation.url}/admin/imports`);
		expect(await width()).toBe(360);
		await give(page, '销售2.csv', sales().replace('S1', 'S9'));
		await expect(page.getByText('已按上次导入同样表头的文件填好')).toBeVisible();
		expect(await width()).toBe(360);
		await page.getByRole('button', { name: '预览' }).click();
		await expect(page.getByRole('heading', { name: /将导入/ })).toBeVisible();
		expect(await width()).toBe(360);
	});

	test('[ACCESS-3] is nothing for the public', async ({ browser, installation }) => {
		const stranger = await browser.newContext();
		const answer = await stranger.request.put(
			`${installation.url}/admin/imports/upload?name=x.csv`,
			{
				data: 'a,b'
			}
		);
		expect(answer.status()).toBe(401);
		await stranger.close();
	});
});
