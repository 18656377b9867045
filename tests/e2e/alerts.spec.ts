/** A rep falls behind: the manager's open page rings, the manager acts, and the history remembers. */
import type { Page } from '@playwright/test';
import { signInPage } from '../support/signed-in.ts';
import { book, expect, test, type Crowd } from './crowd.ts';

test.describe.configure({ mode: 'serial' });
test.use({ locale: 'zh-CN', story: 'alerts' });

/** Everybody has sold enough: what was raised while the company was founded is over, and stays so for today. */
async function everybodyWell(crowd: Crowd): Promise<void> {
	for (let i = 1; i <= 8; i++) await book(crowd, `r${i}`, 20_000_000);
}

/** Whoever has collected nothing is behind a plan of the whole month. */
async function shouldHaveCollected(crowd: Crowd, rep: string): Promise<void> {
	const { status } = await crowd.api('PUT', '/targets', {
		metric: 'collection',
		period: { unit: 'month', start: '2026-11-01' },
		subject: { kind: 'rep', code: rep },
		amount: 10_000_000
	});
	expect(status).toBe(200);
}
const collect = (crowd: Crowd, rep: string) =>
	book(crowd, rep, 9_000_000, { kind: 'collection', metric: 'collection' });

const bell = (page: Page) => page.getByRole('button', { name: /^提醒/ });
const alertOf = (page: Page, name: string) =>
	page.getByRole('article', { name: `${name} · 回款逾期` });

test('[ALERT-14] the bell of an open page counts up without a reload, for whoever leads only', async ({
	page,
	browser,
	crowd
}) => {
	await everybodyWell(crowd);
	const elsewhere = await browser.newPage({ locale: 'zh-CN' });
	await signInPage(elsewhere, crowd.url, 'r1');
	await elsewhere.goto(`${crowd.url}/record`);
	await signInPage(page, crowd.url, 'm-east');
	await page.goto(`${crowd.url}/admin/people`);
	await expect(bell(page)).toHaveAccessibleName(/没有新提醒/);

	await shouldHaveCollected(crowd, 'r2');
	await expect(bell(page)).toHaveAccessibleName(/1 条新提醒/);
	await expect(page.getByRole('status').filter({ hasText: '新提醒：王建国' })).toBeAttached();
	await expect(bell(elsewhere)).toHaveAccessibleName(/没有新提醒/);
	await elsewhere.close();

	await bell(page).click();
	const list = page.getByRole('dialog', { name: '提醒' });
	await expect(list).toContainText('王建国');
	await expect(list.getByLabel('新提醒时响铃')).not.toBeChecked();
	await list.getByRole('link', { name: '查看全部提醒' }).click();
	await expect(alertOf(page, '王建国')).toContainText('按进度还差');
});

test('[DESK-11] [DESK-12] on the tablet the bell leads to the card, and an action set there is because of the alert', async ({
	page,
	crowd
}) => {
	await page.setViewportSize({ width: 1180, height: 820 });
	await shouldHaveCollected(crowd, 'r5');
	await signInPage(page, crowd.url, 'm-east', '/floor?rep=r1');
	await expect(bell(page)).toHaveAccessibleName(/2 条新提醒/);
	await bell(page).click();
	const rung = page.getByRole('dialog', { name: '提醒' }).getByRole('link', { name: /回款逾期/ });
	await rung.filter({ hasNotText: '王建国' }).click();
	await expect(page).toHaveURL(/\/floor\?rep=r5/);
	await page
		.getByRole('group', { name: '可以做的事' })
		.getByRole('button', { name: '行动' })
		.click();
	const sheet = page.getByRole('dialog');
	await expect(sheet.getByRole('button', { name: '回款逾期' })).toHaveAttribute(
		'aria-pressed',
		'true'
	);
	await sheet.getByRole('textbox', { name: '做什么' }).fill('先收最大的一笔');
	await sheet.getByRole('button', { name: '布置' }).click();
	// As good as acknowledged.
	await expect(bell(page)).toHaveAccessibleName(/1 条新提醒/);
	await page.goto(`${crowd.url}/alerts/r5`);
	await expect(page.getByRole('main')).toContainText('先收最大的一笔');
	await collect(crowd, 'r5');
});

