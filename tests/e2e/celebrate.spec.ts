/** A sale is celebrated on the wall with the face of who made it; a colleague cheers from a phone, and it flies over the wall. */
import { signInPage } from '../support/signed-in.ts';
import { expect, foundCompany, test } from './installation.ts';

/** A square of one colour, as a camera would give it: the browser makes it a small JPEG. */
const PHOTO = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGNgaJ6AFTEMLQkARGlAASk3q9sAAAAASUVORK5CYII=',
	'base64'
);

test.beforeAll(async ({ installation }) => {
	await foundCompany(installation);
	await installation.call('PUT', '/settings', { bigDeal: 100_000_00 });
	await installation.createAccount({ code: 'R1', name: '李娜' });
	await installation.createAccount({ code: 'boss', name: '周敏', administrator: true });
});

test('[CHEER-5] a sale, its celebration with the photo, a cheer from a phone, and it flies', async ({
	browser,
	installation
}) => {
	const { url } = installation;
	const rep = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
	await signInPage(rep, url, 'R1');
	await rep.goto(`${url}/account`);
	await rep.locator('input[type=file]').first().setInputFiles({
		name: 'me.png',
		mimeType: 'image/png',
		buffer: PHOTO
	});
	const own = rep.locator('main img');
	await expect(own).toHaveAttribute('src', /^\/media\//);

	const phone = await (
		await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })
	).newPage();
	await signInPage(phone, url, 'boss');
	await phone.goto(`${url}/cheers`);
	await expect(phone.getByRole('heading', { name: '还没有喜报' })).toBeVisible();

	const wall = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
	await wall.setViewportSize({ width: 1920, height: 1080 });
	await wall.goto(`${url}/tv`);
	await expect(wall.getByRole('row').filter({ hasText: '李娜' })).toBeVisible();

	// The socket has joined once a sale arrives.
	await installation.sell('R1', 1_000_00);
	await expect(wall.getByRole('row').filter({ hasText: '李娜' })).toContainText('1,000');

	await installation.sell('R1', 280_000_00);
	const stage = wall.locator('section.screen');
	await expect(stage).toContainText('李娜');
	await expect(stage).toContainText('喜报');
	await expect(stage.locator('img')).toHaveAttribute('src', (await own.getAttribute('src'))!);
	// Without anybody to reload it, the phone knows.
	const moment = phone.getByRole('article', { name: '李娜' });
	await moment.getByRole('button', { name: '给李娜鼓掌' }).click();
	await expect(stage.getByTestId('cheers')).toContainText('周敏');
	await expect(stage).toContainText('1 次喝彩');
	await wall.screenshot({ path: 'test-results/screens/celebrate-wall.png' });
	await phone.screenshot({ path: 'test-results/screens/celebrate-phone.png' });
	await expect(moment.getByRole('button', { name: '给李娜鼓掌' })).toContainText('1');

	// It leaves by itself, and a reload does not bring it back.
	await wall.reload();
	await expect(wall.getByRole('row').filter({ hasText: '李娜' })).toBeVisible();
	await expect(stage).toHaveCount(0);
	for (const page of [rep, phone, wall]) await page.context().close();
});
