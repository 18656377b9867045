/**
 * From the year's target to a signed letter and the first day's table: a company of 3 regions, 8 teams, 48 reps and 60
 * dealers, by whoever does each step.
 */
import type { Browser, Page } from '@playwright/test';
import { makeAccount, PASSWORD } from '../support/people.ts';
import { signInPage } from '../support/signed-in.ts';
import { expect, monthStart, test, type Installation } from './installation.ts';

test.use({ locale: 'zh-CN' });

const PHONE = { width: 390, height: 844 };
const REGIONS = [
	{ code: 'EAST', name: '华东大区', teams: ['E1', 'E2', 'E3'] },
	{ code: 'NORTH', name: '华北大区', teams: ['N1', 'N2'] },
	{ code: 'SOUTH', name: '华南大区', teams: ['S1', 'S2', 'S3'] }
];
const TEAMS = REGIONS.flatMap(({ code, teams }) =>
	teams.map((team) => ({ code: team, region: code }))
);
const REPS = TEAMS.flatMap((team, i) =>
	Array.from({ length: 6 }, (_, j) => ({
		code: `R${String(i * 6 + j + 1).padStart(2, '0')}`,
		name: `业务${i * 6 + j + 1}`,
		team: team.code
	}))
);
const DEALERS = Array.from({ length: 60 }, (_, i) => ({
	code: `D${String(i + 1).padStart(2, '0')}`,
	name: `经销商${i + 1}`,
	kind: 'dealer',
	owner: REPS[i % REPS.length]!.code
}));
const PRODUCTS = Array.from({ length: 4 }, (_, i) => ({ code: `P${i + 1}`, name: `产品${i + 1}` }));

test.beforeAll(async ({ installation: { call, dataDir } }) => {
	await call('PUT', '/units/HQ', { name: '云锦家纺', kind: 'company' });
	for (const { code, name } of REGIONS)
		await call('PUT', `/units/${code}`, { name, kind: 'region', parent: 'HQ' });
	for (const { code, region } of TEAMS)
		await call('PUT', `/units/${code}`, { name: `${code}队`, kind: 'team', parent: region });
	for (const { code, ...rep } of REPS) await call('PUT', `/reps/${code}`, rep);
	for (const { code, ...dealer } of DEALERS) await call('PUT', `/customers/${code}`, dealer);
	for (const { code, name } of PRODUCTS) await call('PUT', `/products/${code}`, { name });
	const env = { DATA_DIR: dataDir };
	await makeAccount(env, { code: 'admin', name: '周敏', administrator: true });
	await makeAccount(env, { code: 'm-e1', name: '沈国强', leads: ['E1'] });
	await makeAccount(env, { code: 'R01', name: '业务1' });
});

const year = () => monthStart().slice(0, 4);
const month = () => monthStart().slice(0, 7);

async function open(browser: Browser, { url }: Installation, login: string, phone = false) {
	const page = await browser.newPage({
		locale: 'zh-CN',
		...(phone ? { viewport: PHONE, reducedMotion: 'reduce' as const } : {})
	});
	page.setDefaultTimeout(10_000);
	await signInPage(page, url, login);
	return page;
}

/** Presses a button that opens a dialog, again until the page has come to life. */
async function openDialog(page: Page, name: string | RegExp) {
	const dialog = page.getByRole('dialog');
	await expect(async () => {
		if (!(await dialog.isVisible()))
			await page.getByRole('button', { name }).first().click({ timeout: 2_000 });
		await expect(dialog).toBeVisible({ timeout: 1_000 });
	}).toPass({ timeout: 20_000 });
	return dialog;
}

/** By the basis, and settled without asking. */
async function splitAtOnce(page: Page, url: string, subject: string): Promise<void> {
	await page.goto(`${url}/targets/split?period=${month()}&subject=${subject}`);
	await page.getByRole('button', { name: '按依据建议' }).click();
	const dialog = await openDialog(page, '不征求意见，直接定案');
	await dialog.getByRole('button', { name: '确认定案' }).click();
	await expect(page.getByText('第 1 版 · 已生效')).toBeVisible();
}

