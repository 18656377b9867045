import { createHash } from 'node:crypto';

export type Seen = 'new' | 'same' | { line: number };

/**
 * Which rows of a file speak about the same subject: `same` when they say the same, else the line that spoke
 * first. Keeps digests only, so that a long file costs little memory.
 */
export function duplicateCheck(): (name: string, form: object, line: number) => Seen {
	const first = new Map<string, { line: number; digest: string }>();
	return (name, form, line) => {
		const digest = createHash('sha256').update(JSON.stringify(form)).digest('base64');
		const known = first.get(name);
		if (!known) {
			first.set(name, { line, digest });
			return 'new';
		}
		return known.digest === digest ? 'same' : { line: known.line };
	};
}
