/** What stands for a person without a photo. */

const HAN = /\p{Script=Han}/u;
const TINTS = 6;

/** Of a Chinese name the last two characters (of a short one the last), of others the first letters of first and last word. */
export function initialsOf(name: string): string {
	const letters = [...name.trim()];
	if (HAN.test(name)) {
		const han = letters.filter((letter) => HAN.test(letter));
		return han.slice(han.length > 2 ? -2 : -1).join('');
	}
	const words = name
		.trim()
		.split(/[\s·.-]+/)
		.filter(Boolean);
	const [first, last] = [words[0], words.length > 1 ? words[words.length - 1] : undefined];
	return [first, last].map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('');
}

/** 0 to 5, the same for the same text. */
export function tintOf(text: string): number {
	let sum = 0;
	for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)!) % 65_521;
	return sum % TINTS;
}
