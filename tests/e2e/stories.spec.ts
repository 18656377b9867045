/** Whole ways through the product, from the first minute on; and text that means harm. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeDataFolder } from '../support/databases.ts';
import { startRealServer, type RealServer } from '../support/real-server.ts';
import { signInPage } from '../support/signed-in.ts';
import { sitePages } from '../support/site-pages.ts';
import {
	holdContest,
	invite,
	pairDisplay,
	prepareLetter,
	uploadTable
} from '../support/site-things.ts';
import {
	columnsWithHarm,
	EVIL,
	evilCode,
	inPath,
	TROUBLED_REP,
	writeHarmfulWords
} from '../support/trouble.ts';
import { expect, foundCompany, monthStart, test, type Installation } from './installation.ts';

test.use({ locale: 'zh-CN', publicBoards: false });

const PASSWORD = 'correct horse battery';
const item = (page: Page, name: string) => page.getByRole('treeitem', { name });

test.beforeAll(async ({ installation }) => {
	await foundCompany(installation);
	await installation.createAccount({ code: 'chief', name: '周敏', administrator: true });
	await installation.createAccount({ code: 'lead', name: '沈国强', leads: ['T1'] });
});

test.describe('from the first run to the first sale', () => {
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

	async function setUp(page: Page): Promise<void> {
		const code = server.log.map((line) => /the code (\S+)"/.exec(line)?.[1]).find(Boolean)!;
		await page.goto(server.url);
		await page.locator('[name=code]').fill(code);
		await page.keyboard.press('Enter');
		await page.locator('[name=organisation]').fill('云锦家纺');
		await page.locator('[name=name]').fill('周敏');
		await page.locator('[name=code]').fill('admin');
		await page.locator('[name=password]').fill(PASSWORD);
		await page.getByRole('radio', { name: '从空白开始' }).check();
		await page.getByRole('button', { name: '完成设置' }).click();
		await expect(page.locator('main')).toContainText('建立至少一个团队');
	}

	test('code, setup, a team, a rep, a sale: the wall shows it', async ({ page }) => {
		await setUp(page);

		await page.goto(`${server.url}/admin/units`);
		await item(page, '云锦家纺').click();
		await page.getByRole('button', { name: '新增下级' }).click();
		await page.getByLabel('名称').fill('华东一队');
		await page.getByLabel('编码').fill('T1');
		await page.getByRole('button', { name: '保存' }).click();
		await expect(item(page, '华东一队')).toBeVisible();

		await page.goto(`${server.url}/admin/people/new`);
		await page.getByLabel('姓名').fill('李娜');
		await page.getByLabel('编码').fill('R1');
		await page.getByLabel('团队').selectOption('T1');
		await page.getByRole('button', { name: '保存' }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('李娜');

		await page.goto(`${server.url}/record`);
		await page.getByLabel('金额').fill('128000');
		await page.getByRole('combobox', { name: '业务员' }).fill('李');
		await page.getByRole('option', { name: '李娜' }).click();
		await page.getByRole('button', { name: '记一笔' }).click();
		await expect(page.getByRole('status').filter({ hasText: '已记录' })).toContainText('李娜');

		await page.goto(`${server.url}/tv`);
		const row = page.getByRole('row').filter({ hasText: '李娜' });
		await expect(row).toContainText('华东一队');
		await expect(row).toContainText('12.8');
	});
});

test('[PEOPLE-7] invited by a QR code: in with an own password, and no further than a rep goes', async ({
	browser,
	page,
	installation
}) => {
	const { url } = installation;
	await page.setViewportSize({ width: 820, height: 1180 });
	await signInPage(page, url, 'lead');
	const link = await invite(page, url, 'R1');

	const phone = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
	await phone.goto(url + link);
	await expect(phone.getByRole('heading', { level: 1 })).toContainText('李娜');
	await phone.locator('[name=password]').fill(PASSWORD);
	await phone.keyboard.press('Enter');
	await expect(phone).toHaveURL(`${url}/me`);

	expect((await phone.goto(`${url}/record`))!.status()).toBe(200);
	await phone.getByLabel('金额').fill('500');
	await phone.getByRole('button', { name: '记一笔' }).click();
	await expect(phone.getByRole('status').filter({ hasText: '已记录' })).toContainText('李娜');
	expect((await phone.goto(`${url}/admin`))!.status()).toBe(403);
	expect((await phone.goto(url + link))!.ok(), 'a link is good once').toBe(false);
	await phone.context().close();
});

/** The one who is nothing but trouble, wherever a name or a note may be written. */
async function nameEverythingEvil({ call }: Installation): Promise<void> {
	await call('PUT', '/units/HQ', { name: EVIL, kind: 'company' });
	await call('PUT', `/units/${inPath('T')}`, { name: EVIL, kind: 'team', parent: 'HQ' });
	for (const rep of ['R', 'S'])
		await call('PUT', `/reps/${inPath(rep)}`, { name: EVIL, team: evilCode('T') });
	const customer = { name: EVIL, kind: 'dealer', owner: evilCode('R') };
	await call('PUT', `/customers/${inPath('C')}`, customer);
	await call('PUT', `/products/${inPath('P')}`, { name: EVIL, series: EVIL });
	await call('PUT', `/metrics/${inPath('M')}`, { name: EVIL, kind: 'money', points: 1 });
	await call('PUT', '/settings', { name: EVIL, bigDeal: 600_000_00 });
	await call(
		'PUT',
		'/targets',
		[
			{ kind: 'unit', code: 'HQ' },
			{ kind: 'rep', code: evilCode('R') },
			{ kind: 'rep', code: evilCode('S') }
		].map((subject) => ({
			metric: 'sales',
			period: { unit: 'month', start: monthStart() },
			subject,
			amount: 100_000_00
		}))
	);
	const today = new Date().toISOString().slice(0, 10);
	await call('PUT', '/calendar/days', [{ date: today, weight: 100, note: EVIL }]);
}

