/** Errors as RFC 9457 problem documents. */
import { json } from '@sveltejs/kit';
import { z } from 'zod';
import type { Locale } from '$lib/format/locale.ts';
import { readForm } from '$lib/forms/read-form.ts';
import { problemText, reasonText } from '$lib/problem-text.server.ts';
import type { Problem } from '$server/problems.ts';

const LONGEST_VALUE = 200;

export const fieldError = z
	.object({
		path: z.string().meta({ description: 'The field, as `credits.0.rep`; empty: the whole body.' }),
		message: z.string(),
		value: z.unknown().optional()
	})
	.meta({ id: 'FieldError' });

export const problemDocument = z
	.object({
		type: z.string(),
		title: z.string(),
		status: z.int(),
		detail: z.string().optional(),
		errors: z.array(fieldError).optional()
	})
	.meta({ id: 'Problem', description: 'RFC 9457 problem document' });

export type FieldError = z.infer<typeof fieldError>;
export type ProblemDocument = z.infer<typeof problemDocument>;

const TITLES: Record<number, string> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	409: 'Conflict',
	413: 'Content Too Large',
	415: 'Unsupported Media Type',
	422: 'Unprocessable Content',
	500: 'Internal Server Error',
	503: 'Service Unavailable'
};

/** `reason` becomes the type, and with `problem_<reason>` of the catalogue the detail. */
export function problemOf(
	status: number,
	reason: string,
	locale: Locale,
	more: { errors?: FieldError[]; inputs?: Record<string, unknown> } = {}
): ProblemDocument {
	const detail = reasonText(reason, locale, more.inputs);
	return {
		type: `urn:longhubang:problem:${reason}`,
		title: TITLES[status] ?? 'Error',
		status,
		...(detail === undefined ? {} : { detail }),
		...(more.errors ? { errors: more.errors } : {})
	};
}

export function problemResponse(document: ProblemDocument, headers: HeadersInit = {}): Response {
	return json(document, {
		status: document.status,
		headers: { 'content-type': 'application/problem+json', ...headers }
	});
}

function short(value: unknown): unknown {
	if (typeof value === 'string' && value.length > LONGEST_VALUE)
		return `${value.slice(0, LONGEST_VALUE)}…`;
	if (typeof value === 'object' && value !== null && JSON.stringify(value).length > LONGEST_VALUE)
		return undefined;
	return value;
}

export function fieldErrors(problems: readonly Problem[], locale: Locale): FieldError[] {
	return problems.map((problem) => ({
		path: problem.path,
		message: problemText(problem, locale),
		...(problem.value === undefined ? {} : { value: short(problem.value) })
	}));
}

/** Parses with a form; what does not fit comes back as field errors in the reader's language. */
export function parseForm<Form extends z.ZodType>(
	form: Form,
	input: unknown,
	locale: Locale
): { ok: true; data: z.output<Form> } | { ok: false; errors: FieldError[] } {
	const read = readForm(form, input);
	return read.ok ? read : { ok: false, errors: fieldErrors(read.problems, locale) };
}
