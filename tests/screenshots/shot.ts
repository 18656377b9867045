/** One picture: of what, and how it is taken. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { patient } from '../e2e/patience.ts';
import { LANGUAGES, SURFACES } from './surfaces.ts';
import type { Language, Screen, Surface } from './surfaces.ts';

export type Cookies = Awaited<ReturnType<BrowserContext['storageState']>>;

export interface Shot {
	surface: Surface;
	/** What the picture is called: one of its surface. */
	name: string;
	/** In the language that is asked for. */
	url(language: Language): string;
	/** Of whoever looks; nobody's unless given. */
	cookies?: Cookies | undefined;
	/** Of a scene of several pages, from 0; the first one that comes unless given. */
	sheet?: number;
	/** What has happened to the page before the picture is taken. */
	after?(page: Page): Promise<void>;
}

/** A shot on one screen in one language. */
export interface Picture {
	shot: Shot;
	language: Language;
	screen: Screen;
	/** `zh-CN/wall-1080p/teams` */
	name: string;
}

/** Figures have counted up, charts are drawn. */
const SETTLE_MS = 1_100;
/** No scene stays longer on one of its pages. */
const LONGEST_SHEET_S = 120;

export const picturesOf = (shots: readonly Shot[]): Picture[] =>
	LANGUAGES.flatMap((language) =>
		shots.flatMap((shot) =>
			SURFACES[shot.surface].screens.map((screen) => ({
				shot,
				language,
				screen,
				name: `${language}/${shot.surface}-${screen.name}/${shot.name}`
			}))
		)
	).sort((a, b) => (dirname(a.name) < dirname(b.name) ? -1 : 1));

/** Lets time pass in the page until the scene is at that page of its own. */
async function turnTo(page: Page, sheet: number): Promise<void> {
	const dots = page.locator('.layer.on .dots i');
	await dots.first().waitFor();
	for (let second = 0; second < LONGEST_SHEET_S; second++) {
		const lit = await dots.evaluateAll((all) =>
			all.findIndex(({ className }) => /\bon\b/.test(className))
		);
		if (lit === sheet) return;
		await page.clock.fastForward(1_000);
		await page.waitForTimeout(40);
	}
	throw new Error(`there is no page ${sheet}`);
}

async function sidewaysOf(page: Page): Promise<number> {
	return page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
}

/** Scenes have faded in and rows have glided, however slow the machine is. */
async function comeToRest(page: Page): Promise<void> {
	await page.waitForTimeout(SETTLE_MS);
	await page.evaluate(async () => {
		const passing = document
			.getAnimations()
			.filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
		await Promise.allSettled(passing.map(({ finished }) => finished));
	});
}

/** As tall as the page: what sticks to the lower edge is then at the end, and not across the middle. */
async function grow(page: Page, { width }: Screen): Promise<void> {
	const height = await page.evaluate(() => document.documentElement.scrollHeight);
	await page.setViewportSize({ width, height });
}

/** Takes one picture; gives what was wrong on the page. */
export async function take(browser: Browser, picture: Picture, file: string): Promise<string[]> {
	const { shot, language, screen } = picture;
	const { whole, touch } = SURFACES[shot.surface];
	const { width, height } = screen;
	const context = await browser.newContext({
		locale: language,
		timezoneId: 'Asia/Shanghai',
		viewport: { width, height },
		hasTouch: touch,
		...(shot.cookies ? { storageState: shot.cookies } : {})
	});
	try {
		const page = await patient(context).newPage();
		const wrong: string[] = [];
		page.on('pageerror', (error) => wrong.push(String(error)));
		if (shot.sheet !== undefined) await page.clock.install();
		await page.goto(shot.url(language));
		if (shot.sheet !== undefined) await turnTo(page, shot.sheet);
		await shot.after?.(page);
		await comeToRest(page);
		const sideways = await sidewaysOf(page);
		if (sideways > 0) wrong.push(`${sideways} px wider than the screen`);
		if (whole) await grow(page, screen);
		await mkdir(dirname(file), { recursive: true });
		await page.screenshot({ path: file, fullPage: whole });
		return wrong;
	} finally {
		await context.close();
	}
}