const evilSale = () => ({
	externalId: EVIL,
	source: EVIL.slice(0, 64),
	note: EVIL,
	customer: evilCode('C'),
	product: evilCode('P')
});

/** What only the pages write: a key, a display, an import. */
async function nameMoreOnPages(page: Page, url: string): Promise<Record<string, string>> {
	await page.goto(`${url}/admin/keys/new`);
	await page.locator('input[name=name]').fill(EVIL);
	await page.locator('main button[type=submit]').click();
	await expect(page.getByTestId('key')).toBeVisible();
	const display = await pairDisplay(page, url, EVIL);
	const csv = `<i class=evil>${EVIL},${EVIL}\n${EVIL},${EVIL}\n`;
	const batch = await uploadTable(page, url, { name: `${EVIL.replaceAll('/', '')}.csv`, csv });
	const letter = await prepareLetter(page, url, { unit: 'HQ', who: `rep/${evilCode('R')}` }, EVIL);
	const contest = await holdContest(page, url, EVIL.slice(0, 60));
	await page.goto(`${url}/admin${contest}`);
	await page.locator('input[name=prize]').fill(EVIL.slice(0, 80));
	await page.locator('main button[type=submit]').first().click();
	const welcome = await invite(page, url, evilCode('R'));
	return {
		'/admin/people/[code]': `/admin/people/${inPath('R')}`,
		'/targets/check/[rep]': `/targets/check/${inPath('R')}`,
		'/targets/letters/[id]': letter,
		'/alerts/[rep]': `/alerts/${inPath('R')}`,
		'/admin/customers/[code]': `/admin/customers/${inPath('C')}`,
		'/admin/products/[code]': `/admin/products/${inPath('P')}`,
		'/admin/metrics/[code]': `/admin/metrics/${inPath('M')}`,
		'/admin/displays/[id]': display,
		'/admin/boards/[code]': '/admin/boards/evil',
		'/admin/imports/[id]': batch,
		'/contests/[id]': contest,
		'/admin/contests/[id]': `/admin${contest}`,
		'/welcome/[secret]': welcome
	};
}

/** What is written is shown as it was written; nothing of it became a part of the page. */
async function expectHarmless(page: Page, what: string): Promise<void> {
	const found = await page.evaluate(() => ({
		hit: (window as { __hit?: number }).__hit,
		elements: document.querySelectorAll('img[src="x"], [onerror], i.evil').length
	}));
	expect(found, what).toEqual({ hit: undefined, elements: 0 });
}

/** What columns are called that hold choices of ours, numbers in words, ids, codes of accounts, secrets and what the server reckons. */
const OURS =
	/^(account|acknowledged_by|action|address|answered_by|auth|badge|basis|batch|board|by|cause|celebration_id|claim_hash|closed_by|code|code_hash|created_by|currency|digest|display|drawing|email|end|ended_by|ending|endpoint|figures|former_secret_hash|hash|holidays|hours|id|id_hash|issued_by|issuer|key|kind|level|locale|map|meanings|obstacle|off|origin|origin_id|outcome|own|p256dh|payload|pace_thresholds|paired_by|password_hash|period_unit|person|phone|prepared_by|private_key|progress|public_key|purpose|recorded_by|ref|relation|reopened_by|report|report_cut_off|rest|result|role|rule|saved_by|scopes|secret_hash|seed|seeds|settled_by|side|start|state|status|step|subject|taken_by|time_zone|topic|type|weights|working_hours)$/;
