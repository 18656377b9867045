import { createHash } from 'node:crypto';

/** The line that spoke of the subject first, and whether this one says the same. */
export type Seen = 'new' | { line: number; same: boolean };

/** Which rows of a file speak of the same subject. Keeps digests only: a long file costs little memory. */
export function duplicateCheck(): (name: string, form: object, line: number) => Seen {
	const first = new Map<string, { line: number; digest: string }>();
	return (name, form, line) => {
		const digest = createHash('sha256').update(JSON.stringify(form)).digest('base64');
		const known = first.get(name);
		if (!known) {
			first.set(name, { line, digest });
			return 'new';
		}
		return { line: known.line, same: known.digest === digest };
	};
}
