/** A problem in words: what is wrong with which value, and what to do. For the API and the command line. */
import type { Problem } from '../../server/problems.ts';
import type { Locale } from './format/locale.ts';
import * as messages from './paraglide/messages.js';

type Message = (inputs: Record<string, unknown>, options: { locale: Locale }) => string;

const catalogue = messages as unknown as Record<string, Message | undefined>;
const LONGEST_VALUE = 80;

function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
	return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** The catalogue's text of a reason, or undefined when it has none. */
export function reasonText(
	reason: string,
	locale: Locale,
	inputs: Record<string, unknown> = {}
): string | undefined {
	return catalogue[`problem_${reason.replaceAll('-', '_')}`]?.(inputs, { locale });
}

export function problemText({ reason, value, params }: Problem, locale: Locale): string {
	return reasonText(reason, locale, { value: shown(value), ...params }) ?? reason;
}
