/**
 * `npm run screenshots`: every page in both languages, at 1440 and at 390 px, as full pages into screenshots/. Words on the command
 * line choose the pages whose route holds one of them:
 *
 *     npm run screenshots -- people calendar
 */
import { mkdir, rm } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import type { Browser, BrowserContextOptions } from '@playwright/test';
import playwrightConfig from '../../playwright.config.ts';
import { openStage } from './stage.ts';
import type { Shot } from './stage.ts';

const FOLDER = 'screenshots';
const LANGUAGES = ['zh-CN', 'en'] as const;
const SCREENS = [
	{ width: 1440, height: 900 },
	{ width: 390, height: 844 }
] as const;
/** Figures have counted up, rows have glided, charts are drawn. */
const SETTLE_MS = 900;

const nameOf = ({ route, name }: Shot): string =>
	name ?? (route === '/' ? 'start' : route.slice(1).replaceAll('/', '-').replace(/[[\]]/g, ''));

/** Takes one picture; gives what was wrong on the page. */
async function shoot(
	browser: Browser,
	shot: Shot,
	look: BrowserContextOptions,
	file: string
): Promise<string[]> {
	const context = await browser.newContext({
		...look,
		...(shot.cookies ? { storageState: shot.cookies } : {})
	});
	const tab = await context.newPage();
	const wrong: string[] = [];
	tab.on('pageerror', (error) => wrong.push(String(error)));
	await tab.goto(shot.url);
	await tab.waitForTimeout(SETTLE_MS);
	const sideways = await tab.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	// As tall as the page: what sticks to the lower edge is then at the end, and not across the middle.
	const height = await tab.evaluate(() => document.documentElement.scrollHeight);
	await tab.setViewportSize({ width: look.viewport!.width, height });
	await tab.screenshot({ path: file, fullPage: true });
	await context.close();
	if (sideways > 0) wrong.push(`${sideways} px wider than the screen`);
	return wrong;
}

async function shootAll(browser: Browser, shots: readonly Shot[]): Promise<number> {
	let wrong = 0;
	for (const locale of LANGUAGES)
		for (const viewport of SCREENS) {
			const folder = `${FOLDER}/${locale}-${viewport.width}`;
			await mkdir(folder, { recursive: true });
			for (const shot of shots) {
				const file = `${folder}/${nameOf(shot)}.png`;
				const found = await shoot(browser, shot, { locale, viewport }, file);
				for (const what of found) console.error(`  ${file}: ${what}`);
				wrong += found.length;
			}
			console.log(`${folder}: ${shots.length} pages`);
		}
	return wrong;
}

const words = process.argv.slice(2);
const browser = await chromium.launch(playwrightConfig.use!.launchOptions!);
try {
	const stage = await openStage(browser);
	try {
		const shots = stage.shots.filter(
			({ route }) => words.length === 0 || words.some((word) => route.includes(word))
		);
		if (words.length === 0) await rm(FOLDER, { recursive: true, force: true });
		process.exitCode = (await shootAll(browser, shots)) > 0 ? 1 : 0;
	} finally {
		await stage.close();
	}
} finally {
	await browser.close();
}
