/** [DISPLAY-20] Every word on the wall, as a person with usual sight sees it from 5 m on a screen of 55″: how high, and how clear. */
import { rm } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { BOARD } from '../../server/demo/board.ts';
import { makeDataFolder } from '../support/databases.ts';
import { startRealServer, type RealServer } from '../support/real-server.ts';
import { expect, test } from './patience.ts';

/** Height of the picture of a 55″ screen of 16:9, and how far away one stands, metres. */
const SCREEN_HEIGHT = 0.685;
const DISTANCE = 5;
/** Minutes of arc. Usual sight tells details of 1′ and reads letters of 5′ (ISO 8596). */
const LEAST = 7.5;
/** What leads the eye, at least one thing in each scene: what ISO 9241-303 asks of text that is read all day. */
const FOCAL = 16;
/** WCAG 2.2, 1.4.3; large text is from 24 px, or 18.66 px where it is bold, on a screen at arm's length: here 16′. */
const CONTRAST = { usual: 4.5, large: 3 };
const LARGE = 16;

interface Word {
	text: string;
	/** Of a capital, a digit or an ideograph, CSS pixels. */
	height: number;
	contrast: number;
	where: string;
}

/** In the page: every text that is seen. */
function wordsOf(): Word[] {
	type Colour = [number, number, number, number];
	const canvas = document.createElement('canvas').getContext('2d')!;
	const heights = new Map<string, number>();
	const heightOf = (style: CSSStyleDeclaration, sample: string): number => {
		const font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
		const key = `${font} ${sample}`;
		if (!heights.has(key)) {
			canvas.font = font;
			const { actualBoundingBoxAscent, actualBoundingBoxDescent } = canvas.measureText(sample);
			heights.set(key, actualBoundingBoxAscent + actualBoundingBoxDescent);
		}
		return heights.get(key)!;
	};
	const colourOf = (text: string): Colour => {
		const [r = 0, g = 0, b = 0, a = 1] = (/\(([^)]*)\)/.exec(text)?.[1] ?? '')
			.split(/[ ,/]+/)
			.map(Number);
		return [r, g, b, a];
	};
	const over = (top: Colour, below: Colour): Colour => {
		const mix = (i: 0 | 1 | 2) => top[i] * top[3] + below[i] * (1 - top[3]);
		return [mix(0), mix(1), mix(2), 1];
	};
	const luminance = ([r, g, b]: Colour): number => {
		const linear = (value: number) =>
			value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
		return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
	};
	const found: Word[] = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const text = node.textContent!.trim();
		const element = node.parentElement!;
		// Signs alone (·, ›, /) only part what stands beside them.
		if (!/[\p{L}\p{N}]/u.test(text) || element.closest('.unseen, svg, script, style')) continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		const box = range.getBoundingClientRect();
		const seen = box.width > 1 && box.right > 0 && box.left < innerWidth && box.bottom > 0;
		if (!seen || box.top >= innerHeight) continue;
		const style = getComputedStyle(element);
		if (style.visibility !== 'visible') continue;
		let clarity = 1;
		const grounds: Colour[] = [];
		let pictured = false;
		for (let at: Element | null = element; at; at = at.parentElement) {
			const { opacity, backgroundColor, backgroundImage } = getComputedStyle(at);
			clarity *= Number(opacity);
			pictured ||= backgroundImage !== 'none' && grounds.every(([, , , a]) => a < 1);
			// What hangs out of its parent does not lie on it.
			const under = at.getBoundingClientRect();
			const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
			const lies = under.left <= x && x <= under.right && under.top <= y && y <= under.bottom;
			if (lies || at === document.documentElement) grounds.push(colourOf(backgroundColor));
		}
		if (clarity < 0.05 || pictured) continue;
		const ground = grounds.reduceRight<Colour>((below, top) => over(top, below), [0, 0, 0, 1]);
		const [r, g, b, a] = colourOf(style.color);
		const ink = over([r, g, b, a * clarity], ground);
		const [light, dark] = [luminance(ink), luminance(ground)].sort((x, y) => y - x);
		found.push({
			text: text.slice(0, 24),
			height: heightOf(style, /\p{Script=Han}/u.test(text) ? '国' : 'H'),
			contrast: (light! + 0.05) / (dark! + 0.05),
			where: `${element.tagName.toLowerCase()}.${element.className.toString().split(' ')[0]}`
		});
	}
	return found;
}

/** Minutes of arc. */
const angle = (pixels: number, screen: number): number =>
	((Math.atan((pixels / screen) * (SCREEN_HEIGHT / DISTANCE)) * 180) / Math.PI) * 60;

async function faultsOf(page: Page, height: number): Promise<string[]> {
	const words = await page.evaluate(wordsOf);
	expect(words.length).toBeGreaterThan(0);
	const faults = words.flatMap((word) => {
		const high = angle(word.height, height);
		const clear = high >= LARGE ? CONTRAST.large : CONTRAST.usual;
		const name = `“${word.text}” (${word.where})`;
		return [
			...(high < LEAST ? [`${name} is ${high.toFixed(1)}′ high`] : []),
			...(word.contrast < clear ? [`${name} has ${word.contrast.toFixed(1)}:1`] : [])
		];
	});
	const focal = Math.max(...words.map((word) => angle(word.height, height)));
	if (focal < FOCAL) faults.push(`nothing is larger than ${focal.toFixed(1)}′`);
	return [...new Set(faults)];
}

let demo: RealServer;
let folder: Awaited<ReturnType<typeof makeDataFolder>>;

test.beforeAll(async () => {
	test.setTimeout(180_000);
	folder = await makeDataFolder();
	demo = await startRealServer({
		dataDir: folder.path,
		script: 'server/demo/main.ts',
		env: { LOG_LEVEL: 'info' }
	});
});
test.afterAll(async () => {
	await demo.end();
	await rm(folder.path, { recursive: true, force: true });
});

for (const [width, height] of [
	[1920, 1080],
	[3840, 2160]
] as const)
	for (const { id, kind } of BOARD.plan.scenes)
		test(`[DISPLAY-20] ${kind} (${id}) is read from 5 m at ${width}×${height}`, async ({
			browser
		}) => {
			const page = await browser.newPage({
				viewport: { width, height },
				locale: 'zh-CN',
				reducedMotion: 'reduce'
			});
			await page.goto(`${demo.url}/tv?board=${BOARD.code}&scene=${id}`);
			await page.waitForSelector(`.layer.on[data-scene-id=${id}] main`);
			await page.evaluate(() => document.fonts.ready);
			expect(await faultsOf(page, height)).toEqual([]);
			await page.close();
		});
