/** The settled target becomes a letter: prepared for the team, filled in on a phone, signed by both, printed on A4. */
import type { Browser, Page } from '@playwright/test';
import { makeAccount, PASSWORD } from '../support/people.ts';
import { signInPage } from '../support/signed-in.ts';
import { expect, foundCompany, monthStart, test, type Installation } from './installation.ts';

test.use({ locale: 'zh-CN' });

const PHONE = { width: 390, height: 844 };
const CUSTOMERS = Array.from({ length: 40 }, (_, i) => ({
	code: `C${String(i + 1).padStart(2, '0')}`,
	name: `经销商 ${i + 1} 号`
}));

test.beforeAll(async ({ installation }) => {
	const { call, dataDir } = installation;
	await foundCompany(installation);
	for (const { code, name } of CUSTOMERS)
		await call('PUT', `/customers/${code}`, { name, kind: 'dealer', owner: 'R1' });
	for (const code of ['D1', 'D2'])
		await call('PUT', `/customers/${code}`, { name: `大客户${code}`, kind: 'dealer', owner: 'R2' });
	await call('PUT', '/targets', [
		...['R1', 'R2'].flatMap((code) =>
			['collection', 'visits'].map((metric) => ({
				metric,
				period: { unit: 'month', start: monthStart() },
				subject: { kind: 'rep', code },
				amount: metric === 'visits' ? 120 : 180_000_000
			}))
		)
	]);
	const env = { DATA_DIR: dataDir };
	await makeAccount(env, { code: 'admin', name: '周敏', administrator: true });
	await makeAccount(env, { code: 'lead', name: '沈国强', leads: ['T1'] });
	await makeAccount(env, { code: 'R1', name: '李娜' });
	await makeAccount(env, { code: 'R2', name: '王建国' });
});

async function openPhone(browser: Browser, { url }: Installation, login: string): Promise<Page> {
	const context = await browser.newContext({
		locale: 'zh-CN',
		viewport: PHONE,
		hasTouch: true,
		reducedMotion: 'reduce'
	});
	const page = await context.newPage();
	page.setDefaultTimeout(10_000);
	await signInPage(page, url, login, '/targets/letters');
	return page;
}

/** Presses what opens a dialog: a page that has just come does not listen yet. */
async function openDialog(page: Page, name: string | RegExp): Promise<void> {
	const dialog = page.getByRole('dialog');
	await expect(async () => {
		if (!(await dialog.isVisible())) await page.getByRole('button', { name }).click();
		await expect(dialog).toBeVisible({ timeout: 1_000 });
	}).toPass();
}

/** A name in three strokes. */
async function draw(page: Page): Promise<void> {
	const box = (await page.getByRole('img', { name: /签字区/ }).boundingBox())!;
	for (const stroke of [0, 1, 2]) {
		const x = box.x + box.width * (0.2 + stroke * 0.2);
		await page.mouse.move(x, box.y + 20);
		await page.mouse.down();
		await page.mouse.move(x + 30, box.y + box.height - 20, { steps: 6 });
		await page.mouse.move(x + 50, box.y + 30, { steps: 6 });
		await page.mouse.up();
	}
}

/** Pages of a PDF, and the size of each in points: written plainly in its page objects. */
function pagesOf(pdf: Buffer): { width: number; height: number }[] {
	const boxes = pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b[^]*?\/MediaBox\s*\[([^\]]+)\]/g);
	return [...boxes].map(([, box]) => {
		const [x0, y0, x1, y1] = box!.trim().split(/\s+/).map(Number);
		return { width: Math.round(x1! - x0!), height: Math.round(y1! - y0!) };
	});
}

