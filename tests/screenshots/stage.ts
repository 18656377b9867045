/** What the pictures are taken of: the demo company, and an installation that nobody has set up. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser, BrowserContext } from '@playwright/test';
import { BOARD } from '../../server/demo/board.ts';
import { PASSWORD } from '../../server/demo/company.ts';
import { createApi, runKeyCommand } from '../support/api.ts';
import { makeDataFolder } from '../support/databases.ts';
import { startRealServer } from '../support/real-server.ts';
import { sitePages } from '../support/site-pages.ts';
import { pairDisplay, uploadTable } from '../support/site-things.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);

type Cookies = Awaited<ReturnType<BrowserContext['storageState']>>;

export interface Shot {
	/** `/admin/people/[code]` */
	route: string;
	/** What the picture is called, where one route has several. */
	name?: string;
	url: string;
	/** Of whoever looks; nobody's unless given. */
	cookies?: Cookies;
}

export interface Stage {
	shots: readonly Shot[];
	close(): Promise<void>;
}

interface Site {
	/** As browsers name it. */
	url: string;
	dataDir: string;
	log: readonly string[];
	close(): Promise<void>;
}

async function openSite(script: string): Promise<Site> {
	const folder = await makeDataFolder();
	const server = await startRealServer({
		dataDir: folder.path,
		script,
		env: { LOG_LEVEL: 'info' }
	});
	return {
		url: `http://localhost:${server.port}`,
		dataDir: folder.path,
		log: server.log,
		async close() {
			await server.end();
			await folder.remove();
		}
	};
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

const signedIn = (browser: Browser, { url }: Site): Promise<Cookies> =>
	cookiesAfter(browser, async (context) => {
		const page = await context.newPage();
		await page.goto(`${url}/login`);
		await page.fill('input[name=login]', 'admin');
		await page.fill('input[name=password]', PASSWORD);
		await page.click('button[type=submit]');
		await page.waitForURL((at) => at.pathname !== '/login');
	});

/** A browser that gave the code of the log. */
const admitted = (browser: Browser, { url, log }: Site): Promise<Cookies> =>
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

async function inviteRep({ dataDir }: Site): Promise<string> {
	const env = { PATH: process.env.PATH, DATA_DIR: dataDir };
	const made = await run(process.execPath, ['server/cli/account.ts', 'link', 'R001'], { env });
	return new URL(made.stdout.trim().split('\n').at(-1)!, 'http://localhost').pathname;
}

const SALES =
	'单号,成交日期,业务员,客户,金额（万元）\nS1,2026-01-05,李娜,恒源,10\nS2,2026-01-05,王建国,恒源,20\nS3,2026-01-06,陈晓燕,大华,30\nS4,2026-01-06,李四四,大华,四十\n';

/** Something real in the place of each `[…]`. */
async function thingsOf(browser: Browser, demo: Site, cookies: Cookies) {
	const { url, dataDir } = demo;
	const key = await runKeyCommand({ DATA_DIR: dataDir }, 'create', 'pictures');
	const api = createApi(() => url, key);
	const context = await browser.newContext({ storageState: cookies });
	try {
		const page = await context.newPage();
		await api('PUT', '/settings', { publicBoards: false });
		const display = await pairDisplay(page, url, '三楼展厅');
		await api('PUT', '/settings', { publicBoards: true });
		return {
			'/admin/people/[code]': '/admin/people/R001',
			'/targets/check/[rep]': '/targets/check/R001',
			'/targets/letters/[id]': '/targets/letters/3',
			'/alerts/[rep]': '/alerts/R001',
			'/admin/customers/[code]': '/admin/customers/D001',
			'/admin/products/[code]': '/admin/products/P01',
			'/admin/metrics/[code]': '/admin/metrics/sales',
			'/admin/displays/[id]': display,
			'/admin/boards/[code]': '/admin/boards/longhubang',
			'/admin/imports/[id]': await uploadTable(page, url, { name: '销售.csv', csv: SALES }),
			'/contests/[id]': '/contests/1',
			'/admin/contests/[id]': '/admin/contests/2',
			'/welcome/[secret]': await inviteRep(demo)
		};
	} finally {
		await context.close();
	}
}

async function shotsOf(browser: Browser, demo: Site, empty: Site): Promise<Shot[]> {
	await until(() => demo.log.some((line) => line.includes('Ctrl-C')), { within: 120_000 });
	const cookies = await signedIn(browser, demo);
	const pages = await sitePages(await thingsOf(browser, demo, cookies));
	const company = pages
		.filter(({ route }) => route !== '/setup')
		.map(({ route, path, signedIn }) => ({
			route,
			url: demo.url + path,
			...(signedIn ? { cookies } : {})
		}));
	return [
		...company,
		...BOARD.plan.scenes.map(({ id }) => ({
			route: '/tv',
			name: `scene-${id}`,
			url: `${demo.url}/tv?board=${BOARD.code}&scene=${id}`
		})),
		{ route: '/floor', name: 'floor-card', url: `${demo.url}/floor?rep=R010`, cookies },
		{ route: '/floor', name: 'floor-walk', url: `${demo.url}/floor?walk`, cookies },
		{ route: '/', name: 'landing', url: `${demo.url}/` },
		{ route: '/setup', url: `${empty.url}/setup` },
		{
			route: '/setup',
			name: 'setup-questions',
			url: `${empty.url}/setup`,
			cookies: await admitted(browser, empty)
		},
		{ route: '/tv', name: 'tv-pairing', url: `${empty.url}/tv` }
	];
}

export async function openStage(browser: Browser): Promise<Stage> {
	const sites = await Promise.all([openSite('server/demo/main.ts'), openSite('server/main.ts')]);
	const close = async () => {
		await Promise.all(sites.map((site) => site.close()));
	};
	try {
		return { shots: await shotsOf(browser, ...sites), close };
	} catch (error) {
		await close();
		throw error;
	}
}
