import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import { DIRECTORY, monthTargets } from './company.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm run key -- …` on an installation; gives what it prints. */
export async function runKeyCommand(
	env: { DATA_DIR: string; DATABASE_URL?: string },
	...args: string[]
): Promise<string> {
	const { stdout } = await promisify(execFile)(process.execPath, ['server/cli/key.ts', ...args], {
		cwd: root,
		env: { PATH: process.env.PATH, ...env }
	});
	return stdout.trim();
}

export interface Answer {
	status: number;
	headers: Headers;
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the API says
	body: any;
}

export interface Api {
	(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** Calls API v1 with a key (or none), at whatever address `url` names at that moment. */
export function createApi(url: () => string, key?: string): Api {
	return async (method, path, body, headers = {}) => {
		const response = await fetch(`${url()}/api/v1${path}`, {
			method,
			headers: {
				...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...headers
			},
			...(body === undefined
				? {}
				: { body: typeof body === 'string' ? body : JSON.stringify(body) })
		});
		const text = await response.text();
		const isJson = /json/.test(response.headers.get('content-type') ?? '');
		return {
			status: response.status,
			headers: response.headers,
			body: isJson ? JSON.parse(text) : text
		};
	};
}

/** Founds the small company over HTTP. */
export async function foundCompanyOver(api: Api, monthStart: string): Promise<void> {
	for (const [kind, code, form] of DIRECTORY) {
		const { status, body } = await api('PUT', `/${kind}/${code}`, form);
		if (status !== 201 && status !== 200) throw new Error(JSON.stringify(body));
	}
	const { status, body } = await api('PUT', '/targets', monthTargets(monthStart));
	if (status !== 200) throw new Error(JSON.stringify(body));
}

/**
 * Posts an entry until it is answered, as a careful sender does: it sends the same external id again when
 * the connection breaks or the server says 5xx. Gives the answer's status.
 */
export async function postUntilAnswered(api: Api, form: EntryForm): Promise<number> {
	for (;;) {
		const answer = await api('POST', '/entries', form).catch(() => undefined);
		if (answer && answer.status < 500) return answer.status;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}
