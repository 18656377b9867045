/** What whoever stands before a wall may do with it, another site on it, and what it sounds like. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { newScene, type Plan } from '../../src/lib/scenes/plan.ts';
import type { SceneKind } from '../../src/lib/scenes/kinds.ts';
import { signInPage } from '../support/signed-in.ts';
import { asUntouched } from '../support/untouched.ts';
import { expect, foundCompany, test } from './installation.ts';

test.use({ locale: 'zh-CN', viewport: { width: 1920, height: 1080 } });

const scene = (page: Page, kind: string) => page.locator(`.layer.on[data-scene=${kind}]`);

/** Scenes by kind, with their options; each rests so long unless somebody goes on. */
const planOf = (seconds: number, ...scenes: [SceneKind, object?][]): Plan => ({
	scenes: scenes.map(([kind, options], i) => {
		const made = newScene(kind, `s${i}`);
		return { ...made, seconds, options: { ...made.options, ...options } } as typeof made;
	}),
	ticker: { show: 'none', text: '' }
});

/** Makes a board as the editor does. */
async function makeBoard(page: Page, url: string, code: string, plan: Plan): Promise<void> {
	const post = async (path: string, form: Record<string, string>) => {
		const headers = { origin: url, accept: 'application/json' };
		const answer = await page.request.post(url + path, { headers, form });
		expect((await answer.json()).status).toBeLessThan(400);
	};
	await post('/admin/boards/new', { code, name: code, metric: 'sales' });
	const known = { name: code, metric: 'sales', revision: '1' };
	await post(`/admin/boards/${code}?/save`, { ...known, plan: JSON.stringify(plan) });
}

let office: Page;
let elsewhere: Server;
let elsewhereUrl: string;

test.beforeAll(async ({ browser, installation }) => {
	await foundCompany(installation);
	await installation.createAccount({ code: 'boss', name: '周敏', administrator: true });
	office = await (await browser.newContext()).newPage();
	await signInPage(office, installation.url, 'boss');
	elsewhere = createServer((_, response) => {
		response.setHeader('content-type', 'text/html; charset=utf-8');
		response.end('<h1>库存看板</h1><script>document.title = top === self</script>');
	});
	elsewhere.listen(0, '127.0.0.1');
	await once(elsewhere, 'listening');
	elsewhereUrl = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
});

test.afterAll(async () => {
	await office?.context().close();
	elsewhere?.close();
});

test('[SCENE-5] arrows go through the scenes, space holds, Escape lets go', async ({
	page,
	installation: { url }
}) => {
	await makeBoard(office, url, 'walked', planOf(600, ['clock'], ['slogans'], ['progress']));
	await page.goto(`${url}/tv?board=walked`);
	const current = page.locator('.layer.on');
	const kinds = ['clock', 'slogans', 'progress'];
	await expect(current).toBeVisible();
	const first = kinds.indexOf((await current.getAttribute('data-scene'))!);
	const after = (steps: number) => scene(page, kinds[(first + steps + 3) % 3]!);
	const held = page.getByText('已停在这一屏');
	await expect(held).toHaveCount(0);
	await page.keyboard.press('ArrowRight');
	await expect(after(1)).toBeVisible();
	await expect(held).toBeVisible();
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('ArrowLeft');
	await expect(after(-1)).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(after(0)).toBeVisible();
	await expect(held).toHaveCount(0);
	await page.keyboard.press('Space');
	await expect(held).toBeVisible();
	await page.keyboard.press('Space');
	await expect(held).toHaveCount(0);
	await page.goto(`${url}/tv?board=walked&scene=slogans`);
	await expect(scene(page, 'slogans')).toBeVisible();
	await page.keyboard.press('ArrowRight');
	await expect(held).toHaveCount(0);
	await expect(scene(page, 'slogans')).toBeVisible();
});

test('[SCENE-9] another site in a frame that it cannot leave, and no other', async ({
	page,
	request,
	installation: { url }
}) => {
	await makeBoard(office, url, 'framed', planOf(600, ['page', { address: elsewhereUrl }]));
	await page.goto(`${url}/tv?board=framed`);
	const outer = page.frameLocator('.layer.on iframe');
	await expect(outer.locator('iframe')).toHaveAttribute('sandbox', /^(?!.*allow-top).*$/);
	await expect(outer.frameLocator('iframe').getByText('库存看板')).toBeVisible();

	const framed = (address: string) =>
		request.get(`${url}/tv/frame?${new URLSearchParams({ address })}`);
	const policy = (await framed(elsewhereUrl)).headers()['content-security-policy'];
	expect(policy).toContain(`frame-src ${new URL(elsewhereUrl).origin};`);
	expect(policy).toContain("default-src 'none'");
	expect((await framed(`${elsewhereUrl}other`)).status()).toBe(404);
	// Not even somebody who makes boards frames the site in itself, or what is no address.
	for (const address of [`${url}/admin`, 'javascript:alert(1)', 'data:text/html,x', '']) {
		const query = new URLSearchParams({ address });
		expect((await office.request.get(`${url}/tv/frame?${query}`)).status()).toBe(404);
	}
});

test('[SCENE-7] a podium comes before the list, and the list alone where the board does not ask for it', async ({
	page,
	installation
}) => {
	const { url } = installation;
	await installation.sell('R1', 30_000_00);
	await installation.sell('R3', 20_000_00);
	const list = (podium: boolean) => planOf(6, ['leaderboard', { podium }]);
	await makeBoard(office, url, 'stepped', list(true));
	await makeBoard(office, url, 'plain', list(false));
	const podium = page.locator('.layer.on .podium');
	const rows = page.locator('.layer.on').getByRole('row');
	// By turns, three seconds each.
	const turning = { timeout: 15_000 };
	await page.goto(`${url}/tv?board=stepped`);
	await expect(podium).toContainText('李娜', turning);
	await expect(podium).toHaveCount(0, turning);
	await expect(rows).not.toHaveCount(0);
	await page.goto(`${url}/tv?board=plain`);
	await expect(rows).not.toHaveCount(0);
	await page.waitForTimeout(6_000);
	await expect(podium).toHaveCount(0);
	await expect(rows).not.toHaveCount(0);
});

test('[CELEBRATE-14] nothing sounds before the screen is touched, and it says so; then it does', async ({
	page,
	installation
}) => {
	await page.addInitScript(asUntouched);
	const notes = () => page.evaluate(() => (window as unknown as { notes: number }).notes);
	await page.goto(`${installation.url}/tv`);
	const hint = page.getByText('浏览器尚未允许声音');
	const moment = (name: string) => page.locator('section.screen').filter({ hasText: name });
	// It hears of what is booked from its first delta on.
	await installation.sell('R5', 1_230_00);
	await expect(page.locator('main')).toContainText('1,230');
	await installation.sell('R1', 66_000_00);
	await expect(moment('李娜')).toBeVisible();
	await expect(hint).toBeVisible();
	expect(await notes()).toBe(0);
	await page.mouse.click(960, 540);
	await expect(hint).toHaveCount(0);
	await installation.sell('R3', 77_000_00);
	await expect(moment('陈晓燕')).toBeVisible({ timeout: 30_000 });
	await expect.poll(notes).toBeGreaterThan(0);
	await expect(hint).toHaveCount(0);
});
