/** Problems as the import wizard says them: there are no maps to edit here, but columns to choose again. */
import type { Locale } from '$lib/i18n.ts';
import { problemText, reasonText } from '$lib/problem-text.server.ts';
import type { Problem } from '$server/problems.ts';

export const wordsIn =
	(locale: Locale) =>
	(problem: Problem): string => {
		const { reason, value, params } = problem;
		const inputs = { value: typeof value === 'string' ? value : JSON.stringify(value), ...params };
		return reasonText(`in-wizard-${reason}`, locale, inputs) ?? problemText(problem, locale);
	};
