/** From the company's target to the one of a rep, level by level, by whoever may; and the boards follow. */
import type { Page } from '@playwright/test';
import { makeAccount, PASSWORD } from '../support/people.ts';
import { expect, test, type Installation } from './installation.ts';

const UNITS = [
	['HQ', '云锦家纺', 'company'],
	['EAST', '华东大区', 'region', 'HQ'],
	['SOUTH', '华南大区', 'region', 'HQ'],
	['E1', '华东一队', 'team', 'EAST'],
	['E2', '华东二队', 'team', 'EAST'],
	['S1', '华南一队', 'team', 'SOUTH']
] as const;
const REPS = [
	['R1', '李娜', 'E1'],
	['R2', '王建国', 'E1'],
	['R3', '陈晓燕', 'E2'],
	['R4', '刘洋', 'S1']
] as const;

test.use({ locale: 'zh-CN' });

test.beforeAll(async ({ installation: { call, dataDir } }) => {
	for (const [code, name, kind, parent] of UNITS)
		await call('PUT', `/units/${code}`, { name, kind, ...(parent ? { parent } : {}) });
	for (const [code, name, team] of REPS) await call('PUT', `/reps/${code}`, { name, team });
	for (const code of ['D1', 'D2'])
		await call('PUT', `/customers/${code}`, { name: `经销商${code}`, kind: 'dealer', owner: 'R1' });
	for (const code of ['P1', 'P2']) await call('PUT', `/products/${code}`, { name: `产品${code}` });
	const env = { DATA_DIR: dataDir };
	await makeAccount(env, { code: 'admin', name: '周敏', administrator: true });
	await makeAccount(env, { code: 'm-east', name: '沈国强', leads: ['EAST'] });
	await makeAccount(env, { code: 'R1', name: '李娜' });
});

async function signIn(page: Page, { url }: Installation, login: string): Promise<void> {
	await page.goto(`${url}/login`);
	await page.fill('input[name=login]', login);
	await page.fill('input[name=password]', PASSWORD);
	await page.click('button[type=submit]');
	await page.waitForURL((at) => !at.pathname.startsWith('/login'));
}

/** The amount in the row of a child. */
const amountOf = (page: Page, name: string) =>
	page.getByRole('textbox', { name: `${name} 的目标` });

async function targetOf({ call }: Installation, kind: string, code: string) {
	const read = await call('GET', `/progress?kind=${kind}&code=${code}`);
	return (read as { target?: number }).target;
}

/** A round of answers is another story (agree.spec.ts); below a rep there is nobody to ask. */
async function settle(page: Page): Promise<void> {
	await page.getByRole('button', { name: /定案生效|不征求意见，直接定案/ }).click();
	await page.getByRole('button', { name: '确认定案' }).click();
}
const inForce = (page: Page) => expect(page.getByText('已生效，看板即刻更新')).toBeVisible();

