/** The installations that the pictures are taken of; each is opened when a picture asks for it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser, BrowserContext } from '@playwright/test';
import { PASSWORD } from '../../server/demo/company.ts';
import { createApi, runKeyCommand } from '../support/api.ts';
import type { Api } from '../support/api.ts';
import { makeDataFolder } from '../support/databases.ts';
import { startRealServer } from '../support/real-server.ts';
import type { RealServer } from '../support/real-server.ts';
import { until } from '../support/until.ts';
import type { Cookies } from './shot.ts';

const run = promisify(execFile);
/** What the scripts of companies say when all is there. */
const FOUNDED = 'the company is there';
const FOUNDING_MS = 300_000;

export interface Site {
	/** As browsers name it. */
	url: string;
	dataDir: string;
	log: readonly string[];
	api: Api;
	/** Now, by the server's clock: epoch milliseconds. */
	now(): number;
	close(): Promise<void>;
}

const HOUR_MS = 3_600_000;

/** Whether people work at this instant and their month has something to tell: a weekday from the 18th to the 24th, 10:00 to 20:00. */
function isTelling(instant: number): boolean {
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone: 'Asia/Shanghai',
		weekday: 'short',
		day: 'numeric',
		hour: '2-digit'
	}).formatToParts(instant);
	const of = (wanted: string) => parts.find(({ type }) => type === wanted)!.value;
	const [day, hour] = [Number(of('day')), Number(of('hour'))];
	return !of('weekday').startsWith('S') && day >= 18 && day <= 24 && hour >= 10 && hour < 20;
}

function untilTelling(now: number): number {
	let offset = 0;
	while (!isTelling(now + offset)) offset += HOUR_MS;
	return offset;
}

async function founded({ log, process }: RealServer): Promise<void> {
	const ended = () => process.exitCode !== null;
	await until(() => ended() || log.some((line) => line.includes(FOUNDED)), { within: FOUNDING_MS });
	if (ended()) throw new Error(log.join('\n'));
}

export async function openSite(script: string): Promise<Site> {
	const folder = await makeDataFolder();
	const clockOffset = untilTelling(Date.now());
	const server = await startRealServer({
		dataDir: folder.path,
		script,
		clockOffset,
		env: { LOG_LEVEL: 'info' }
	});
	const url = `http://localhost:${server.port}`;
	const close = async () => {
		await server.end();
		await folder.remove();
	};
	try {
		if (script !== 'server/main.ts') await founded(server);
		const key = await runKeyCommand({ DATA_DIR: folder.path }, 'create', 'pictures');
		return {
			url,
			dataDir: folder.path,
			log: server.log,
			api: createApi(() => url, key),
			now: () => Date.now() + clockOffset,
			close
		};
	} catch (error) {
		await close();
		throw error;
	}
}

/** Does something in a browser, and gives the cookies it is left with. */
async function cookiesAfter(
	browser: Browser,
	work: (context: BrowserContext) => Promise<void>
): Promise<Cookies> {
	const context = await browser.newContext();
	try {
		await work(context);
		return await context.storageState();
	} finally {
		await context.close();
	}
}

export const signedIn = (browser: Browser, { url }: Site, login: string): Promise<Cookies> =>
	cookiesAfter(browser, async (context) => {
		const page = await context.newPage();
		await page.goto(`${url}/login`);
		await page.fill('input[name=login]', login);
		await page.fill('input[name=password]', PASSWORD);
		await page.click('button[type=submit]');
		await page.waitForURL((at) => at.pathname !== '/login');
	});

/** A browser that gave the code of the log. */
export const admitted = (browser: Browser, { url, log }: Site): Promise<Cookies> =>
	cookiesAfter(browser, async (context) => {
		const code = await until(() =>
			log.map((line) => /the code (\S+)"/.exec(line)?.[1]).find(Boolean)!
		);
		const page = await context.newPage();
		await page.goto(`${url}/setup`);
		await page.fill('input[name=code]', code);
		await page.keyboard.press('Enter');
		await page.waitForSelector('input[name=organisation]');
	});

/** The path of a rep's invitation. */
export async function inviteRep({ dataDir }: Site, code: string): Promise<string> {
	const env = { PATH: process.env.PATH, DATA_DIR: dataDir };
	const made = await run(process.execPath, ['server/cli/account.ts', 'link', code], { env });
	return new URL(made.stdout.trim().split('\n').at(-1)!, 'http://localhost').pathname;
}
