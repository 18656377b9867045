import { createHash } from 'node:crypto';

/** A note may be reworded, and assists count in no total: neither makes another sale. */
const SAYS_NOTHING = /^(note|source|externalId|overlays\..*)$/;
const DIGEST = 22;

/**
 * External ids for rows of a file that has none: a digest of what the row says, and from its second occurrence
 * in the file on a number. The same file gives the same ids again, in whatever encoding or order of columns
 * (IMPORT-10).
 */
export function rowNames(): (identity: Readonly<Record<string, string>>) => string {
	const occurrences = new Map<string, number>();
	return (identity) => {
		const said = Object.entries(identity)
			.filter(([path]) => !SAYS_NOTHING.test(path))
			.sort(([a], [b]) => (a < b ? -1 : 1));
		const digest = createHash('sha256').update(JSON.stringify(said)).digest('base64url');
		const name = digest.slice(0, DIGEST);
		const n = (occurrences.get(name) ?? 0) + 1;
		occurrences.set(name, n);
		return `row:${name}${n === 1 ? '' : `#${n}`}`;
	};
}