test('[ALERT-12] acknowledged with a note, put off, and found again in the history', async ({
	page,
	crowd
}) => {
	await shouldHaveCollected(crowd, 'r3');
	await signInPage(page, crowd.url, 'm-east', '/alerts');
	await alertOf(page, '王建国').getByRole('button', { name: '确认' }).click();
	await page.getByLabel('处理说明').fill('下午陪访苏州');
	await page.getByRole('dialog').getByRole('button', { name: '确认' }).click();
	await expect(alertOf(page, '王建国')).toContainText('沈国强 已确认');
	await expect(bell(page)).toHaveAccessibleName(/1 条新提醒/);

	await alertOf(page, '陈晓燕').getByRole('button', { name: '稍后' }).click();
	await page.getByRole('button', { name: /明天上班时/ }).click();
	await expect(alertOf(page, '陈晓燕')).toHaveCount(0);
	await expect(bell(page)).toHaveAccessibleName(/没有新提醒/);
	await page.getByRole('link', { name: /稍后再提醒/ }).click();
	await expect(alertOf(page, '陈晓燕')).toBeVisible();

	await page.goto(`${crowd.url}/alerts/r2`);
	await expect(page.getByRole('main')).toContainText('沈国强 确认');
	await expect(page.getByRole('main')).toContainText('下午陪访苏州');
});

test('[FLOOR-17] [ALERT-12] one alert becomes an action, another a call for help, and the history says what came of them', async ({
	page,
	crowd
}) => {
	await shouldHaveCollected(crowd, 'r4');
	await signInPage(page, crowd.url, 'm-east', '/alerts');
	const rung = page.getByRole('article', { name: /回款逾期/ }).filter({ hasNotText: '王建国' });
	const [name] = (await rung.getAttribute('aria-label'))!.split(' · ') as [string];
	const alert = alertOf(page, name);
	const sheet = page.getByRole('dialog');
	await alert.getByRole('button', { name: /转为行动/ }).click();
	await sheet.getByLabel('做什么').fill('逐户约定到账日期');
	const due = await sheet.getByLabel('什么时候完成').inputValue();
	expect(due).not.toBe('');
	// The list behind the dialog changes meanwhile: nothing typed is lost.
	await shouldHaveCollected(crowd, 'r6');
	await expect(alertOf(page, '赵敏')).toBeAttached();
	await expect(sheet.getByLabel('做什么')).toHaveValue('逐户约定到账日期');
	await expect(sheet.getByLabel('什么时候完成')).toHaveValue(due);
	await sheet.getByRole('button', { name: '定下行动' }).click();
	await expect(page.getByText('行动已定下，记在提醒记录里。')).toBeVisible();
	await expect(alert).toContainText('沈国强 已确认');

	await alert.getByRole('button', { name: /转为帮扶/ }).click();
	await sheet.getByLabel('怎么帮').fill('明天一起去客户那里');
	await sheet.getByRole('button', { name: '我来帮扶' }).click();
	await expect(page.getByText('帮扶已开始，记在提醒记录里。')).toBeVisible();

	await alert.getByRole('link', { name, exact: true }).click();
	const history = page.getByRole('main');
	await expect(history).toContainText('逐户约定到账日期');
	await expect(history).toContainText('明天一起去客户那里');
});

test('[ALERT-1] one that has caught up leaves the open list by itself', async ({ page, crowd }) => {
	// Also when it happens between the page and its stream.
	let listen = () => {};
	const held = new Promise<void>((resolve) => (listen = resolve));
	await page.route('**/alerts/changes*', async (route) => {
		await held;
		await route.continue();
	});
	await signInPage(page, crowd.url, 'm-east', '/alerts');
	await expect(alertOf(page, '王建国')).toBeVisible();
	await collect(crowd, 'r2');
	await expect
		.poll(async () => (await page.request.get(`${crowd.url}/alerts?state=over`)).text())
		.toContain('已追上');
	listen();
	await expect(alertOf(page, '王建国')).toHaveCount(0);
	await page.getByRole('link', { name: /已解除/ }).click();
	await expect(alertOf(page, '王建国')).toContainText('已追上');
});

test('[ALERT-10] [ALERT-11] thresholds of a unit, with whom they would have caught while one types', async ({
	page,
	crowd
}) => {
	await signInPage(page, crowd.url, 'm-east', '/admin/alerts');
	const preview = page.getByRole('complementary');
	await expect(preview).toContainText('共 6 人');
	const before = await preview.locator('.per-day').first().textContent();
	await page.getByLabel('低于应达进度的百分之几时提醒').fill('10');
	await page.getByLabel('是否提醒').nth(1).selectOption('off');
	await expect(preview.locator('.per-day').first()).not.toHaveText(before!);
	await page.getByLabel('低于应达进度的百分之几时提醒').fill('500');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByRole('alert')).toContainText('10 到 120');
	await page.getByLabel('低于应达进度的百分之几时提醒').fill('60');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('提醒规则已保存')).toBeVisible();
	await page.getByLabel('适用于').selectOption('t1');
	await expect(page.getByText('留空：60%')).toBeVisible();
});
