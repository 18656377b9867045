/** Every page there is: usable by everyone, and on the smallest phone. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { signInPage } from '../support/signed-in.ts';
import { sitePages } from '../support/site-pages.ts';
import {
	holdContest,
	invite,
	pairDisplay,
	prepareLetter,
	uploadTable
} from '../support/site-things.ts';
import { expect, foundCompany, test } from './installation.ts';

// Nobody's /tv shows its code; a display can be paired.
test.use({ publicBoards: false });

/** `:…` is made before the first page is looked at. Setup is over: first-run.spec.ts looks at it. */
const places = await sitePages({
	'/admin/people/[code]': '/admin/people/R1',
	'/targets/check/[rep]': '/targets/check/R1',
	'/targets/letters/[id]': ':letter',
	'/alerts/[rep]': '/alerts/R1',
	'/admin/customers/[code]': '/admin/customers/C1',
	'/admin/products/[code]': '/admin/products/P1',
	'/admin/metrics/[code]': '/admin/metrics/sales',
	'/admin/displays/[id]': ':display',
	'/admin/boards/[code]': '/admin/boards/sales',
	'/admin/imports/[id]': ':batch',
	'/contests/[id]': '/contests/1',
	'/admin/contests/[id]': '/admin/contests/1',
	'/welcome/[secret]': ':welcome'
});
const pages = places.filter(({ route }) => route !== '/setup');
const made: Record<string, string> = {};

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

const LANGUAGES = ['zh-CN', 'en'] as const;

/** Tabs by language, of the administrator and of nobody: opened once, as opening one takes longer than looking at a page. */
const tabs = new Map<string, Page>();
const nameOf = (locale: string, signedIn: boolean) => `${locale} ${signedIn}`;

async function makeThings(page: Page, url: string): Promise<void> {
	made[':display'] = await pairDisplay(page, url, '三楼展厅');
	made[':batch'] = await uploadTable(page, url, {
		name: '销售.csv',
		csv: '单号,成交日期,业务员,金额\nS1,2026-01-05,李娜,10\nS2,2026-01-05,李四四,四十\n'
	});
	made[':letter'] = await prepareLetter(page, url, { unit: 'HQ', who: 'rep/R1' });
	await holdContest(page, url);
	made[':welcome'] = await invite(page, url, 'R1');
}

test.beforeAll(async ({ browser, installation }) => {
	await foundCompany(installation);
	await installation.call('PUT', '/customers/C1', {
		name: '锦绣家纺',
		kind: 'dealer',
		owner: 'R1'
	});
	await installation.call('PUT', '/products/P1', { name: '桑蚕丝被', series: '被芯' });
	await installation.sell('R1', 128_000_00, { customer: 'C1', product: 'P1' });
	await installation.createAccount({ code: 'boss', name: '周敏', administrator: true });
	const context = await browser.newContext({ locale: 'zh-CN' });
	const page = await context.newPage();
	await signInPage(page, installation.url, 'boss');
	await makeThings(page, installation.url);
	const storageState = await context.storageState();
	await context.close();
	for (const locale of LANGUAGES)
		for (const signedIn of [true, false]) {
			const look = { locale, viewport: DESK, reducedMotion: 'reduce' } as const;
			const tab = await browser.newContext({ ...look, ...(signedIn ? { storageState } : {}) });
			tabs.set(nameOf(locale, signedIn), await tab.newPage());
		}
});
test.afterAll(async () => {
	for (const tab of tabs.values()) await tab.context().close();
});

async function open(url: string, locale: string, signedIn: boolean): Promise<Page> {
	const page = tabs.get(nameOf(locale, signedIn))!;
	await page.setViewportSize(DESK);
	expect((await page.goto(url))!.status()).toBe(200);
	return page;
}

async function expectUsable(page: Page): Promise<void> {
	// The picture of a display is inert, and hidden from whoever cannot see it.
	const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
	const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
	expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

async function expectNothingSideways(page: Page): Promise<void> {
	await page.setViewportSize(PHONE);
	const width = () => page.evaluate(() => document.documentElement.scrollWidth);
	await expect.poll(width).toBe(PHONE.width);
}

for (const [index, { route, path, signedIn }] of pages.entries()) {
	const locale = LANGUAGES[index % 2]!;
	test(`${route} in ${locale}`, async ({ installation }) => {
		const page = await open(installation.url + (made[path] ?? path), locale, signedIn);
		await expectUsable(page);
		await expectNothingSideways(page);
	});
}

test('the wall, signed in', async ({ installation }) => {
	const page = await open(`${installation.url}/tv`, 'zh-CN', true);
	await expect(page.getByRole('row').filter({ hasText: '李娜' })).toBeVisible();
	await expectUsable(page);
	await expectNothingSideways(page);
});
