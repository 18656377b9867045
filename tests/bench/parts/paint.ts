/**
 * (d) A sale is posted → it is painted. The wall is open in Chromium at 1920 × 1080 and asked for reduced
 * motion, so that figures change in one frame instead of counting up. A sale is painted when the frame
 * that follows the change of the first line of the newest sales has left the main thread: a task posted
 * from the last animation callback before it runs right after.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { giveFrame, openWallsOf, sampleFrame } from '../bench.ts';
import type { Bench, ContenderName } from '../bench.ts';
import { openBrowser } from '../browser.ts';
import { interleave, median, quantile } from '../measure.ts';
import { printTable, times } from '../report.ts';
import { call } from '../wire/calls.ts';
import { now } from '../wire/clock.ts';
import { Poster } from '../wire/poster.ts';
import { sale } from '../world.ts';

const PAUSE_MS = 200;
/** Amounts that read `+1.01 万` to `+1.99 万`. */
const SHOWN = { first: 101, count: 99, unit: 10_000 };

interface Watched {
	page: Page;
	poster: Poster;
	/** Clock of this process minus the page's, milliseconds, and how far off that may be. */
	offset: number;
	uncertainty: number;
}

/** The page's clock read over and over; the fastest reading is the nearest to the truth. */
async function compareClocks(page: Page): Promise<Pick<Watched, 'offset' | 'uncertainty'>> {
	let best = { offset: 0, uncertainty: Infinity };
	for (let i = 0; i < 200; i++) {
		const before = now();
		const there = await page.evaluate(() => performance.now());
		const after = now();
		const uncertainty = (after - before) / 2;
		if (uncertainty < best.uncertainty)
			best = { offset: before + uncertainty - there, uncertainty };
	}
	return best;
}

/** In the page, before its own scripts: notes when a sale arrives. */
function noteArrival(): void {
	const Native = WebSocket;
	window.WebSocket = class extends Native {
		constructor(url: string | URL, protocols?: string | string[]) {
			super(url, protocols);
			this.addEventListener('message', ({ data }) => {
				if (String(data).includes('"latest"'))
					(window as unknown as { arrived: number }).arrived = performance.now();
			});
		}
	};
}

/** In the page: when the first of the newest sales reads so, and when the frame with it is done. */
function notePaint(text: string): void {
	const place = window as unknown as { arrived: number; painted: Promise<number[]> };
	place.painted = new Promise((resolve) => {
		const observer = new MutationObserver(() => {
			if (document.querySelector('.latest li .amount')?.textContent !== text) return;
			observer.disconnect();
			const changed = performance.now();
			requestAnimationFrame(() => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = () => resolve([place.arrived, changed, performance.now()]);
				port2.postMessage(0);
			});
		});
		observer.observe(document.body, { subtree: true, childList: true, characterData: true });
	});
}

async function post({ page, poster, offset }: Watched, number: number): Promise<number[]> {
	const shown = SHOWN.first + (number % SHOWN.count);
	await page.evaluate(notePaint, `+${(shown / 100).toFixed(2)}\u00a0万`);
	const body = JSON.stringify(sale({ number, amount: shown * SHOWN.unit }));
	const start = now();
	await poster.post(body);
	const instants = await page.evaluate(
		() => (window as unknown as { painted: Promise<number[]> }).painted
	);
	await delay(PAUSE_MS);
	return instants.map((instant) => instant + offset - start);
}

export async function paint(bench: Bench): Promise<void> {
	const { contenders, product, quick, stage } = bench;
	const [rounds, perRound] = quick ? [3, 5] : [9, 7];
	await openWallsOf(contenders[0]!, 1);
	await giveFrame(bench, await sampleFrame(bench));
	await call(contenders[0]!.walls, 'close');
	const browser = await openBrowser(stage);

	const watch = async (name: ContenderName, path: string): Promise<Watched> => {
		const { server } = contenders.find((contender) => contender.name === name)!;
		const page = await browser.newPage({
			viewport: { width: 1920, height: 1080 },
			reducedMotion: 'reduce',
			locale: 'zh-CN'
		});
		await page.addInitScript(noteArrival);
		await page.goto(`http://127.0.0.1:${server.port}${path}`);
		const poster = await Poster.open(server);
		await delay(1_000);
		return { page, poster, ...(await compareClocks(page)) };
	};
	const watched = { product: await watch('product', '/tv'), ws: await watch('ws', '/') };
	const round = (of: Watched) => async () => {
		await of.page.bringToFront();
		const times: number[][] = [];
		for (let i = 0; i < perRound; i++) times.push(await post(of, product.take(1)));
		return times;
	};
	const measurements = { product: round(watched.product), ws: round(watched.ws) };
	await interleave(1, measurements);
	const results = await interleave(rounds, measurements);
	const of = (name: 'product' | 'ws', i: number) =>
		median(results[name].map((round) => median(round.map((instants) => instants[i]!))));
	printTable(
		`(d) sale posted → painted in Chromium, ms (± ${watched.product.uncertainty.toFixed(1)})`,
		['', 'product', 'p95', 'bare page on ws', 'to the bare page'],
		['arrived in the page', 'page changed', 'painted'].map((step, i) => {
			const all = results.product.flatMap((round) => round.map((instants) => instants[i]!));
			const [own, bare] = [of('product', i), of('ws', i)];
			return [step, own, quantile(all, 0.95), bare, times(own, bare)];
		})
	);
	for (const { poster } of Object.values(watched)) poster.close();
}
