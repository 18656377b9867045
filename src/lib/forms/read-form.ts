/** Reading what came in with a form of this folder: the data, or problems with a reason of the catalogue. */
import type { z } from 'zod';
import type { Problem } from '../../../server/problems.ts';
import { problemsOf } from './problems-of.ts';

/** U+0000: the one character that PostgreSQL keeps in no text. It comes by pasting, and from who tries it. */
const NUL = '\u0000';

export const holdsNul = (text: string): boolean => text.includes(NUL);

/** Texts that cannot be kept, anywhere in what was read. */
export function nulProblems(value: unknown, path = ''): Problem[] {
	if (typeof value === 'string')
		return holdsNul(value) ? [{ path, reason: 'control-character', value }] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		nulProblems(inner, path === '' ? key : `${path}.${key}`)
	);
}

export function readForm<Form extends z.ZodType>(
	form: Form,
	input: unknown
): { ok: true; data: z.output<Form> } | { ok: false; problems: Problem[] } {
	const parsed = form.safeParse(input);
	if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, input) };
	const problems = nulProblems(parsed.data);
	return problems.length > 0 ? { ok: false, problems } : { ok: true, data: parsed.data };
}
