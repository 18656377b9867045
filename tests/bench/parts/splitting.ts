/**
 * (g) Splitting the targets of 500 dealers by 12 products, 6,000 cells, in Chromium: until the table is painted, beside
 * the same arithmetic alone in the same page — the domain's own functions, on arrays, with nothing to show for it.
 */
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { apportion } from '../../../src/lib/domain/apportion.ts';
import type { spread } from '../../../src/lib/domain/spread.ts';
import { makeAccount } from '../../support/people.ts';
import { signInPage } from '../../support/signed-in.ts';
import type { Bench } from '../bench.ts';
import { openBrowser } from '../browser.ts';
import { interleave, median, quantile } from '../measure.ts';
import { printTable, times } from '../report.ts';
import { root } from '../stage.ts';
import { dealers, products, SPLITTER } from '../world.ts';

const WARM_UP = 3;

/** What the arithmetic is made of, as a script of the page. */
async function arithmetic(): Promise<string> {
	const parts = await Promise.all(
		['apportion', 'spread'].map((name) => readFile(join(root, `src/lib/domain/${name}.ts`), 'utf8'))
	);
	const bare = parts.map((text) =>
		stripTypeScriptTypes(text)
			.replaceAll(/^import .*$/gm, '')
			.replaceAll('export ', '')
	);
	return `{ ${bare.join('\n')}\nwindow.arithmetic = { apportion, spread }; }`;
}

/** In the page: hands an amount out over the dealers, and each dealer's over the products. */
function handOut([dealers, products, total]: readonly [number, number, number]): number {
	const { apportion, spread } = (window as unknown as { arithmetic: Arithmetic }).arithmetic;
	const start = performance.now();
	const rows = Array.from({ length: dealers }, (_, i) => ({
		key: `dealer:d${i}`,
		amount: 0,
		locked: false,
		weight: 1 + (i % 7)
	}));
	const mix = Array.from({ length: products }, (_, i) => 1 + (i % 5));
	let sum = 0;
	for (const amount of spread(rows, total).amounts) {
		const parts = apportion(amount, mix);
		if (parts.ok) for (const part of parts.parts) sum += part;
	}
	if (sum !== total) throw new Error(`the parts sum to ${sum}, not to ${total}`);
	return performance.now() - start;
}

interface Arithmetic {
	apportion: typeof apportion;
	spread: typeof spread;
}

/** In the page: does something, and says when the frame that shows it has left the main thread. */
function untilPainted(what: 'all' | 'key' | 'nothing'): Promise<number> {
	const start = performance.now();
	if (what === 'all') {
		const suggest = [...document.querySelectorAll('button')].find(
			({ textContent }) => textContent.trim() === '按依据建议'
		);
		suggest!.click();
	} else if (what === 'key') {
		const cell = document.querySelector<HTMLInputElement>('[data-cell="3:4"]')!;
		cell.focus();
		cell.value = String(1_000 + Math.round(start));
		cell.dispatchEvent(new Event('input', { bubbles: true }));
		cell.dispatchEvent(new Event('change', { bubbles: true }));
	}
	return new Promise((resolve) =>
		requestAnimationFrame(() => {
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = () => resolve(performance.now() - start);
			port2.postMessage(0);
		})
	);
}

async function openSplit({ product, stage }: Bench): Promise<Page> {
	for (const [kind, list] of [
		['products', products],
		['customers', dealers]
	] as const)
		for (const [code, form] of list) await product.send('PUT', `/${kind}/${code}`, form);
	await makeAccount(product.env, { code: 'boss', name: 'Boss', administrator: true });
	const page = await (
		await openBrowser(stage)
	).newPage({
		viewport: { width: 1440, height: 900 },
		locale: 'zh-CN'
	});
	await signInPage(page, product.url, 'boss');
	const query = new URLSearchParams({ subject: `rep:${SPLITTER}`, by: 'product' });
	await page.goto(`${product.url}/targets/split?${query}`, { waitUntil: 'networkidle' });
	await page.evaluate(await arithmetic());
	return page;
}

export async function splitting(bench: Bench): Promise<void> {
	const page = await openSplit(bench);
	const size = [dealers.length, products.length, 52_500_000] as const;
	const results = await interleave((bench.quick ? 15 : 60) + WARM_UP, {
		alone: () => page.evaluate(handOut, size),
		nothing: () => page.evaluate(untilPainted, 'nothing' as const),
		all: () => page.evaluate(untilPainted, 'all' as const),
		key: () => page.evaluate(untilPainted, 'key' as const)
	});
	const [alone, nothing, all, key] = [results.alone, results.nothing, results.all, results.key].map(
		(each) => each.slice(WARM_UP)
	) as [number[], number[], number[], number[]];
	const row = (name: string, each: number[]) => [
		name,
		median(each),
		quantile(each, 0.95),
		times(median(each), median(alone))
	];
	printTable(
		`(g) splitting ${size[0]} dealers × ${size[1]} products, ms`,
		['', 'median', 'p95', 'to the arithmetic'],
		[
			row('the same arithmetic alone', alone),
			row('a frame in which nothing changes', nothing),
			row('all cells handed out anew, painted', all),
			row('one cell typed, painted', key)
		]
	);
}
