/** The administration of people and units, as a manager or an administrator works with it. */
import type { Page } from '@playwright/test';
import { openOffice, type Office } from '../support/office.ts';
import { signInPage } from '../support/signed-in.ts';
import { expect, test as base } from './patience.ts';

const test = base.extend<object, { office: Office }>({
	office: [
		// Playwright reads what a fixture needs from the pattern of its first argument.
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const people = [
				{ code: 'boss', name: '周敏', administrator: true },
				{ code: 'm-east', name: '沈国强', leads: ['east'] }
			];
			const office = await openOffice(people, new Date().toISOString().slice(0, 8) + '01');
			await use(office);
			await office.close();
		},
		{ scope: 'worker', timeout: 90_000 }
	]
});
test.use({ locale: 'zh-CN' });

const item = (page: Page, name: string) => page.getByRole('treeitem', { name });
const unit = async (office: Office, code: string) =>
	(await office.api('GET', `/units/${code}`)).body;

/** Nothing hangs over the edge of a phone. */
const width = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

test('[PEOPLE-10] a team is moved by keyboard, and back by one press', async ({ page, office }) => {
	await signInPage(page, office.url, 'boss');
	await page.goto(`${office.url}/admin/units`);
	await expect(page.getByRole('tree')).toBeVisible();
	await expect(item(page, '华东')).toHaveAttribute('aria-expanded', 'true');

	await item(page, '龙腾贸易').focus();
	await page.keyboard.press('End');
	await expect(item(page, '二队')).toBeFocused();
	await page.keyboard.press('ArrowUp');
	await expect(item(page, '一队')).toBeFocused();
	await page.keyboard.press('Alt+ArrowUp');
	await expect(page.getByText('一队：移到龙腾贸易之下？')).toBeAttached();
	await page.keyboard.press('Escape');
	expect((await unit(office, 't1')).parent).toBe('east');
	await page.keyboard.press('Alt+ArrowUp');
	await page.keyboard.press('Enter');
	await expect(page.getByText('一队已移到龙腾贸易。')).toBeVisible();
	expect((await unit(office, 't1')).parent).toBe('company');
	await expect(item(page, '一队')).toHaveAttribute('aria-level', '2');

	await page.getByRole('button', { name: '撤销' }).click();
	await expect(item(page, '一队')).toHaveAttribute('aria-level', '3');
	expect((await unit(office, 't1')).parent).toBe('east');
});

test('[PEOPLE-10] a team is dragged to another place; what does not fit says so', async ({
	page,
	office
}) => {
	await signInPage(page, office.url, 'boss');
	await page.goto(`${office.url}/admin/units`);
	const handle = item(page, '三队').locator('.handle');
	const from = (await handle.boundingBox())!;
	const over = async (name: string) => {
		const box = (await item(page, name).boundingBox())!;
		await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
	};
	await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
	await page.mouse.down();
	await over('二队');
	await expect(item(page, '二队')).toContainText('放不下');
	await over('华东');
	await expect(item(page, '华东')).toContainText('放在此处');
	await page.mouse.up();
	await expect(item(page, '三队')).toHaveAttribute('aria-level', '3');
	expect((await unit(office, 't3')).parent).toBe('east');
	await page.getByRole('button', { name: '撤销' }).click();
	await expect(item(page, '三队')).toHaveAttribute('aria-level', '2');
});

