import { expect, foundCompany, REPS, test } from './installation.ts';

test.describe.configure({ mode: 'serial' });

const row = (name: string) => ({ hasText: name });

test('an installation without anybody says what to do first, without a scroll bar or an error', async ({
	page,
	installation
}) => {
	await page.goto(`${installation.url}/tv?lang=en`);
	await expect(page.locator('body')).not.toContainText('undefined');
	await expect(page.locator('body')).toContainText('There is no company yet');
	await page.screenshot({ path: 'test-results/screens/no-company.png' });
});

test('[LIVE-1] a sale posted over the API reaches the open wall: total, row, latest entries', async ({
	page,
	installation
}) => {
	await foundCompany(installation);
	await installation.sell('R1', 128_000_00);
	await page.goto(`${installation.url}/tv`);
	const rows = page.getByRole('row');
	await expect(rows.filter(row('李娜'))).toContainText('12.8');

	await installation.sell('R2', 256_000_00, { note: 'big' });
	await expect(rows.filter(row('王建国'))).toContainText('25.6');
	await expect(rows.nth(1)).toContainText('王建国');
	await expect(page.locator('footer')).toContainText('王建国');
	await expect(page.locator('main')).toContainText('38.4');
});

test('everybody in scope is on the board, also with nothing sold [STAND-3]', async ({
	page,
	installation
}) => {
	await page.goto(`${installation.url}/tv`);
	for (const { name } of REPS) await expect(page.getByRole('row').filter(row(name))).toBeVisible();
});

test('a row glides to its new rank: it is seen between its places', async ({
	page,
	installation
}) => {
	await page.goto(`${installation.url}/tv`);
	const moving = page.getByRole('row').filter(row('陈晓燕'));
	await expect(moving).toBeVisible();
	const before = (await moving.boundingBox())!.y;
	const watch = moving.evaluate(
		(element) =>
			new Promise<number[]>((resolve) => {
				const seen: number[] = [];
				const end = performance.now() + 10_000;
				let changedAt = Infinity;
				const look = () => {
					const { y } = element.getBoundingClientRect();
					if (seen.length > 0 && seen.at(-1) !== y && changedAt === Infinity)
						changedAt = performance.now();
					if (seen.at(-1) !== y) seen.push(y);
					const now = performance.now();
					if (now > end || now > changedAt + 1_500) resolve(seen);
					else requestAnimationFrame(look);
				};
				look();
			})
	);
	await installation.sell('R3', 999_000_00);
	const seen = await watch;
	const after = (await moving.boundingBox())!.y;
	expect(after).toBeLessThan(before);
	const between = seen.filter((y) => y < before - 1 && y > after + 1);
	expect(between.length, `places seen: ${seen.join(', ')}`).toBeGreaterThan(2);
	// Never further than the whole way: nothing jumps past its place.
	for (const y of seen) expect(y).toBeGreaterThan(after - 2);
});

test('[LIVE-7] while the server is away the picture stays and says since when; it comes back by itself', async ({
	page,
	installation
}) => {
	await page.goto(`${installation.url}/tv`);
	const rows = page.getByRole('row');
	await expect(rows.filter(row('王建国'))).toContainText('25.6');
	await installation.kill();
	await expect(page.locator('header')).toContainText(/\d\d:\d\d 起/);
	await expect(rows.filter(row('王建国'))).toContainText('25.6');
	await page.screenshot({ path: 'test-results/screens/away.png' });

	await installation.start();
	await installation.sell('R2', 100_000_00);
	await expect(rows.filter(row('王建国'))).toContainText('35.6', { timeout: 30_000 });
	await expect(page.locator('header')).not.toContainText(/\d\d:\d\d 起/);
});

test('[CELEBRATE-1] a big deal takes the screen; [CELEBRATE-5] after a reload it does not come again', async ({
	page,
	installation
}) => {
	await page.goto(`${installation.url}/tv`);
	await expect(page.getByRole('row').filter(row('李娜'))).toBeVisible();
	// The socket has joined once a sale arrives.
	await installation.sell('R1', 1_000_00);
	await expect(page.getByRole('row').filter(row('李娜'))).toContainText('12.9');

	await installation.sell('R1', 66_000_00);
	const stage = page.locator('section.screen').filter({ hasText: '李娜' });
	await expect(stage).toBeVisible();
	await expect(stage).toContainText('6.6');
	await page.screenshot({ path: 'test-results/screens/celebration.png' });
	await page.reload();
	await expect(page.getByRole('row').filter(row('李娜'))).toBeVisible();
	await expect(stage).toHaveCount(0);
	// And leaves by itself.
	await expect(stage).toHaveCount(0);
});

const SIZES = [
	{ width: 1920, height: 1080 },
	{ width: 3840, height: 2160 },
	{ width: 1080, height: 1920 }
];

for (const { width, height } of SIZES)
	for (const lang of ['zh-CN', 'en'])
		test(`nothing overflows at ${width}×${height} in ${lang}, with long names and 9-digit amounts`, async ({
			page,
			installation
		}) => {
			if (width === SIZES[0]!.width && lang === 'zh-CN')
				await installation.sell('R5', 999_999_999_00, { externalId: 'nine-digits' });
			await page.setViewportSize({ width, height });
			await page.goto(`${installation.url}/tv?lang=${lang}`);
			await expect(page.getByRole('row').filter(row('Featherstonehaugh'))).toBeVisible();
			await expect(page.locator('html')).toHaveAttribute('lang', lang);
			await page.screenshot({ path: `test-results/screens/wall-${width}x${height}-${lang}.png` });
			const outside = await page.evaluate(() => {
				const found: string[] = [];
				const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
				if (scrollWidth > clientWidth || scrollHeight > clientHeight)
					found.push('the page scrolls');
				for (const element of document.querySelectorAll('main *')) {
					const text = [...element.childNodes].some(
						(node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()
					);
					const box = element.getBoundingClientRect();
					if (!text || box.width < 2) continue;
					if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1)
						found.push(`${element.textContent?.trim()} leaves the screen`);
					const style = getComputedStyle(element);
					const clips = style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis';
					if (clips && element.scrollWidth > element.clientWidth + 1)
						found.push(`${element.textContent?.trim()} is cut off`);
				}
				return found;
			});
			expect(outside).toEqual([]);
		});

test('one team has a wall of its own', async ({ page, installation }) => {
	await page.goto(`${installation.url}/tv?unit=T1`);
	await expect(page.getByRole('row').filter(row('李娜'))).toBeVisible();
	await expect(page.getByRole('row').filter(row('陈晓燕'))).toHaveCount(0);
});

test('an unknown unit is told so in words, not as an error page', async ({
	page,
	installation
}) => {
	await page.goto(`${installation.url}/tv?unit=nowhere&lang=en`);
	await expect(page.locator('body')).toContainText('nowhere');
});
