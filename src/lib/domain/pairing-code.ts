/**
 * The code on the screen of a TV that asks to be paired: read from five metres, typed on a phone. DISPLAY-1, DISPLAY-4.
 */

/**
 * Without what looks alike from afar: 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U V, M W; of O Q D and of G 6 one is left. M and W are
 * also half as wide again as the others: every code fits the screen.
 */
export const CODE_ALPHABET = 'ACDEFHJKNPRTXY34679';
export const CODE_LENGTH = 6;

/** What is typed for what it was taken for. Whoever reads an O has seen a D: there is no O on any screen. */
const TAKEN_FOR: Readonly<Record<string, string>> = {
	'0': 'D',
	O: 'D',
	Q: 'D',
	'1': '7',
	'8': '3',
	G: '6',
	M: 'N',
	V: 'Y'
};

/** `below(n)`: a whole number from 0 to n − 1, each as likely as the others. */
export const makeCode = (below: (bound: number) => number): string =>
	Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[below(CODE_ALPHABET.length)]!).join('');

/** What was typed, as the code that was meant; undefined when no code reads like it. */
export function readCode(typed: string): string | undefined {
	const plain = typed
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\s·.–-]/g, '');
	const code = [...plain].map((letter) => TAKEN_FOR[letter] ?? letter).join('');
	const known = [...code].every((letter) => CODE_ALPHABET.includes(letter));
	return known && code.length === CODE_LENGTH ? code : undefined;
}

/** `HK7 3ND`: two groups are read at a glance, six letters are not. */
export const groupCode = (code: string): string =>
	`${code.slice(0, CODE_LENGTH / 2)} ${code.slice(CODE_LENGTH / 2)}`;
