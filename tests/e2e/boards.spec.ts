/** A board from its first scene to the display that follows it, by keyboard. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { signInPage } from '../support/signed-in.ts';
import { expect, foundCompany, test } from './installation.ts';

test.describe.configure({ mode: 'serial' });
test.use({ publicBoards: false });

const SOON = { timeout: 5_000 };

let admin: Page;
let tv: Page;

const scene = (page: Page, kind: string) => page.locator(`.layer.on[data-scene=${kind}]`);

async function addScene(name: string): Promise<void> {
	await admin.getByRole('button', { name: '添加画面' }).press('Enter');
	await admin.getByRole('dialog').getByRole('button', { name }).press('Enter');
}

async function expectAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test.beforeAll(async ({ browser, installation }) => {
	await foundCompany(installation);
	await installation.sell('R1', 128_000_00);
	await installation.createAccount({ code: 'boss', name: '周敏', administrator: true });
	admin = await (
		await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
	).newPage();
	await signInPage(admin, installation.url, 'boss', '/admin/boards');
	tv = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
});

test.afterAll(async () => {
	await tv?.context().close();
	await admin?.context().close();
});

test('[BOARD-1] a board of three scenes is made by keyboard, and each is previewed with real figures', async () => {
	await admin.getByRole('link', { name: '新建榜单' }).press('Enter');
	await admin.getByLabel('名称').fill('大厅');
	await admin.getByLabel('编码').fill('hall');
	await admin.keyboard.press('Enter');
	await expect(admin.getByRole('heading', { level: 1 })).toHaveText('大厅');
	await addScene('龙虎榜');
	const preview = admin.frameLocator('iframe');
	await expect(preview.getByText('李娜').first()).toBeVisible(SOON);
	await addScene('成功口诀');
	await admin.getByLabel('口诀，每行一句').fill('先问三句，再报价');
	await expect(preview.getByText('先问三句，再报价')).toBeVisible(SOON);
	await addScene('时钟与倒计时');
	await expectAccessible(admin);
});

test('[BOARD-1] a scene is dragged by its handle, over several others and back', async () => {
	const list = admin.getByRole('list', { name: '画面' });
	const names = list.locator('strong');
	const place = async (i: number) => (await list.locator('.handle').nth(i).boundingBox())!;
	async function drag(from: number, to: number): Promise<void> {
		const [begin, end] = [await place(from), await place(to)];
		await admin.mouse.move(begin.x + 8, begin.y + begin.height / 2);
		await admin.mouse.down();
		await admin.mouse.move(end.x + 8, end.y + end.height / 2, { steps: 12 });
		// Beside the handles, as a hand is.
		await admin.mouse.move(end.x + 160, end.y + end.height / 2, { steps: 4 });
		await admin.mouse.up();
	}
	await drag(2, 0);
	await expect(names).toHaveText(['时钟与倒计时', '龙虎榜', '成功口诀']);
	await drag(0, 2);
	await expect(names).toHaveText(['龙虎榜', '成功口诀', '时钟与倒计时']);
});

test('[BOARD-1] Alt with an arrow moves a scene', async () => {
	const names = admin.getByRole('list', { name: '画面' }).locator('strong');
	await expect(names).toHaveText(['龙虎榜', '成功口诀', '时钟与倒计时']);
	await admin
		.getByRole('list', { name: '画面' })
		.getByRole('button', { name: /时钟与倒计时/ })
		.focus();
	await admin.keyboard.press('Alt+ArrowUp');
	await admin.keyboard.press('Alt+ArrowUp');
	await expect(names).toHaveText(['时钟与倒计时', '龙虎榜', '成功口诀']);
	for (const name of [/时钟与倒计时/, /龙虎榜/, /成功口诀/]) {
		await admin.getByRole('list', { name: '画面' }).getByRole('button', { name }).click();
		await admin.getByLabel('停留（秒）').fill('5');
	}
	await admin.getByRole('button', { name: '保存并推送' }).click();
	await expect(admin.getByRole('status').filter({ hasText: '已保存' })).toBeVisible(SOON);
	await admin.screenshot({ path: 'test-results/screens/board-editor.png', fullPage: true });
});

test('[SCENE-1] a display given the board plays its scenes by the clock', async ({
	installation
}) => {
	await tv.goto(`${installation.url}/tv`);
	const code = (await tv.locator('.code').getAttribute('aria-label'))!;
	await admin.goto(`${installation.url}/admin/displays/pair?code=${code.replace(' ', '')}`);
	await admin.getByLabel('名称').fill('前台');
	await admin.locator('select[name=board]').selectOption('hall');
	await admin.getByRole('button', { name: '接入大屏' }).click();
	for (const kind of ['clock', 'leaderboard', 'slogans'])
		await expect(scene(tv, kind)).toBeVisible({ timeout: 20_000 });
});

test('[BOARD-4] a change is on the display at once, without a page being loaded', async ({
	installation
}) => {
	await tv.evaluate(() => Object.assign(window, { stayed: true }));
	await admin.goto(`${installation.url}/admin/boards/hall`);
	for (let i = 0; i < 2; i++)
		await admin.getByRole('button', { name: '删除', exact: true }).click();
	await admin.getByLabel('口诀，每行一句').fill('今天就签');
	await admin.getByRole('button', { name: '保存并推送' }).click();
	await expect(scene(tv, 'slogans').getByText('今天就签')).toBeVisible(SOON);
	expect(await tv.evaluate(() => 'stayed' in window)).toBe(true);
	await tv.screenshot({ path: 'test-results/screens/board-on-display.png' });
});

test('[BOARD-5] a board that a display shows is not removed, and the display is named', async () => {
	await admin.getByText('榜单设置').click();
	await admin.getByRole('button', { name: '删除榜单' }).click();
	await admin.getByRole('dialog').getByRole('button', { name: '删除榜单' }).click();
	await expect(admin.getByRole('alert')).toContainText('前台');
});
