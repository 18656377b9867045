import { json } from '@sveltejs/kit';
import type { Locale } from '$lib/format/locale.ts';
import { problemText } from '$lib/problem-text.server.ts';
import type { Problem } from '$server/problems.ts';

/** What a queue is answered when its command cannot be carried out, each problem in the reader's words. */
export const refuseCommand = (problems: readonly Problem[], locale: Locale): Response =>
	json(
		{
			ok: false,
			problems: problems.map((problem) => ({ ...problem, text: problemText(problem, locale) }))
		},
		{ status: 422 }
	);
