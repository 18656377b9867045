/** Somebody with a browser: keeps cookies, sends what a browser would, follows no redirect by itself. */
import { PASSWORD } from './people.ts';

export interface Answer {
	status: number;
	headers: Headers;
	/** Where it leads, with the site's own origin left out. */
	to: string | undefined;
	text: string;
}

export interface Submitted extends Answer {
	/** What a page's form action answered: its kind, and the form as the page would show it. */
	kind: 'success' | 'failure' | 'redirect' | 'error' | undefined;
	message: string | undefined;
	errors: Record<string, string[]>;
	data: Record<string, unknown>;
}

type Sent = Record<string, string>;
type Fields = Record<string, string | readonly string[]>;

export interface Visitor {
	cookies: Map<string, string>;
	get(path: string, headers?: Sent): Promise<Answer>;
	/** Sends a form, as a browser without JavaScript does. */
	post(path: string, fields?: Fields, headers?: Sent): Promise<Answer>;
	/** Submits a page's form, as its script does. */
	submit(path: string, fields?: Fields, headers?: Sent): Promise<Submitted>;
	/** Another method, with nothing in it. */
	send(method: string, path: string): Promise<Answer>;
}

/** The values of an action's answer: devalue writes each once, and refers to it by its place. */
function unflatten(values: unknown[], at: number): unknown {
	if (at < 0) return undefined;
	const value = values[at];
	if (Array.isArray(value)) return value.map((place) => unflatten(values, place as number));
	if (typeof value === 'object' && value !== null)
		return Object.fromEntries(
			Object.entries(value).map(([key, place]) => [key, unflatten(values, place as number)])
		);
	return value;
}

interface Form {
	message?: { text: string };
	errors?: Record<string, string[]>;
	data?: Record<string, unknown>;
}

interface ActionAnswer {
	type?: Submitted['kind'];
	status?: number;
	location?: string;
	data?: string;
}

function readAction(answer: Answer): Submitted {
	const action = (answer.text.startsWith('{') ? JSON.parse(answer.text) : {}) as ActionAnswer;
	const data = action.data ? unflatten(JSON.parse(action.data) as unknown[], 0) : {};
	const form = (data as { form?: Form } | null)?.form ?? {};
	return {
		...answer,
		status: action.status ?? answer.status,
		to: action.location ?? answer.to,
		kind: action.type,
		message: form.message?.text,
		errors: form.errors ?? {},
		data: form.data ?? {}
	};
}

/** A stream of news has no end to wait for. */
async function textOf(response: Response): Promise<string> {
	if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
		return response.text();
	await response.body?.cancel();
	return '';
}

function bodyOf(fields: Fields): URLSearchParams {
	const body = new URLSearchParams();
	for (const [name, values] of Object.entries(fields))
		for (const value of [values].flat()) body.append(name, value);
	return body;
}

export function createVisitor(url: string): Visitor {
	const cookies = new Map<string, string>();
	const { origin } = new URL(url);

	async function ask(path: string, init: RequestInit): Promise<Answer> {
		const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const response = await fetch(new URL(path, url), {
			redirect: 'manual',
			...init,
			headers: {
				accept: 'text/html',
				'accept-language': 'zh-CN',
				...(cookie ? { cookie } : {}),
				...init.headers
			}
		});
		for (const line of response.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
			if (value === '' || /max-age=0/i.test(line)) cookies.delete(name!);
			else cookies.set(name!, value!);
		}
		return {
			status: response.status,
			headers: response.headers,
			to: response.headers.get('location')?.replace(origin, ''),
			text: await textOf(response)
		};
	}

	const post = (path: string, fields: Fields, headers: Sent) =>
		ask(path, { method: 'POST', body: bodyOf(fields), headers: { origin, ...headers } });

	return {
		cookies,
		get: (path, headers = {}) => ask(path, { headers }),
		post: (path, fields = {}, headers = {}) => post(path, fields, headers),
		submit: async (path, fields = {}, headers = {}) =>
			readAction(
				await post(path, fields, {
					accept: 'application/json',
					'x-sveltekit-action': 'true',
					...headers
				})
			),
		send: (method, path) => ask(path, { method, headers: { origin } })
	};
}

/** Somebody who has signed in. */
export async function signIn(url: string, login: string, password = PASSWORD): Promise<Visitor> {
	const visitor = createVisitor(url);
	const { kind, text } = await visitor.submit('/login', { login, password });
	if (kind !== 'redirect') throw new Error(`${login} could not sign in: ${text}`);
	return visitor;
}
