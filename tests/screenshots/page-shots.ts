/** Every page there is, on a desk and in a pocket. */
import { pairDisplay, uploadTable } from '../support/site-things.ts';
import { sitePages } from '../support/site-pages.ts';
import type { Cookies, Shot } from './shot.ts';
import { admitted, inviteRep, signedIn } from './sites.ts';
import type { Site } from './sites.ts';
import type { Stage } from './stage.ts';

const SALES =
	'单号,成交日期,业务员,客户,金额（万元）\nS1,2026-01-05,李娜,恒源,10\nS2,2026-01-05,王建国,恒源,20\nS3,2026-01-06,陈晓燕,大华,30\nS4,2026-01-06,李四四,大华,四十\n';

/** Something real in the place of each `[…]`. */
async function thingsOf({ browser }: Stage, demo: Site, cookies: Cookies) {
	const { url, api } = demo;
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
			'/welcome/[secret]': await inviteRep(demo, 'R001')
		};
	} finally {
		await context.close();
	}
}

const nameOf = (route: string): string =>
	route === '/' ? 'start' : route.slice(1).replaceAll('/', '-').replace(/[[\]]/g, '');

const page = (name: string, url: string, cookies?: Cookies): Shot => ({
	surface: 'page',
	name,
	url: () => url,
	cookies
});

export async function pageShots(stage: Stage): Promise<Shot[]> {
	const [demo, fresh] = await Promise.all([stage.site('demo'), stage.site('fresh')]);
	const admin = await signedIn(stage.browser, demo, 'admin');
	const pages = await sitePages(await thingsOf(stage, demo, admin));
	return [
		...pages
			.filter(({ route }) => route !== '/setup' && route !== '/tv')
			.map(({ route, path, signedIn: inside }) =>
				page(nameOf(route), demo.url + path, inside ? admin : undefined)
			),
		page('landing', demo.url),
		page('setup', `${fresh.url}/setup`),
		page('setup-questions', `${fresh.url}/setup`, await admitted(stage.browser, fresh))
	];
}
