/**
 * What the browser says where a form or a request was refused by the gate or the server itself, and not by what was
 * filled in: that comes in words already. By name, since the whole catalogue is more than all the rest of a page.
 */
import { m } from './paraglide/messages.js';

const WORDS: Readonly<Record<string, (inputs: { value: string }) => string>> = {
	'not-allowed': m.problem_not_allowed,
	'signed-out': m.problem_signed_out,
	'not-found': m.problem_not_found,
	'foreign-origin': m.problem_foreign_origin,
	'form-too-large': m.problem_form_too_large,
	'link-gone': m.problem_link_gone,
	'no-such-import': m.problem_no_such_import,
	unexpected: m.problem_unexpected
};

/** Of an error as the server answers it; undefined where nothing more is known than that there was no answer. */
export const refusedText = (error: { message?: string; id?: string } | undefined) =>
	WORDS[error?.message ?? '']?.({ value: error?.id ?? '–' });
