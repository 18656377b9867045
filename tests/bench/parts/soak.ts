/**
 * (i) Months on the wall: 100,000 updates and 2,000 scenes at a faster clock in Chromium, on the demo's board of many scenes.
 * What the page holds at the end is compared with what it held after the first 1,000. Then 10 updates a second at the usual
 * clock with the processor throttled fourfold: no task may take longer than 50 ms.
 */
import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import { createFeed } from '../../../src/lib/live/feed.ts';
import { boardRoom } from '../../../src/lib/live/protocol.ts';
import { openSoak, remainsOf, soakAllScenes, soakFor } from '../../support/soak.ts';
import type { Bench } from '../bench.ts';
import { openBrowser } from '../browser.ts';
import { printTable } from '../report.ts';

const BOARD = 'longhubang';
const COMPANY = 'HQ';
const SPEED = 120;
const LONGEST_MS = 15 * 60_000;
const THROTTLE = 4;
/** How often the page is looked at before and after. */
const LOOKS = 5;

async function openDemo({ stage }: Bench): Promise<string> {
	const demo = stage.spawn(['server/demo/main.ts'], {
		DATA_DIR: await stage.folder('demo'),
		HOST: '127.0.0.1',
		PORT: '0',
		LOG_LEVEL: 'info',
		DATABASE_URL: '',
		REDIS_URL: ''
	});
	return new Promise((resolve, reject) => {
		createInterface({ input: demo.stdout! }).on('line', (line) => {
			const wall = /The wall\s+(\S+)\/tv/.exec(line)?.[1];
			if (wall) resolve(wall);
		});
		demo.once('exit', () => reject(new Error('the demo ended')));
	});
}

/** What the board shows, as a screen has it. */
const stateOf = (url: string): Promise<unknown> =>
	new Promise((resolve) => {
		const feed = createFeed({
			url,
			room: boardRoom(COMPANY, BOARD),
			onView: ({ state }) => {
				feed.close();
				resolve(state);
			}
		});
	});

async function longTasks(page: Page, seconds: number): Promise<number[]> {
	await page.evaluate(() => {
		const tasks: number[] = [];
		Object.assign(window, { tasks });
		new PerformanceObserver((list) => {
			for (const { duration } of list.getEntries()) tasks.push(duration);
		}).observe({ entryTypes: ['longtask'] });
	});
	const updates = seconds * 10;
	await soakFor(page, { updates, changes: 0, everyMs: 100, withinMs: seconds * 2_000 });
	return page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
}

export async function soak(bench: Bench): Promise<void> {
	const all = bench.quick ? { updates: 5_000, changes: 300 } : { updates: 100_000, changes: 2_000 };
	const url = await openDemo(bench);
	const browser = await openBrowser(bench.stage);
	const state = await stateOf(url);
	const wall = `${url}/tv?board=${BOARD}`;
	const newPage = () =>
		browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' });

	const page = await newPage();
	const session = await page.context().newCDPSession(page);
	await openSoak(page, { url: wall, room: boardRoom(COMPANY, BOARD), state, speed: SPEED });
	const first = await soakAllScenes(page, { updates: 1_000, changes: 60 });
	const before = await remainsOf(page, session, 'all', LOOKS);
	const rest = await soakFor(page, {
		updates: all.updates - first.updates,
		changes: all.changes - first.changes,
		everyMs: 0,
		withinMs: LONGEST_MS
	});
	const after = await remainsOf(page, session, 'all', LOOKS);
	await page.close();
	const share = (figure: keyof typeof after) =>
		`${((after[figure] / before[figure] - 1) * 100).toFixed(1)} %`;
	printTable(
		`(i) the wall after ${first.updates + rest.updates} updates and ${first.changes + rest.changes} scenes`,
		['', `after ${first.updates}`, 'at the end', 'more'],
		[
			['live heap, MB', before.heap / 1e6, after.heap / 1e6, share('heap')],
			['DOM nodes', before.nodes, after.nodes, share('nodes')],
			['listeners', before.listeners, after.listeners, share('listeners')]
		]
	);

	const slow = await newPage();
	const throttle = await slow.context().newCDPSession(slow);
	await openSoak(slow, { url: wall, room: boardRoom(COMPANY, BOARD), state, speed: 1 });
	// What the page begins with is over.
	await slow.waitForTimeout(3_000);
	await throttle.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
	const seconds = bench.quick ? 20 : 120;
	const tasks = await longTasks(slow, seconds);
	printTable(
		`(i) 10 updates a second for ${seconds} s, processor throttled ${THROTTLE} ×`,
		['tasks over 50 ms', 'the longest, ms'],
		[[tasks.length, Math.max(0, ...tasks)]]
	);
	await slow.close();
}
