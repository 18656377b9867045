/** A problem in the words of a catalogue: the whole one for pages and the API, a part of it for the command line. */
import type { Problem } from '../../server/problems.ts';
import type { Locale } from './format/locale.ts';

type Message = (inputs: Record<string, unknown>, options: { locale: Locale }) => string;

const LONGEST_VALUE = 80;

function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
	return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

export function problemWords(messages: object) {
	const catalogue = messages as Record<string, Message | undefined>;

	/** The catalogue's text of a reason, or undefined when it has none. */
	const reasonText = (
		reason: string,
		locale: Locale,
		inputs: Record<string, unknown> = {}
	): string | undefined =>
		catalogue[`problem_${reason.replaceAll('-', '_')}`]?.(inputs, { locale });

	return {
		reasonText,
		problemText: ({ reason, value, params }: Problem, locale: Locale): string =>
			reasonText(reason, locale, { value: shown(value), ...params }) ?? reason
	};
}
