/** Somebody with a browser that has no scripts: keeps cookies, follows no redirect by itself. */

export interface Visit {
	status: number;
	/** Where it leads, with the site's own origin left out. */
	to: string | undefined;
	text: string;
}

export interface Submitted extends Visit {
	/** What a page's form action answered: its kind, and the form as the page would show it. */
	kind: 'success' | 'failure' | 'redirect' | 'error' | undefined;
	message: string | undefined;
	errors: Record<string, string[]>;
	data: Record<string, unknown>;
}

type Headers = Record<string, string>;

export interface Visitor {
	get(path: string, headers?: Headers): Promise<Visit>;
	/** Submits a page's form, as its script would. */
	submit(path: string, fields: Record<string, string>, headers?: Headers): Promise<Submitted>;
	cookies: Map<string, string>;
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

export function createVisitor(url: string): Visitor {
	const cookies = new Map<string, string>();

	async function ask(path: string, init: RequestInit): Promise<Visit> {
		const address = new URL(path, url);
		const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const response = await fetch(address, {
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
		const location = response.headers.get('location');
		return {
			status: response.status,
			to: location === null ? undefined : location.replace(new URL(url).origin, ''),
			text: await response.text()
		};
	}

	return {
		cookies,
		get: (path, headers = {}) => ask(path, { headers }),
		async submit(path, fields, headers = {}) {
			const visit = await ask(path, {
				method: 'POST',
				body: new URLSearchParams(fields),
				headers: {
					accept: 'application/json',
					origin: new URL(url).origin,
					'x-sveltekit-action': 'true',
					...headers
				}
			});
			const answer = visit.text.startsWith('{') ? JSON.parse(visit.text) : {};
			const data = answer.data ? unflatten(JSON.parse(answer.data) as unknown[], 0) : {};
			const form = ((data as { form?: Form }).form ?? {}) as Form;
			return {
				...visit,
				status: answer.status ?? visit.status,
				to: answer.location ?? visit.to,
				kind: answer.type,
				message: form.message?.text,
				errors: form.errors ?? {},
				data: form.data ?? {}
			};
		}
	};
}