async function targetOf({ call }: Installation, kind: string, code: string): Promise<number> {
	const read = await call('GET', `/progress?kind=${kind}&code=${code}`);
	return (read as { target: number }).target;
}

async function sumOfTargets(
	installation: Installation,
	kind: string,
	of: readonly { code: string }[]
): Promise<number> {
	const amounts = await Promise.all(of.map(({ code }) => targetOf(installation, kind, code)));
	return sum(amounts);
}

const sum = (amounts: readonly number[]): number =>
	amounts.reduce((whole, amount) => whole + amount, 0);

test('from the year’s target to a signed letter on a phone and the first day’s tracking table', async ({
	page: admin,
	browser,
	installation
}) => {
	test.setTimeout(240_000);
	admin.setDefaultTimeout(10_000);
	const { url } = installation;

	await test.step('the administrator sets the year’s target and gives it to the months', async () => {
		await signInPage(admin, url, 'admin');
		await admin.goto(`${url}/targets/set?period=${year()}&subject=unit:HQ`);
		await admin.getByLabel('目标（元）').fill('12亿');
		await admin.getByRole('button', { name: '立即生效' }).click();
		await expect(admin.getByText('已生效，看板即刻更新')).toBeVisible();
		await admin.goto(`${url}/targets/days?period=${year()}&subject=unit:HQ`);
		await admin.getByRole('button', { name: '立即生效' }).click();
		await expect(admin.getByText('已生效，看板即刻更新')).toBeVisible();
		const months = (await installation.call('GET', `/progress?kind=unit&code=HQ&period=year`)) as {
			target: number;
		};
		expect(months.target).toBe(120_000_000_000);
		expect(await targetOf(installation, 'unit', 'HQ')).toBeGreaterThan(6_000_000_000);
	});

	await test.step('down to regions, teams and reps, each level more than the one above', async () => {
		await splitAtOnce(admin, url, 'unit:HQ');
		for (const { code } of REGIONS) await splitAtOnce(admin, url, `unit:${code}`);
		for (const { code } of TEAMS.slice(1)) await splitAtOnce(admin, url, `unit:${code}`);
		const company = await targetOf(installation, 'unit', 'HQ');
		const regions = await sumOfTargets(installation, 'unit', REGIONS);
		const teams = await sumOfTargets(installation, 'unit', TEAMS);
		expect(regions).toBeGreaterThanOrEqual(company * 1.05);
		expect(teams).toBeGreaterThanOrEqual(regions * 1.05);
	});

	const manager = await open(browser, installation, 'm-e1');
	const phone = await open(browser, installation, 'R01', true);
	await test.step('the manager asks the team; the rep accepts on the phone; it is settled', async () => {
		await manager.goto(`${url}/targets/split?period=${month()}&subject=unit:E1`);
		await manager.getByRole('button', { name: '按依据建议' }).click();
		const asking = await openDialog(manager, '征求意见');
		await asking.getByRole('button', { name: '发出' }).click();
		await expect(manager.getByText('待回复 6')).toBeVisible();
		await phone.goto(`${url}/targets/answers`);
		await phone.getByRole('button', { name: /^同意 / }).click();
		await expect(phone.getByText('已同意。')).toBeVisible();
		await expect(manager.getByText('同意 1', { exact: true })).toBeVisible();
		const settling = await openDialog(manager, '定案生效');
		await expect(settling).toContainText('业务2');
		await settling.getByRole('button', { name: '确认定案' }).click();
		await expect(manager.getByText('第 1 版 · 已生效')).toBeVisible();
		const teams = await sumOfTargets(installation, 'unit', TEAMS);
		const reps = await sumOfTargets(installation, 'rep', REPS);
		expect(reps).toBeGreaterThanOrEqual(teams * 1.05);
	});

	await test.step('the rep’s falls to the dealers by product, and a dealer’s to the days', async () => {
		await manager.goto(`${url}/targets/split?period=${month()}&subject=rep:R01&by=product`);
		await manager.getByRole('button', { name: '按依据建议' }).click();
		const settling = await openDialog(manager, '定案生效');
		await settling.getByRole('button', { name: '确认定案' }).click();
		await expect(manager.getByText('第 1 版 · 已生效')).toBeVisible();
		const own = DEALERS.filter(({ owner }) => owner === 'R01');
		const rep = await targetOf(installation, 'rep', 'R01');
		expect(await sumOfTargets(installation, 'dealer', own)).toBeGreaterThanOrEqual(rep * 1.05);
		const dealer = await targetOf(installation, 'dealer', 'D01');
		const cells = await manager
			.getByRole('textbox', { name: /^经销商1 · 产品/ })
			.evaluateAll((all) =>
				all.map((one) => Number((one as HTMLInputElement).value.replaceAll(',', '')))
			);
		expect(cells).toHaveLength(PRODUCTS.length);
		expect(sum(cells) * 100).toBe(dealer);
		await manager.goto(`${url}/targets/days?period=${month()}&subject=dealer:D01`);
		const days = await manager
			.getByRole('slider')
			.evaluateAll((all) => all.map((one) => Number(one.getAttribute('aria-valuenow'))));
		expect(sum(days)).toBe(dealer);
	});

	await test.step('the letter: prepared for the team, filled in and signed on the phone, signed by the manager', async () => {
		await manager.goto(`${url}/targets/letters`);
		const preparing = await openDialog(manager, '为 6 人准备责任书');
		await preparing.getByRole('button', { name: '为 6 人准备责任书' }).click();
		await expect(manager.getByText('已准备 6 份责任书')).toBeVisible();
		await phone.goto(`${url}/targets/letters`);
		await phone.getByRole('link', { name: /填写并签字/ }).click();
		const adding = await openDialog(phone, /添加客户/);
		await adding.getByRole('button', { name: '经销商1', exact: false }).first().click();
		await phone.getByRole('button', { name: '关闭' }).click();
		await phone.getByRole('textbox', { name: '经销商1 的金额' }).fill('100万');
		await phone.getByLabel('我的承诺').fill('每周拜访两次。');
		await phone.getByRole('button', { name: '保存' }).click();
		await expect(phone.getByText('已保存。')).toBeVisible();
		await signByName(phone, '业务1');
		const letter = new URL(phone.url()).pathname;
		await manager.goto(url + letter);
		await signByName(manager, '沈国强');
		await expect(manager.getByText('双方签定')).toBeVisible();
	});

	await test.step('the first day: a sale of the rep is in the table of the company, down to the entry', async () => {
		await installation.sell('R01', 12_345_600, { customer: 'D01' });
		await admin.goto(`${url}/targets/tracking`);
		await expect(admin.locator('tr[aria-current=date]')).toContainText('12.3');
		for (const name of ['华东大区', 'E1队', '业务1', '经销商1']) {
			await admin.getByRole('table').last().getByRole('link', { name, exact: true }).click();
			await expect(admin.getByRole('heading', { level: 1 })).toHaveText(name);
			await expect(admin.locator('tr[aria-current=date]')).toContainText('12.3');
		}
		await admin.locator('tr[aria-current=date]').getByRole('link').click();
		const entries = admin.getByRole('dialog');
		await expect(entries).toContainText('业务1');
		await expect(entries).toContainText('12.3');
	});

	await manager.close();
	await phone.close();
});

/** With one's name and password. */
async function signByName(page: Page, name: string): Promise<void> {
	const dialog = await openDialog(page, '签字');
	await dialog.getByText('输入姓名').click();
	await dialog.getByLabel('姓名', { exact: true }).fill(name);
	await dialog.locator('input[name=password]').fill(PASSWORD);
	await dialog.getByRole('button', { name: '确认签字' }).click();
	await expect(dialog).toBeHidden();
}
