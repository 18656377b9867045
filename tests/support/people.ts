import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { NewAccount } from '../../server/auth/accounts.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const PASSWORD = 'correct horse battery';

/** Makes an account with `PASSWORD` in an installation that runs, or does not. */
export async function makeAccount(
	env: { DATA_DIR: string; DATABASE_URL?: string },
	form: NewAccount
): Promise<void> {
	const account = JSON.stringify({ password: PASSWORD, ...form });
	await promisify(execFile)(process.execPath, ['tests/support/make-account.ts', account], {
		cwd: root,
		env: { PATH: process.env.PATH, ...env }
	});
}

/** Somebody with a browser: keeps cookies, and sends what a browser would. */
export interface Visitor {
	cookies: Map<string, string>;
	get(path: string, headers?: Record<string, string>): Promise<Response>;
	/** A form action, as a page with JavaScript sends it. */
	post(
		path: string,
		fields?: Record<string, string>,
		headers?: Record<string, string>
	): Promise<Response>;
	/** Another method, with nothing in it. */
	send(method: string, path: string): Promise<Response>;
	signIn(login: string, password?: string): Promise<Response>;
}

/** A visitor of the site at `url`, who does not follow redirects. */
export function createVisitor(url: () => string): Visitor {
	const cookies = new Map<string, string>();

	async function ask(path: string, init: RequestInit & { headers: Record<string, string> }) {
		const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const response = await fetch(`${url()}${path}`, {
			redirect: 'manual',
			...init,
			headers: { ...(cookie ? { cookie } : {}), ...init.headers }
		});
		for (const set of response.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
			if (value === '') cookies.delete(name!);
			else cookies.set(name!, value!);
		}
		return response;
	}

	const visitor: Visitor = {
		cookies,
		get: (path, headers = {}) => ask(path, { headers: { accept: 'text/html', ...headers } }),
		post: (path, fields = {}, headers = {}) =>
			ask(path, {
				method: 'POST',
				body: new URLSearchParams(fields).toString(),
				headers: {
					accept: 'application/json',
					'content-type': 'application/x-www-form-urlencoded',
					'x-sveltekit-action': 'true',
					origin: url(),
					...headers
				}
			}),
		send: (method, path) => ask(path, { method, headers: { accept: 'text/html', origin: url() } }),
		signIn: (login, password = PASSWORD) => visitor.post('/login', { login, password })
	};
	return visitor;
}
