import { createHash } from 'node:crypto';

/** As src/lib/forms/fields.ts takes it. */
const LONGEST_CODE = 64;
const DIGEST = 8;

/**
 * A code made of a name, the same for the same name: what a code may not hold becomes a dash, and a name too
 * long for a code ends in a digest of the whole, so that two long names do not become one.
 */
export function deriveCode(name: string): string {
	const plain = name
		.normalize('NFKC')
		.replace(/[\p{C}/\\]+/gu, '-')
		.replace(/\s+/g, ' ')
		.trim();
	if (plain.length <= LONGEST_CODE) return plain;
	const digest = createHash('sha256').update(plain).digest('hex').slice(0, DIGEST);
	// A cut within a pair of surrogates would leave half a character.
	const head = plain.slice(0, LONGEST_CODE - DIGEST - 1).replace(/[\ud800-\udbff]$/, '');
	return `${head}-${digest}`;
}
