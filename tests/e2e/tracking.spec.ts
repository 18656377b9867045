/** The tracking table, the check and the replay as people use them. */
import type { Page } from '@playwright/test';
import { signInPage } from '../support/signed-in.ts';
import { book, expect, test } from './crowd.ts';

test.describe.configure({ mode: 'serial' });
test.use({ locale: 'zh-CN', story: 'tracking' });

const today = (page: Page) => page.locator('tr[aria-current=date]');

test('[TRACK-7] a recorded sale appears in the open table within a second, and nothing is asked while nothing happens', async ({
	page,
	crowd
}) => {
	await signInPage(page, crowd.url, 'admin');
	await page.goto(`${crowd.url}/targets/tracking`);
	await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
	await expect(today(page)).toContainText('今天');

	await book(crowd, 'r1', 12_800_000, { customer: 'd1', product: 'p1' });
	await expect(today(page).locator('td.actual')).toContainText('12.8', { timeout: 1_000 });
	await expect(page.locator('.number')).toContainText('12.8');

	// Another metric is nothing to this table.
	let asked = 0;
	page.on('request', (request) => {
		if (request.url().includes('__data.json')) asked++;
	});
	await book(crowd, 'r1', 3, { metric: 'visits' });
	await book(crowd, 'r2', 1_000_000);
	await expect(page.locator('.number')).toContainText('13.8', { timeout: 1_000 });
	// The bell may ask once besides, when a rep has caught up.
	expect(asked).toBeLessThanOrEqual(2);
});

