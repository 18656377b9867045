import type { RequestEvent, RequestHandler } from '@sveltejs/kit';
import type { z } from 'zod';
import { may, reachOf, type Principal, type Subject } from '$lib/domain/permissions.ts';
import type { Locale } from '$lib/format/locale.ts';
import { preferredLocale } from '$lib/i18n.ts';
import type { App } from '$server/app.ts';
import type { Operation } from './operations.ts';
import { parseForm, problemOf, problemResponse, type FieldError } from './problem.ts';

/** A JSON body larger than this is refused before it is read to the end. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

export interface Call<Params, Query> {
	app: App;
	principal: Principal;
	locale: Locale;
	params: Params;
	query: Query;
	event: RequestEvent;
}

type Output<Form> = Form extends z.ZodType ? z.output<Form> : undefined;

const refuse = (status: number, reason: string, locale: Locale, errors?: FieldError[]) =>
	problemResponse(
		problemOf(status, reason, locale, errors ? { errors } : {}),
		status === 401 ? { 'www-authenticate': 'Bearer' } : {}
	);

/** The body as text; undefined when it is too large, whatever its headers say. */
async function readBody(request: Request): Promise<string | undefined> {
	if (Number(request.headers.get('content-length')) > MAX_BODY_BYTES) return undefined;
	const decoder = new TextDecoder();
	let [text, bytes] = ['', 0];
	const reader = request.body?.getReader();
	for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
		bytes += chunk.value.byteLength;
		// Left where it is, not cancelled: that would break the connection before the answer is read.
		if (bytes > MAX_BODY_BYTES) return undefined;
		text += decoder.decode(chunk.value, { stream: true });
	}
	return text + decoder.decode();
}

/** The JSON body, whatever it says; each route knows what it should be. */
export async function readJson(
	request: Request,
	locale: Locale
): Promise<{ ok: true; body: unknown } | { ok: false; response: Response }> {
	const type = request.headers.get('content-type');
	if (type && !/^application\/(.+\+)?json\b/i.test(type))
		return { ok: false, response: refuse(415, 'not-json', locale) };
	const text = await readBody(request);
	if (text === undefined) return { ok: false, response: refuse(413, 'body-too-large', locale) };
	try {
		return { ok: true, body: JSON.parse(text) };
	} catch {
		return { ok: false, response: refuse(400, 'malformed-json', locale) };
	}
}

/** Whose things a call touches. Without it only whoever may do it to everything may call. */
export type SubjectsOf<Called> = (call: Called) => readonly Subject[] | Promise<readonly Subject[]>;

const mayAll = (principal: Principal, operation: Operation, subjects: readonly Subject[]) =>
	subjects.every((subject) => may(principal, operation.action, subject));

/**
 * A route of the API: who asks → may they → do path and query fit → are the subjects theirs → `run`. Whatever fails
 * first is answered with a problem document in the language of Accept-Language.
 */
export function endpoint<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
	operation: Operation<Params, Query, Body>,
	run: (call: Call<Output<Params>, Output<Query>>) => Promise<Response> | Response,
	subjectsOf: SubjectsOf<Call<Output<Params>, Output<Query>>> = () => [{}]
): RequestHandler {
	return async (event) => {
		const { app, principal } = event.locals;
		const locale = preferredLocale(event.request.headers.get('accept-language'));
		if (reachOf(principal, operation.action) === 'none')
			return principal.kind === 'public'
				? refuse(401, 'key-required', locale)
				: refuse(403, 'not-allowed', locale);

		const params = operation.params && parseForm(operation.params, event.params, locale);
		if (params && !params.ok) return refuse(422, 'invalid-input', locale, params.errors);
		const asked = Object.fromEntries(event.url.searchParams);
		const query = operation.query && parseForm(operation.query, asked, locale);
		if (query && !query.ok) return refuse(422, 'invalid-input', locale, query.errors);

		const call = {
			app,
			principal,
			locale,
			params: params?.data as Output<Params>,
			query: query?.data as Output<Query>,
			event
		};
		try {
			return mayAll(principal, operation, await subjectsOf(call))
				? await run(call)
				: refuse(403, 'not-allowed', locale);
		} catch (error) {
			const id = crypto.randomUUID();
			app.log.error({ err: error, id, operation: operation.id }, 'a call of the API failed');
			return problemResponse(problemOf(500, 'unexpected', locale, { inputs: { value: id } }));
		}
	};
}

/** An endpoint with a JSON body that its form must accept. */
export function writer<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
	operation: Operation<Params, Query, Body>,
	run: (
		call: Call<Output<Params>, Output<Query>> & { body: z.output<Body> }
	) => Promise<Response> | Response,
	subjectsOf: SubjectsOf<Call<Output<Params>, Output<Query>> & { body: z.output<Body> }> = () => [
		{}
	]
): RequestHandler {
	return endpoint(
		operation,
		async (call) => {
			const read = await readJson(call.event.request, call.locale);
			if (!read.ok) return read.response;
			const body = parseForm(operation.body!, read.body, call.locale);
			if (!body.ok) return refuse(422, 'invalid-input', call.locale, body.errors);
			const written = { ...call, body: body.data };
			return mayAll(call.principal, operation, await subjectsOf(written))
				? run(written)
				: refuse(403, 'not-allowed', call.locale);
		},
		// Whose it is, only the body says.
		() => []
	);
}
