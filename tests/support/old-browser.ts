/**
 * Chromium 88, as TVs of 2022 have it (webOS 22, Tizen 6.5): the binary comes in the npm package `chrome-aws-lambda`, and
 * is driven by the Puppeteer of its time.
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import puppeteer from 'puppeteer-core';

const PACKAGE = dirname(createRequire(import.meta.url).resolve('chrome-aws-lambda/package.json'));

export type OldPage = Awaited<ReturnType<OldBrowser['open']>>;
export type OldBrowser = Awaited<ReturnType<typeof openOldBrowser>>;

export async function openOldBrowser() {
	const folder = await mkdtemp(join(tmpdir(), 'lhb-chromium88-'));
	const executablePath = join(folder, 'chromium');
	await pipeline(
		createReadStream(join(PACKAGE, 'bin', 'chromium.br')),
		createBrotliDecompress(),
		createWriteStream(executablePath)
	);
	await chmod(executablePath, 0o755);
	const browser = await puppeteer.launch({
		executablePath,
		headless: true,
		userDataDir: join(folder, 'profile'),
		args: ['--no-sandbox', '--disable-gpu', '--single-process', '--no-zygote']
	});
	return {
		version: await browser.version(),
		/** A page of a 1080p screen; `errors` is what its scripts have thrown. */
		async open(url: string) {
			const page = await browser.newPage();
			const errors: string[] = [];
			page.on('pageerror', (error) => errors.push(String(error)));
			await page.setViewport({ width: 1920, height: 1080 });
			await page.goto(url);
			return { page, errors };
		},
		/** Ended, not asked to end: on a busy machine the single process answers nobody for a while. */
		async close() {
			const process = browser.process()!;
			const gone = once(process, 'exit');
			process.kill('SIGKILL');
			await gone;
			await rm(folder, { recursive: true, force: true });
		}
	};
}
