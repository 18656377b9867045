/** What a form refused, as problems with a reason of the catalogue instead of zod's own words. */
import type { z } from 'zod';
import type { Problem } from '../../../server/problems.ts';

type Issue = z.core.$ZodIssue;

/** Reasons look like `bad-code`; zod's own messages are sentences. */
const REASON = /^[a-z]+(-[a-z]+)*$/;

const at = (input: unknown, path: readonly PropertyKey[]): unknown =>
	path.reduce<unknown>(
		(value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
		input
	);

function reasonOf(issue: Issue, value: unknown): Pick<Problem, 'reason' | 'params'> {
	if (REASON.test(issue.message)) return { reason: issue.message };
	if (value === undefined) return { reason: 'required' };
	switch (issue.code) {
		case 'unrecognized_keys':
			return { reason: 'unknown-key', params: { keys: issue.keys.join(', ') } };
		case 'invalid_value':
			return { reason: 'not-one-of', params: { options: issue.values.map(String).join(', ') } };
		case 'too_small':
			return issue.origin === 'string' || issue.origin === 'array'
				? { reason: 'required' }
				: { reason: 'too-small', params: { limit: Number(issue.minimum) } };
		case 'too_big':
			return issue.origin === 'string'
				? { reason: 'too-long', params: { limit: Number(issue.maximum) } }
				: { reason: 'too-big', params: { limit: Number(issue.maximum) } };
		case 'invalid_union': {
			const options = (issue as { options?: unknown[] }).options;
			return options
				? { reason: 'not-one-of', params: { options: options.map(String).join(', ') } }
				: { reason: 'wrong-type', params: { expected: 'text / {…}' } };
		}
		case 'invalid_type':
			return { reason: 'wrong-type', params: { expected: issue.expected } };
		default:
			return { reason: 'bad-value' };
	}
}

/** Of an "either … or": what is wrong with the alternative that was meant, the one of the right type. */
function meant(issue: Issue): Issue[] {
	if (issue.code !== 'invalid_union') return [issue];
	const branch = issue.errors.find(
		([first]) => first?.code !== 'invalid_type' || first.path.length > 0
	);
	if (!branch) return [issue];
	return branch.flatMap((inner) => meant({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Every problem names the field's path, what stood there, and a reason. */
export function problemsOf(error: z.ZodError, input: unknown): Problem[] {
	const named = new Set<string>();
	return error.issues.flatMap(meant).flatMap((issue) => {
		const found = at(input, issue.path);
		const value = issue.code === 'unrecognized_keys' ? undefined : found;
		const path = issue.path.join('.');
		// One field, one remedy: a misspelt key is also a missing one.
		if (named.has(path)) return [];
		named.add(path);
		return [{ path, ...(value === undefined ? {} : { value }), ...reasonOf(issue, found) }];
	});
}