test('[PEOPLE-8] on a phone: add a unit, assign its manager, see why it stays, remove it', async ({
	page,
	office
}) => {
	await page.setViewportSize({ width: 360, height: 740 });
	await signInPage(page, office.url, 'boss');
	await page.goto(`${office.url}/admin/units`);
	await item(page, '华东').click();
	await page.getByRole('button', { name: '新增下级' }).click();
	await page.getByLabel('名称').fill('四队');
	await expect(page.getByLabel('编码')).toHaveValue('t4');
	await page.getByRole('button', { name: '保存' }).click();
	await item(page, '四队').click();

	await page.getByRole('button', { name: '指定经理' }).click();
	await page.getByRole('combobox').fill('李');
	await page.getByRole('option', { name: '李娜' }).click();
	await page.getByRole('button', { name: '保存' }).click();
	await expect(item(page, '四队')).toContainText('李娜');
	expect(await width(page)).toBe(360);

	await page.getByRole('button', { name: '删除' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
	await expect(page.getByRole('alert')).toContainText('四队还有经理');
	await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click();

	await page.getByRole('button', { name: '指定经理' }).click();
	await page.getByRole('button', { name: '移除李娜' }).click();
	await page.getByRole('button', { name: '保存' }).click();
	await page.getByRole('button', { name: '删除' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
	await expect(item(page, '四队')).toHaveCount(0);
	expect((await office.api('GET', '/units/t4')).status).toBe(404);
});

test('[PEOPLE-4] a rep changes the team from a day on', async ({ page, office }) => {
	await signInPage(page, office.url, 'm-east');
	await page.goto(`${office.url}/admin/people`);
	await page.getByRole('searchbox').fill('欧阳');
	await expect(page.getByRole('row')).toHaveCount(2);
	await page.getByRole('link', { name: '欧阳思远' }).click();
	await page.getByRole('button', { name: '调换团队' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '调换团队' }).click();
	await expect(page.getByRole('alert')).toContainText('请选择');
	// Only teams of one's own are there to choose.
	await expect(page.getByRole('dialog').getByRole('option', { name: '三队' })).toHaveCount(0);
	await page.getByRole('dialog').getByRole('combobox').selectOption('t1');
	await page.getByRole('dialog').getByRole('button', { name: '调换团队' }).click();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(page.getByRole('listitem').filter({ hasText: '一队' })).toContainText('当前');
	await expect(page.getByRole('listitem').filter({ hasText: '二队' })).toContainText('一直以来');
	expect((await office.api('GET', '/reps/r4')).body.team).toBe('t1');
});

test('[PEOPLE-7] a manager invites a rep by a QR code in two taps', async ({
	page,
	office,
	browser
}) => {
	await page.setViewportSize({ width: 820, height: 1180 });
	await signInPage(page, office.url, 'm-east');
	await page.goto(`${office.url}/admin/people?unit=t1`);
	await page.getByRole('link', { name: '王建国' }).click();
	await page.getByRole('button', { name: '邀请登录' }).click();
	const code = page.getByRole('img', { name: '王建国的登录二维码' });
	await expect(code).toBeVisible();
	expect((await code.boundingBox())!.width).toBeGreaterThan(280);
	const link = await page.getByLabel('复制链接').inputValue();
	expect(link).toMatch(new RegExp(`^${office.url}/welcome/[\\w-]{32}$`));

	// In the rep's own browser: as soon as /welcome is there, it opens.
	const phone = await browser.newContext();
	const opened = await (await phone.newPage()).goto(link);
	expect(opened!.url()).toContain('/welcome/');
	await phone.close();

	await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
	await expect(page.getByText('已邀请', { exact: true })).toBeVisible();
	await page.reload();
	await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('[PEOPLE-7] a whole team gets cards on A4, five rows of two', async ({ page, office }) => {
	await signInPage(page, office.url, 'boss');
	await page.goto(`${office.url}/admin/people?unit=t1`);
	await page.getByRole('link', { name: /打印邀请卡/ }).click();
	await page.getByRole('button', { name: /制作 \d 张卡/ }).click();
	const cards = page.getByRole('img', { name: /的登录二维码/ });
	await expect(cards.first()).toBeVisible();
	expect(await cards.count()).toBeGreaterThan(1);
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByRole('navigation')).toHaveCount(0);
	const [first, second] = [
		(await cards.nth(0).boundingBox())!,
		(await cards.nth(1).boundingBox())!
	];
	expect(first.width).toBeGreaterThan(130);
	expect(second.y).toBe(first.y);
});

test('[PEOPLE-2] who is not one’s own is refused, in words, inside the administration', async ({
	page,
	office
}) => {
	await signInPage(page, office.url, 'm-east');
	const refused = await page.goto(`${office.url}/admin/people/r7`);
	expect(refused!.status()).toBe(403);
	await expect(page.getByText('您没有权限查看此页')).toBeVisible();
	await expect(page.getByRole('navigation')).toBeVisible();
	expect((await page.goto(`${office.url}/admin/people/nobody`))!.status()).toBe(403);
});