/** Words that only come with what this story has none of: a letter signed by typing, an alert, a change of what is settled; and a celebration's key. */
const NOT_HERE = [
	'alert_events.note',
	'celebrations.reason',
	'commitment_signatures.name',
	'process_settings.note_tags',
	'splits.reason'
];

test.describe('[ACCESS] text that means harm', () => {
	test.describe.configure({ mode: 'serial', timeout: 120_000 });
	let things: Record<string, string>;

	test.beforeAll(async ({ browser, installation }) => {
		await nameEverythingEvil(installation);
		await installation.sell(evilCode('R'), 500_000_00, evilSale());
		await installation.createAccount({ code: 'trouble', name: EVIL, administrator: true });
		const context = await browser.newContext({ locale: 'zh-CN', userAgent: EVIL });
		const page = await context.newPage();
		await signInPage(page, installation.url, 'trouble');
		things = await nameMoreOnPages(page, installation.url);
		await installation.createAccount({ code: TROUBLED_REP, name: EVIL });
		const rep = await (await browser.newContext({ locale: 'zh-CN', userAgent: EVIL })).newPage();
		await signInPage(rep, installation.url, TROUBLED_REP);
		const { url } = installation;
		await writeHarmfulWords({
			administrator: page,
			rep,
			url,
			letter: things['/targets/letters/[id]']!
		});
		await rep.context().close();
		await page.context().close();
	});

	test('was written wherever words are kept', async ({ installation }) => {
		const columns = await columnsWithHarm(installation.databaseUrl);
		const missed = [...columns].flatMap(([column, held]) => (held ? [] : [column]));
		expect(missed.filter((column) => !OURS.test(column.split('.')[1]!)).sort()).toEqual(NOT_HERE);
	});

	test('is only text on every page', async ({ browser, page, installation: { url } }) => {
		const outside = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
		await signInPage(page, url, 'trouble');
		const asked = [
			`/admin/people/cards?codes=${inPath('R')}`,
			`/admin/calendar/leave?rep=${inPath('R')}`
		];
		const more = asked.map((path) => ({ path, signedIn: true }));
		for (const { path, signedIn } of [...(await sitePages(things)), ...more]) {
			const tab = signedIn ? page : outside;
			expect((await tab.goto(url + path))!.status(), path).toBe(200);
			await expectHarmless(tab, path);
		}
		await outside.context().close();
	});

	test('is only text on the wall, also when it is celebrated', async ({ page, installation }) => {
		await signInPage(page, installation.url, 'trouble');
		await page.goto(`${installation.url}/tv`);
		await expect(page.getByRole('row').filter({ hasText: '<img src=x' }).first()).toBeVisible();
		const banner = page.locator('section.screen').filter({ hasText: '<img src=x' });
		// The socket may not have joined yet when the first one is sold.
		await expect(async () => {
			await installation.sell(evilCode('R'), 900_000_00, { customer: evilCode('C') });
			await expect(banner).toBeVisible();
		}).toPass();
		await expectHarmless(page, 'the wall');
	});

	test('is no formula in any list that is taken along', async ({ page, installation: { url } }) => {
		await signInPage(page, url, 'trouble');
		await page.goto(`${url}/admin/export`);
		const links = await page
			.locator('a[href*=".csv"]')
			.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
		expect(links.length).toBeGreaterThan(8);
		for (const link of links) {
			const csv = await (await page.request.get(link)).text();
			expect(
				csv.split(/\r\n|,/).filter((cell) => /^"?=/.test(cell)),
				link
			).toEqual([]);
		}
		const people = await (await page.request.get(`${url}/admin/export/people.csv`)).text();
		expect(people).toContain(`'=cmd|`);
	});
});

/** Made of Markdown on the server, without tags of the writer's own (SCENE-8). */
const MARKDOWN = ['lib/scenes/announcement/Scene.svelte'];

test('no component renders text as HTML', async () => {
	const files = (await readdir('src', { recursive: true })).filter(
		(name) => name.endsWith('.svelte') && !MARKDOWN.includes(name)
	);
	expect(files.length).toBeGreaterThan(50);
	for (const file of files)
		expect(await readFile(join('src', file), 'utf8'), file).not.toContain('{@html');
});