test('[TRACK-5] one drills from the company down to an entry of a dealer', async ({
	page,
	crowd
}) => {
	await signInPage(page, crowd.url, 'admin');
	await page.goto(`${crowd.url}/targets/tracking`);
	const path = page.getByRole('navigation', { name: '所在位置' });
	for (const name of ['华东', '一队', '李娜', '苏州经销商']) {
		await page.getByRole('table').last().getByRole('link', { name, exact: true }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
	}
	await expect(path).toContainText('李娜');
	await page.getByRole('table').last().getByRole('link', { name: '四件套' }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog).toContainText('苏州经销商 · 四件套');
	await expect(dialog).toContainText('李娜');
	await page.keyboard.press('Escape');
	await expect(dialog).toHaveCount(0);

	await path.getByRole('link', { name: '李娜' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('李娜');
	await today(page).getByRole('link').click();
	await expect(dialog).toContainText('12.8');
	await expect(dialog).toContainText('苏州经销商');
	// The dialog follows too.
	await book(crowd, 'r1', 7_700);
	await expect(dialog).toContainText('77');
	await page.goBack();
	await expect(dialog).toHaveCount(0);
});

test('[TRACK-9] yesterday’s table says so, has none of today, and leads back', async ({
	page,
	crowd
}) => {
	await signInPage(page, crowd.url, 'admin');
	await page.goto(`${crowd.url}/targets/tracking?asOf=2026-11-22`);
	await expect(page.locator('main')).toContainText('日终时的样子');
	await expect(page.locator('.number')).toHaveText('0');
	await page.getByRole('link', { name: '回到现在' }).click();
	await expect(page.locator('.number')).toContainText('13.8');

	// The same of any minute, on the table and in the replay of its month.
	await page.getByLabel('回看时点').fill('2026-11-22T18:00');
	await page.getByRole('button', { name: '看当时' }).click();
	await expect(page.locator('main')).toContainText('11月22日 18:00 当时的数字');
	await page.getByRole('link', { name: '本月回放' }).click();
	await expect(page.getByRole('status')).toContainText('11月22日 18:00 当时的数字');
	await expect(page.getByRole('heading', { name: '这个月还没有成绩' })).toBeVisible();
	await page.getByRole('link', { name: '回到现在' }).click();
	await expect(page.getByRole('heading', { name: '这个月还没有成绩' })).toHaveCount(0);
	await page.getByLabel('回看时点').fill('2026-11-22T18:00');
	await page.getByLabel('回看时点').press('Enter');
	await expect(page.getByRole('heading', { name: '这个月还没有成绩' })).toBeVisible();
});

test('[TRACK-6] a rep has their own table and nobody else’s', async ({ page, crowd }) => {
	await signInPage(page, crowd.url, 'r1');
	await page.goto(`${crowd.url}/targets/tracking`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('李娜');
	await expect(page.getByRole('link', { name: '一队' })).toHaveCount(0);
	const answer = await page.goto(`${crowd.url}/targets/tracking?kind=rep&code=r2`);
	expect(answer!.status()).toBe(403);
});

test('[TRACK-13] the supervisor ticks, it stays ticked, and the administrator sees it', async ({
	page,
	crowd
}) => {
	await signInPage(page, crowd.url, 'm-east');
	await page.goto(`${crowd.url}/targets/check`);
	await expect(page.locator('main')).toContainText('已点检 0 / 6');
	const item = page.getByRole('listitem').filter({ hasText: '王建国' });
	await item.getByRole('textbox').fill('周三前补两家拜访');
	await item.getByRole('button', { name: '点检 王建国' }).click();
	await expect(page.locator('main')).toContainText('已点检 1 / 6');
	await expect(item).toContainText('沈国强');
	// On to whoever is next.
	await expect(page.locator('form button:focus')).toBeVisible();
	await page.reload();
	await expect(item).toContainText('周三前补两家拜访');
	await expect(item.getByRole('button')).toHaveCount(0);
	await item.getByRole('link', { name: '点检记录' }).click();
	await expect(page.getByRole('table')).toContainText('周三前补两家拜访');

	await page.context().clearCookies();
	await signInPage(page, crowd.url, 'admin');
	await page.goto(`${crowd.url}/targets/check`);
	await expect(page.getByRole('row').filter({ hasText: '沈国强' })).toContainText('1 / 6');
});

test('[TRACK-15] the replay plays, stops, steps and is scrubbed', async ({ page, crowd }) => {
	await book(crowd, 'r7', 90_000_000, { occurredAt: '2026-11-03T10:00:00+08:00' });
	await signInPage(page, crowd.url, 'm-east');
	await page.setViewportSize({ width: 1920, height: 1080 });
	await page.goto(`${crowd.url}/targets/replay`);
	const total = page.getByTestId('total');
	await expect(total).toContainText('103.8');
	await expect(page.getByRole('listitem')).toHaveCount(8);

	await page.keyboard.press('Home');
	await expect(total).toHaveText(/^0/);
	for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
	await expect(page.locator('.date')).toContainText('11月3日');
	const leader = page.locator('[data-code=r7]');
	await expect(leader.locator('.rank')).toHaveText('1');
	// It glides: who jumps to a place ends no transition.
	await page.keyboard.press('Home');
	await expect(leader.locator('.value')).toContainText('0');
	const glided = leader.evaluate(
		(element: HTMLElement) =>
			new Promise((resolve) => {
				element.addEventListener('transitionend', ({ target, propertyName }) => {
					if (target === element && propertyName === 'transform') resolve(true);
				});
			})
	);
	for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
	await glided;
	await expect(page.locator('.caption')).toContainText('目标过半');

	await page.keyboard.press('Home');
	await page.getByRole('button', { name: '4×' }).click();
	await page.getByRole('button', { name: '播放' }).click();
	await expect(page.getByRole('button', { name: '暂停' })).toBeVisible();
	await expect(page.locator('.date')).not.toContainText('11月1日');
	await page.getByRole('button', { name: '暂停' }).click();
	await page.getByRole('slider').fill('22');
	await expect(page.locator('.date')).toContainText('11月23日');
	const scrolls = await page.evaluate(() => {
		const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
		return scrollWidth > clientWidth || scrollHeight > clientHeight;
	});
	expect(scrolls).toBe(false);
});

test('nothing scrolls sideways on a phone', async ({ page, crowd }) => {
	await page.setViewportSize({ width: 360, height: 780 });
	await signInPage(page, crowd.url, 'admin');
	for (const lang of ['zh-CN', 'en'])
		for (const path of [
			'/targets/tracking?',
			'/targets/tracking?kind=rep&code=r1&day=2026-11-23&',
			'/targets/check?',
			'/targets/replay?'
		]) {
			await page.goto(`${crowd.url}${path}lang=${lang}`);
			const width = await page.evaluate(() => document.documentElement.scrollWidth);
			expect(width, path + lang).toBeLessThanOrEqual(360);
		}
});
