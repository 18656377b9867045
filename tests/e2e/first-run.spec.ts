/** An empty installation as its first administrator meets it, and the door as everybody meets it afterwards. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { makeDataFolder } from '../support/databases.ts';
import { PASSWORD } from '../support/people.ts';
import { startRealServer, type RealServer } from '../support/real-server.ts';
import { signInPage } from '../support/signed-in.ts';
import { expect, test } from './patience.ts';

test.describe.configure({ mode: 'serial' });
test.use({ locale: 'zh-CN' });

const LANGUAGES = ['zh-CN', 'en'] as const;

let server: RealServer;
let folder: Awaited<ReturnType<typeof makeDataFolder>>;

test.beforeAll(async () => {
	folder = await makeDataFolder();
	server = await startRealServer({ dataDir: folder.path });
});
test.afterAll(async () => {
	await server.end();
	await folder.remove();
});

const codeInLog = ({ log } = server): string =>
	log.map((line) => /the code (\S+)"/.exec(line)?.[1]).find(Boolean)!;

/** Fits a small phone, and nothing on it is hard to read or nameless. */
async function expectSound(page: Page, what: string): Promise<void> {
	const sideways = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	expect(sideways, `${what} scrolls sideways`).toBe(0);
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
		.analyze();
	expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes[0]?.html}`)).toEqual([]);
}

/** Types into the control that has the focus, and goes on to the next. */
async function fill(page: Page, text: string): Promise<void> {
	await page.keyboard.type(text);
	await page.keyboard.press('Tab');
}

for (const locale of LANGUAGES)
	test.describe(`an empty installation in ${locale}`, () => {
		test.use({ locale, viewport: { width: 360, height: 740 } });

		test('[SIGNIN-1] asks for the code, then for one page of answers', async ({ page }) => {
			await page.goto(`${server.url}/admin`);
			await expect(page).toHaveURL(/\/setup$/);
			await expect(page.locator('html')).toHaveAttribute('lang', locale);
			await expectSound(page, 'the code');
			await page.locator('[name=code]').fill(codeInLog());
			await page.keyboard.press('Enter');
			await expect(page.locator('[name=organisation]')).toBeVisible();
			await page.reload();
			await expect(page.locator('[name=organisation]')).toBeVisible();
			await expectSound(page, 'the setup');
			await page.screenshot({ path: `test-results/screens/setup-${locale}.png`, fullPage: true });
		});
	});

test('[SIGNIN-1] code, one page, start empty: signed in, with a company', async ({ page }) => {
	await page.goto(server.url);
	await page.locator('[name=code]').fill('AAAA-AAAA');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('设置码不对');
	await page.locator('[name=code]').fill(codeInLog().toLowerCase().replace('-', ' '));
	await page.keyboard.press('Enter');

	await page.locator('[name=organisation]').fill('云锦家纺');
	await page.locator('[name=name]').fill('周敏');
	await page.locator('[name=code]').fill('admin');
	await page.locator('[name=email]').fill('zhou@');
	await page.locator('[name=password]').fill(PASSWORD);
	await page.getByRole('button', { name: '完成设置' }).click();
	await expect(page.getByRole('alert')).toContainText('zhou@');
	await expect(page.locator('[name=organisation]')).toHaveValue('云锦家纺');
	await expect(page.locator('[name=password]')).toHaveValue(PASSWORD);
	await page.locator('[name=email]').fill('zhou@example.com');
	await page.getByRole('button', { name: '完成设置' }).click();

	await expect(page).toHaveURL(`${server.url}/admin`);
	await expect(page.locator('main')).toContainText('云锦家纺');
	await expect(page.locator('main')).toContainText('建立至少一个团队');
	await page.goto(`${server.url}/setup`);
	await expect(page).toHaveURL(`${server.url}/`);
	await expect(page.locator('main')).toContainText('周敏，您好');
	await page.getByRole('link', { name: /打开大屏/ }).click();
	await expect(page.locator('body')).toContainText('云锦家纺');
});

test('[SIGNIN-1] whoever starts with a spreadsheet is led to where it is uploaded', async ({
	page
}) => {
	const other = await makeDataFolder();
	const fresh = await startRealServer({ dataDir: other.path });
	try {
		await page.goto(fresh.url);
		await page.locator('[name=code]').fill(codeInLog(fresh));
		await page.keyboard.press('Enter');
		await page.locator('[name=organisation]').fill('云锦家纺');
		await page.locator('[name=name]').fill('周敏');
		await page.locator('[name=code]').fill('admin');
		await page.locator('[name=password]').fill(PASSWORD);
		await page.locator('[name=start][value=import]').check({ force: true });
		await page.getByRole('button', { name: '完成设置' }).click();
		await expect(page).toHaveURL(`${fresh.url}/admin/imports`);
		await expect(page.locator('input[type=file]')).toBeAttached();
	} finally {
		await fresh.end();
		await other.remove();
	}
});

const NEXT_PASSWORD = 'another long password';
const signIn = (page: Page, to?: string) =>
	signInPage(page, server.url, 'admin', to, NEXT_PASSWORD);

test('by keyboard: sign in, look at the password, be refused, come in, change it, leave', async ({
	page
}) => {
	await page.goto(`${server.url}/login?to=%2Faccount`);
	await page.locator('[name=login]').focus();
	await fill(page, 'admin');
	await page.keyboard.type('wrong password');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Space');
	await expect(page.locator('[name=password]')).toHaveAttribute('type', 'text');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('用户名或密码不对');
	await expect(page.locator('[name=login]')).toHaveValue('admin');
	await page.locator('[name=password]').fill(PASSWORD);
	await page.keyboard.press('Enter');

	await page.waitForURL(`${server.url}/account`);
	await page.locator('[name=current]').focus();
	await fill(page, PASSWORD);
	await page.keyboard.press('Tab');
	await page.keyboard.type(NEXT_PASSWORD);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('status').filter({ hasText: '密码已修改' })).toBeVisible();
	await expect(page.getByText('本机')).toBeVisible();
	await page.getByRole('button', { name: '退出登录' }).focus();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`${server.url}/login`);
	await page.getByRole('link', { name: '忘记密码？' }).focus();
	await page.keyboard.press('Enter');
	await expect(page.locator('main')).toContainText('请联系管理员');
});

test('a form that was begun is not left without a question', async ({ page }) => {
	await signIn(page, '/account');
	await page.locator('[name=name]').fill('周敏敏');
	await page.getByRole('link', { name: '龙虎榜' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '继续编辑' }).click();
	await expect(page).toHaveURL(`${server.url}/account`);
	await expect(page.locator('[name=name]')).toHaveValue('周敏敏');
});

test('the language that somebody chose is there from the first page after signing in', async ({
	page
}) => {
	await signIn(page, '/account');
	await page.locator('[name=locale]').selectOption('en');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.locator('h1')).toHaveText('My account');
	await page.getByRole('button', { name: 'Sign out', exact: true }).click();
	await expect(page.locator('h1')).toHaveText('登录');
	await signIn(page, '/account');
	await expect(page.locator('h1')).toHaveText('My account');
	await page.locator('[name=locale]').selectOption('');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.locator('h1')).toHaveText('我的账户');
});

for (const locale of LANGUAGES)
	test.describe(`the door in ${locale}`, () => {
		test.use({ locale, viewport: { width: 360, height: 740 } });

		test('fits a phone, and can be read by everyone', async ({ page }) => {
			for (const path of ['/', '/login', '/forgot', '/welcome/unknown']) {
				await page.goto(server.url + path);
				await expect(page.locator('html')).toHaveAttribute('lang', locale);
				await expectSound(page, path);
			}
			await signIn(page);
			await expect(page).toHaveURL(`${server.url}/`);
			for (const path of ['/', '/account']) {
				await page.goto(server.url + path);
				await expectSound(page, `${path}, signed in`);
				const name = path === '/' ? 'start' : 'account';
				await page.screenshot({
					path: `test-results/screens/${name}-${locale}.png`,
					fullPage: true
				});
			}
		});
	});
