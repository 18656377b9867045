/** What is held in the hand: the floor on a tablet, one's own on a phone. */
import type { Page } from '@playwright/test';
import type { Cookies, Shot } from './shot.ts';
import { signedIn } from './sites.ts';
import type { Stage } from './stage.ts';

/** Long enough for a page to find out that nobody answers. */
const UNANSWERED_MS = 4_000;

async function goOffline(page: Page): Promise<void> {
	await page.context().setOffline(true);
	await page.waitForTimeout(UNANSWERED_MS);
}

type Places = readonly (Pick<Shot, 'name' | 'after'> & { path: string; login: string })[];

const FLOOR: Places = [
	{ name: 'floor', path: '/floor', login: 'M-EAST' },
	{ name: 'floor-card', path: '/floor?rep=R010', login: 'M-EAST' },
	{ name: 'floor-walk', path: '/floor?walk', login: 'M-EAST' },
	{ name: 'floor-company', path: '/floor', login: 'admin' },
	{ name: 'floor-offline', path: '/floor', login: 'M-EAST', after: goOffline },
	{ name: 'alerts', path: '/alerts', login: 'M-EAST' },
	{ name: 'alerts-rep', path: '/alerts/R010', login: 'M-EAST' }
];

const ME: Places = [
	{ name: 'me', path: '/me', login: 'R001' },
	{ name: 'me-offline', path: '/me', login: 'R001', after: goOffline },
	{ name: 'me-nobody', path: '/me', login: 'finance' },
	{ name: 'floor', path: '/floor', login: 'M-EAST' }
];

export async function handShots(stage: Stage, surface: 'tablet' | 'phone'): Promise<Shot[]> {
	const demo = await stage.site('demo');
	const people = new Map<string, Cookies>();
	for (const { login } of surface === 'tablet' ? FLOOR : ME)
		if (!people.has(login)) people.set(login, await signedIn(stage.browser, demo, login));
	return (surface === 'tablet' ? FLOOR : ME).map(({ path, login, ...shot }) => ({
		...shot,
		surface,
		url: () => demo.url + path,
		cookies: people.get(login)
	}));
}
