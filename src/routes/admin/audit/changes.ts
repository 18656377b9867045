/** What differs between the before and after of a change, field by field. */

export interface FieldChange {
	/** `name`, `workingHours.start` … */
	path: string;
	before: unknown;
	after: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Nothing, an empty text and an empty list say the same: there is no value. */
const isNothing = (value: unknown): boolean =>
	value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);

const same = (a: unknown, b: unknown): boolean =>
	(isNothing(a) && isNothing(b)) || JSON.stringify(a) === JSON.stringify(b);

/** Objects are compared field by field, lists and values as a whole; what did not change is left out. */
export function changedFields(before: unknown, after: unknown, path = ''): FieldChange[] {
	if (!isObject(before) && !isObject(after))
		return same(before, after) ? [] : [{ path: path || 'value', before, after }];
	const [was, is] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
	return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) =>
		changedFields(was[key], is[key], path ? `${path}.${key}` : key)
	);
}
