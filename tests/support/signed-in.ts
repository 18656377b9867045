/** People of an installation with pages: made in its record, signed in over its login page. */
import type { Page } from '@playwright/test';
import { hashPassword } from '../../server/auth/passwords.ts';
import { withPool } from './databases.ts';

const PASSWORD = 'a long password';

export interface Somebody {
	code: string;
	name?: string;
	administrator?: boolean;
	/** Codes of units. */
	leads?: readonly string[];
}

/** Adds accounts, all with the same password. */
export async function addPeople(databaseUrl: string, people: readonly Somebody[]): Promise<void> {
	const hash = await hashPassword(PASSWORD);
	await withPool(databaseUrl, async (pool) => {
		for (const { code, name = code, administrator = false, leads = [] } of people) {
			await pool.query(
				`INSERT INTO accounts (code, name, password_hash, administrator, created_at)
				VALUES ($1, $2, $3, $4, now())`,
				[code, name, hash, administrator]
			);
			await pool.query(
				'INSERT INTO unit_managers (unit_id, account) SELECT id, $2 FROM units WHERE code = ANY($1)',
				[leads, code]
			);
		}
	});
}

export interface SignedIn {
	get(path: string): Promise<Response>;
	/** Sends a form of a page, as a browser without JavaScript does. */
	post(path: string, fields: Record<string, string | readonly string[]>): Promise<Response>;
}

/** Signs in over the login page and keeps the cookie. */
export async function signIn(url: string, login: string): Promise<SignedIn> {
	let cookie = '';
	const send = (path: string, init: RequestInit = {}) =>
		fetch(url + path, {
			redirect: 'manual',
			...init,
			headers: { origin: url, cookie, 'accept-language': 'zh-CN', accept: 'text/html' }
		});
	const somebody: SignedIn = {
		get: (path) => send(path),
		post(path, fields) {
			const body = new URLSearchParams();
			for (const [name, values] of Object.entries(fields))
				for (const value of [values].flat()) body.append(name, value);
			return send(path, { method: 'POST', body });
		}
	};
	const answer = await somebody.post('/login', { login, password: PASSWORD });
	cookie = answer.headers
		.getSetCookie()
		.map((line) => line.split(';')[0]!)
		.join('; ');
	if (!cookie) throw new Error(`${login} could not sign in: ${answer.status}`);
	return somebody;
}

/** Signs in a page of a browser. */
export async function signInPage(page: Page, url: string, login: string): Promise<void> {
	await page.goto(`${url}/login`);
	await page.locator('input[name=login]').fill(login);
	await page.locator('input[name=password]').fill(PASSWORD);
	await page.locator('button[type=submit]').click();
	await page.waitForURL((at) => !at.pathname.startsWith('/login'));
}
