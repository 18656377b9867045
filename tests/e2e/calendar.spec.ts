/** The working calendar and the settings, as an administrator uses them. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { signInPage } from '../support/signed-in.ts';
import { expect, foundCompany, test } from './installation.ts';

test.use({ locale: 'zh-CN' });

const day = (page: Page, date: string): Locator => page.locator(`[data-date="${date}"]`);

async function noSidewaysScrolling(page: Page): Promise<void> {
	const { wide, room } = await page.evaluate(() => ({
		wide: document.documentElement.scrollWidth,
		room: document.documentElement.clientWidth
	}));
	expect(wide).toBeLessThanOrEqual(room);
}

async function isAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21aa'])
		// Ten months look like the other two; all twelve take half a minute.
		.exclude('.year > section:nth-child(n + 3)')
		.analyze();
	expect(
		violations.map(
			({ id, nodes }) =>
				`${id}: ${nodes
					.map(({ html }) => html)
					.slice(0, 3)
					.join()}`
		)
	).toEqual([]);
}

test.beforeAll(async ({ installation }) => {
	await foundCompany(installation);
	await installation.createAccount({ code: 'admin', name: '周敏', administrator: true });
});
test.beforeEach(({ page, installation }) => signInPage(page, installation.url, 'admin'));

test('[CAL-12] a day is set by keyboard alone, and a range by Shift', async ({
	page,
	installation
}) => {
	await page.goto(`${installation.url}/admin/calendar?year=2026`);
	await isAccessible(page);
	await day(page, '2026-03-09').focus();
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowDown');
	await expect(day(page, '2026-03-17')).toBeFocused();
	await page.keyboard.press('PageDown');
	await expect(day(page, '2026-04-17')).toBeFocused();
	await page.keyboard.press('Home');
	await expect(day(page, '2026-04-13')).toBeFocused();
	await page.keyboard.press('Enter');
	const dialog = page.getByRole('dialog');
	await expect(dialog).toContainText('2026年4月13日 星期一');
	await isAccessible(page);
	// The chosen weight has the focus; its neighbour is one arrow away.
	await dialog.getByRole('radio', { name: '一个工作日', exact: true }).focus();
	await page.keyboard.press('ArrowRight');
	await dialog.getByLabel('备注').fill('周年庆');
	await page.keyboard.press('Enter');
	await expect(dialog).toBeHidden();
	await expect(day(page, '2026-04-13')).toHaveAttribute(
		'aria-label',
		'2026年4月13日 星期一，自定日期，1.5 个工作日，周年庆'
	);
	await expect(day(page, '2026-04-13')).toBeFocused();

	await page.keyboard.press('Shift+ArrowRight');
	await page.keyboard.press('Shift+ArrowRight');
	await page.keyboard.press(' ');
	await expect(dialog).toContainText('设定 3 天');
	await dialog.getByRole('button', { name: '恢复为日历安排' }).click();
	await expect(dialog).toBeHidden();
	await expect(day(page, '2026-04-13')).toHaveAttribute(
		'aria-label',
		'2026年4月13日 星期一，一个工作日'
	);
	expect(await installation.call('GET', '/calendar?year=2026')).toMatchObject({ workingDays: 248 });
});

test('[CAL-12] a range is set by a drag; what cannot be keeps what was typed', async ({
	page,
	installation
}) => {
	await page.goto(`${installation.url}/admin/calendar?year=2026`);
	await day(page, '2026-07-14').hover();
	await page.mouse.down();
	await day(page, '2026-07-15').hover();
	await day(page, '2026-07-16').hover();
	await page.mouse.up();
	const dialog = page.getByRole('dialog');
	await expect(dialog).toContainText('设定 3 天');
	await dialog.getByText('其他').click();
	await dialog.getByLabel('工作日数').fill('11');
	await dialog.getByRole('button', { name: '保存' }).click();
	await expect(dialog).toContainText('11 太大，最多为 10');
	await expect(dialog.getByLabel('工作日数')).toHaveValue('11');
	await dialog.getByText('半天').click();
	await dialog.getByRole('button', { name: '保存' }).click();
	await expect(dialog).toBeHidden();
	for (const date of ['2026-07-14', '2026-07-15', '2026-07-16'])
		await expect(day(page, date)).toHaveAttribute('aria-label', /自定日期，半天$/);
	await expect(day(page, '2026-07-17')).toHaveAttribute('aria-label', /星期五，一个工作日$/);
});

test('the week shows what it would change before it is saved', async ({ page, installation }) => {
	await page.goto(`${installation.url}/admin/calendar?year=2025`);
	const saturday = page.getByLabel('星期六的工作日数');
	await saturday.fill('1');
	await expect(page.locator('dl')).toContainText(/248\s*→\s*\d{3}/);
	await expect(day(page, '2025-03-08')).toHaveAttribute('aria-label', /一个工作日$/);
	await page.getByLabel('节假日', { exact: true }).selectOption('none');
	await expect(day(page, '2025-10-01')).toHaveAttribute('aria-label', /星期三，一个工作日$/);
	await saturday.fill('x');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('“x”不是数')).toBeVisible();
	await saturday.fill('0');
	await page.getByLabel('节假日', { exact: true }).selectOption('CN');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('已保存，日目标与大屏已按新安排更新')).toBeVisible();
});

test.describe('at 360 px', () => {
	test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

	test('a tap opens a day, and leave is entered and removed', async ({ page, installation }) => {
		await page.goto(`${installation.url}/admin/calendar?year=2026`);
		await noSidewaysScrolling(page);
		await day(page, '2026-05-20').tap();
		const dialog = page.getByRole('dialog');
		await expect(dialog).toContainText('2026年5月20日');
		await noSidewaysScrolling(page);
		await page.keyboard.press('Escape');

		await page.goto(`${installation.url}/admin/calendar/leave?year=2026`);
		await page.getByRole('searchbox').fill('李');
		await expect(page.getByRole('link', { name: '王建国' })).toBeHidden();
		await page.getByRole('link', { name: '李娜' }).click();
		await day(page, '2026-06-08').tap();
		await dialog.getByLabel('到（含）').fill('2026-06-10');
		await dialog.getByRole('button', { name: '登记' }).click();
		await expect(dialog).toBeHidden();
		await expect(day(page, '2026-06-10')).toHaveAttribute('aria-label', /休假，休息$/);
		await noSidewaysScrolling(page);
		await isAccessible(page);
		await page.getByRole('button', { name: '删除 6月8日 至 6月10日 的休假' }).click();
		await expect(day(page, '2026-06-10')).toHaveAttribute('aria-label', /一个工作日$/);
		await expect(page.getByText('这一年没有休假')).toBeVisible();
	});

	test('the settings fit', async ({ page, installation }) => {
		await page.goto(`${installation.url}/admin/settings`);
		await noSidewaysScrolling(page);
		await isAccessible(page);
	});
});

test('[SETTINGS-9] the preview moves while one types, before anything is saved', async ({
	page,
	installation
}) => {
	await installation.sell('R1', 60_000_00);
	await page.goto(`${installation.url}/admin/settings`);
	const preview = page.getByRole('complementary', { name: '预览' });
	await expect(preview).toContainText('5 位有本月目标的业务员');
	await expect(preview).toContainText('1 笔达到喜报金额');
	await page.getByLabel('喜报金额').fill('60000.01');
	await expect(preview).toContainText('没有一笔达到喜报金额');
	await expect(page.getByText('即 6 万')).toBeVisible();
	await page.getByLabel('时区').fill('Asia/Shang');
	await expect(preview).toContainText('预览暂停');
	await page.getByLabel('时区').fill('Asia/Shanghai');
	await expect(preview).not.toContainText('预览暂停');
	await page.getByLabel('上班').fill('00:00');
	await page.getByLabel('下班').fill('00:00');
	await expect(preview).toContainText('每天 24 小时');
	await page.getByLabel('正常，不低于').fill('120');
	await expect(preview).toContainText('预览暂停');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('三条线须从高到低')).toBeVisible();
	await expect(page.getByLabel('喜报金额')).toHaveValue('60000.01');
	await page.getByLabel('正常，不低于').fill('95');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('已保存，大屏与排名已按新设置更新')).toBeVisible();
	expect(await installation.call('GET', '/settings')).toMatchObject({
		bigDeal: 6_000_001,
		currency: 'CNY',
		workingHours: { start: '00:00', end: '24:00' }
	});
	// The ledger has an entry: the currency stands fast.
	await expect(page.getByLabel('币种')).not.toBeEditable();
});