test('prepared for the team, filled in on a phone, signed by both, printed', async ({
	page,
	browser,
	installation
}) => {
	test.setTimeout(120_000);
	page.setDefaultTimeout(10_000);
	const { url } = installation;

	await test.step('the manager prepares letters for all who miss one', async () => {
		await signInPage(page, url, 'lead', '/targets/letters');
		await openDialog(page, '为 2 人准备责任书');
		const dialog = page.getByRole('dialog');
		await dialog.getByLabel('完成奖励金额（元）', { exact: true }).fill('5000');
		await dialog.getByLabel('未完成处罚说明', { exact: true }).fill('主管约谈');
		await dialog.getByRole('button', { name: '为 2 人准备责任书' }).click();
		await expect(page.getByText('已准备 2 份责任书')).toBeVisible();
		await expect(page.getByRole('row').filter({ hasText: '王建国' })).toContainText('双方都未签字');
	});

	const phone = await openPhone(browser, installation, 'R2');
	await test.step('the rep fills in two customers on the phone and sees the gap', async () => {
		await phone.getByRole('link', { name: /填写并签字/ }).click();
		await expect(phone.getByText('还差 230 万')).toBeVisible();
		for (const code of ['D1', 'D2']) {
			await openDialog(phone, /添加客户/);
			await phone
				.getByRole('dialog')
				.getByRole('button', { name: `大客户${code}` })
				.click();
			await phone.getByRole('button', { name: '关闭' }).click();
		}
		await phone.getByRole('textbox', { name: '大客户D1 的金额' }).fill('150万');
		await phone.getByRole('textbox', { name: '大客户D2 的金额' }).fill('50万');
		await expect(phone.getByText('还差 30 万')).toBeVisible();
		await phone.getByLabel('我的承诺').fill('每周拜访两次，\n月底前全部到货。');
		await phone.getByRole('button', { name: '保存' }).click();
		await expect(phone.getByText('已保存。')).toBeVisible();
		const width = await phone.evaluate(() => document.documentElement.scrollWidth);
		expect(width).toBe(PHONE.width);
	});

	await test.step('draws a signature; a stroke can be taken back', async () => {
		await openDialog(phone, '签字');
		await draw(phone);
		await phone.getByRole('button', { name: '撤一笔' }).click();
		await phone.getByRole('button', { name: '确认签字' }).click();
		await expect(phone.getByText('已签字。')).toBeVisible();
		await expect(phone.getByRole('img', { name: /王建国 · 手写签字/ })).toBeVisible();
	});

	await test.step('the manager reads it and signs by name and password', async () => {
		await page.reload();
		await page.getByRole('link', { name: '王建国', exact: true }).click();
		await expect(page.getByText('月底前全部到货')).toBeVisible();
		await openDialog(page, '签字');
		const dialog = page.getByRole('dialog');
		await dialog.getByText('输入姓名').click();
		await dialog.getByLabel('姓名', { exact: true }).fill('沈国强');
		await dialog.locator('input[name=password]').fill('wrong password');
		await dialog.getByRole('button', { name: '确认签字' }).click();
		await expect(dialog.getByRole('alert')).toBeVisible();
		await dialog.locator('input[name=password]').fill(PASSWORD);
		await dialog.getByRole('button', { name: '确认签字' }).click();
		await expect(page.getByText('双方已签字，责任书生效。')).toBeVisible();
		await expect(page.getByText('双方签定')).toBeVisible();
	});

	await test.step('[LETTER-14] on A4: the letter, and its days on a page of their own', async () => {
		const path = test.info().outputPath('signed.pdf');
		const pages = pagesOf(await page.pdf({ preferCSSPageSize: true, path }));
		expect(pages).toHaveLength(2);
		for (const { width, height } of pages) {
			expect(Math.abs(width - 595)).toBeLessThan(2);
			expect(Math.abs(height - 842)).toBeLessThan(2);
		}
	});

	await test.step('a target that changes later is told, and a new version says why', async () => {
		await installation.call('PUT', '/targets', {
			metric: 'sales',
			period: { unit: 'month', start: monthStart() },
			subject: { kind: 'rep', code: 'R2' },
			amount: 260_000_000
		});
		await page.reload();
		await expect(page.getByText('目标已变：销售额 230 万 → 260 万')).toBeVisible();
		await openDialog(page, '出新版本');
		await page.getByLabel('原因').fill('新签连锁客户');
		await page.getByRole('dialog').getByRole('button', { name: '出新版本' }).click();
		await expect(page.getByText('变更原因：新签连锁客户')).toBeVisible();
		await page.getByRole('link', { name: '第 1 版' }).click();
		await expect(page.getByText('双方签定')).toBeVisible();
	});
	await phone.context().close();
});

/** What the paper is broken by: where a row, a head or the signatures may be cut. */
const breaks = (page: Page) =>
	page.evaluate(() => {
		const all = (of: string, property: 'breakInside' | 'display') => [
			...new Set(
				[...document.querySelectorAll(`.sheet ${of}`)].map((one) => getComputedStyle(one)[property])
			)
		];
		return {
			rows: all('tbody tr', 'breakInside'),
			heads: all('thead', 'display'),
			signatures: all('.signing', 'breakInside'),
			frame: [...document.querySelectorAll('nav, .screen')].every(
				(one) => getComputedStyle(one).display === 'none'
			)
		};
	});

test('[LETTER-14] a long letter breaks between its rows, in both languages', async ({
	browser,
	installation
}) => {
	test.setTimeout(120_000);
	const { url } = installation;
	const lead = await openPhone(browser, installation, 'lead');
	const form = {
		unit: 'T1',
		period: monthStart().slice(0, 7),
		deadline: monthStart(),
		offer: 'on'
	};
	const headers = { origin: url, 'x-sveltekit-action': 'true' };
	await lead.request.post(`${url}/targets/letters?/prepare`, { headers, form });
	await lead.context().close();

	const phone = await openPhone(browser, installation, 'R1');
	await phone.getByRole('link', { name: /填写并签字/ }).click();
	await phone.waitForURL(/letters\/\d+/);
	const path = new URL(phone.url()).pathname;
	const answer = await phone.request.post(`${url}${path}?/answer`, {
		headers,
		form: {
			__superform_id: 'answer',
			hash: await phone.locator('input[name=hash]').first().inputValue(),
			commitment: '每周拜访全部客户一次。\n'.repeat(12),
			customers: JSON.stringify(CUSTOMERS.map((one) => ({ ...one, amount: 5_000_000 })))
		}
	});
	expect(await answer.json()).toMatchObject({ type: 'success' });

	for (const lang of ['zh-CN', 'en']) {
		await phone.goto(`${url}${path}?lang=${lang}`);
		await phone.emulateMedia({ media: 'print' });
		expect(await breaks(phone)).toEqual({
			rows: ['avoid'],
			heads: ['table-header-group'],
			signatures: ['avoid'],
			frame: true
		});
		const pdf = await phone.pdf({
			preferCSSPageSize: true,
			path: test.info().outputPath(`${lang}.pdf`)
		});
		// Targets and 40 customers on two pages, terms and signatures, the days.
		const count = pagesOf(pdf).length;
		expect(count, lang).toBeGreaterThanOrEqual(3);
		expect(count, lang).toBeLessThanOrEqual(5);
	}
	await phone.context().close();
});