test('the company’s target is set, split to regions, teams and reps, and the wall shows it', async ({
	page,
	browser,
	installation
}) => {
	test.setTimeout(120_000);
	page.setDefaultTimeout(8_000);
	const { url } = installation;
	await test.step('the administrator sets the company’s target; SMART turns green while typing', async () => {
		await signIn(page, installation, 'admin');
		await page.goto(`${url}/targets`);
		await page.getByRole('link', { name: '设定目标' }).click();
		const smart = page.getByRole('list', { name: 'SMART 检查' });
		await expect(smart).toContainText('请填一个大于零的数');
		await page.getByLabel('目标（元）').fill('1000万');
		await expect(smart).not.toContainText('请填一个大于零的数');
		await page.getByRole('button', { name: '立即生效' }).click();
		await inForce(page);
		expect(await targetOf(installation, 'unit', 'HQ')).toBe(1_000_000_000);
	});

	await test.step('splits it to the regions: short is refused, what is left is spread', async () => {
		await page.getByRole('link', { name: '分解到下级' }).click();
		await amountOf(page, '华东大区').fill('600万');
		await amountOf(page, '华南大区').fill('400万');
		await expect(page.getByText('还差 50 万')).toBeVisible();
		await expect(page.getByRole('button', { name: '不征求意见，直接定案' })).toBeDisabled();
		await page.getByRole('button', { name: '解锁 华南大区' }).click();
		await page.getByRole('button', { name: '分摊余额' }).click();
		await expect(amountOf(page, '华南大区')).toHaveValue('4,500,000');
		await settle(page);
		await inForce(page);
		expect(await targetOf(installation, 'unit', 'EAST')).toBe(600_000_000);
		await expect(page.getByText('第 1 版 · 已生效')).toBeVisible();
	});

	const other = await browser.newPage({ locale: 'zh-CN' });
	other.setDefaultTimeout(8_000);
	await test.step('the manager of a region splits on, and nobody else’s', async () => {
		await signIn(other, installation, 'm-east');
		await other.goto(`${url}/targets/set?subject=unit:SOUTH`);
		await expect(other.getByText('您没有权限查看此页')).toBeVisible();
		await other.goto(`${url}/targets`);
		await expect(other.getByRole('link', { name: /设定\s*华南大区/ })).toHaveCount(0);
		await other.getByRole('link', { name: /分解\s*华东大区/ }).click();
		await other.getByRole('button', { name: '按依据建议' }).click();
		await other.getByRole('button', { name: '存草稿' }).click();
		await expect(other.getByText('草稿已保存')).toBeVisible();
		expect(await targetOf(installation, 'unit', 'E1')).toBeUndefined();
		await settle(other);
		await inForce(other);
		expect(await targetOf(installation, 'unit', 'E1')).toBe(316_000_000);
	});

	const wall = await browser.newPage({ locale: 'zh-CN' });
	await test.step('codes and amounts pasted from a spreadsheet; the wall follows by itself', async () => {
		await wall.goto(`${url}/tv?unit=E1`);
		await expect(wall.getByRole('table').getByRole('row')).toHaveCount(3);
		await other.goto(`${url}/targets/split?subject=unit:E1`);
		await amountOf(other, '李娜').focus();
		await other.evaluate(() => {
			const clipboardData = new DataTransfer();
			clipboardData.setData('text', 'R2\t1,500,000\n李娜\t182万\n张三\t5');
			document.activeElement!.dispatchEvent(
				new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
			);
		});
		await expect(other.getByText('没有认出来：张三')).toBeVisible();
		await expect(amountOf(other, '王建国')).toHaveValue('1,500,000');
		await settle(other);
		await inForce(other);
		expect(await targetOf(installation, 'rep', 'R1')).toBe(182_000_000);
		await installation.sell('R1', 18_200_000);
		await expect(wall.getByRole('row', { name: /李娜/ })).toContainText('10');
	});

	await test.step('a settled split changes by a new version that says why; the old one is kept', async () => {
		await other.getByRole('button', { name: '开新版本' }).click();
		await amountOf(other, '李娜').fill('200万');
		await settle(other);
		await expect(other.getByText('请写明修改原因')).toBeVisible();
		await other.getByLabel('修改原因').fill('新签大客户');
		await settle(other);
		await inForce(other);
		await other.getByRole('link', { name: '第 1 版' }).click();
		await expect(amountOf(other, '李娜')).toHaveValue('1,820,000');
		await expect(amountOf(other, '李娜')).toBeDisabled();
	});

	await test.step('a rep’s target by dealer and product, cell by cell', async () => {
		await other.goto(`${url}/targets/split?subject=rep:R1&by=product`);
		await other.getByRole('textbox', { name: '经销商D1 的目标' }).fill('100万');
		await other.getByRole('textbox', { name: '经销商D1 · 产品P1' }).fill('80万');
		await expect(other.getByRole('textbox', { name: '经销商D1 的目标' })).toHaveValue('1,300,000');
		await other.getByRole('button', { name: '分摊余额' }).click();
		await settle(other);
		await inForce(other);
		expect(await targetOf(installation, 'dealer', 'D1')).toBe(130_000_000);
		expect(await targetOf(installation, 'dealer', 'D2')).toBe(80_000_000);
	});

	await test.step('a day is moved in the month picture; the month still sums exactly', async () => {
		await other.goto(`${url}/targets/days?subject=unit:E1`);
		const day = other.getByRole('slider').and(other.locator('[aria-disabled=false]')).first();
		await day.focus();
		const before = Number(await day.getAttribute('aria-valuenow'));
		await other.keyboard.press('PageUp');
		await expect(day).not.toHaveAttribute('aria-valuenow', String(before));
		const days = other.getByRole('slider');
		const sum = await days.evaluateAll((all) =>
			all.reduce((whole, one) => whole + Number(one.getAttribute('aria-valuenow')), 0)
		);
		expect(sum).toBe(316_000_000);
		await other.getByRole('button', { name: '立即生效' }).click();
		await inForce(other);
	});

	await test.step('and with the mouse: dragged to the foot a day has nothing, and the month still sums', async () => {
		const day = other.getByRole('slider').and(other.locator('[aria-disabled=false]')).last();
		const box = (await day.boundingBox())!;
		const x = box.x + box.width / 2;
		await other.mouse.move(x, box.y + box.height / 2);
		await other.mouse.down();
		await other.mouse.move(x, box.y + box.height, { steps: 4 });
		await other.mouse.up();
		await expect(day).toHaveAttribute('aria-valuenow', '0');
		const sum = await other
			.getByRole('slider')
			.evaluateAll((all) =>
				all.reduce((whole, one) => whole + Number(one.getAttribute('aria-valuenow')), 0)
			);
		expect(sum).toBe(316_000_000);
		await other.getByRole('button', { name: '立即生效' }).click();
		await inForce(other);
	});

	await test.step('a rep sees amounts and bases, and changes nothing', async () => {
		const rep = await browser.newPage({ locale: 'zh-CN' });
		await signIn(rep, installation, 'R1');
		await rep.goto(`${url}/targets/split?subject=unit:E1`);
		await expect(amountOf(rep, '王建国')).toHaveValue('1,500,000');
		await expect(amountOf(rep, '王建国')).toBeDisabled();
		await expect(rep.getByRole('button', { name: '定案生效' })).toHaveCount(0);
		await expect(rep.getByText('自身业绩')).toHaveCount(0);
		await rep.goto(`${url}/targets/set?subject=rep:R1`);
		await expect(rep.getByText('您没有权限查看此页')).toBeVisible();
		await rep.close();
	});

	await other.close();
	await wall.close();
});
