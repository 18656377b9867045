/**
 * An expected failure is a value. `reason` is a key of the message catalogue (`problem_<reason>`), `path`
 * names the field, `value` what stood there; the edge turns it into words in the reader's language (src/lib/problem-text.server.ts).
 */
export interface Problem {
	path: string;
	reason: string;
	value?: unknown;
	/** What the message needs besides: `{ limit: 1000 }`. */
	params?: Record<string, string | number>;
}

export type Outcome<T> = ({ ok: true } & T) | { ok: false; problems: Problem[] };

export const problem = (
	path: string,
	reason: string,
	value?: unknown,
	params?: Record<string, string | number>
): Problem => ({
	path,
	reason,
	...(value === undefined ? {} : { value }),
	...(params === undefined ? {} : { params })
});

export const failed = (...problems: Problem[]): { ok: false; problems: Problem[] } => ({
	ok: false,
	problems
});
