import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** What is stored of a secret: its SHA-256, hex. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A secret that nobody guesses: 192 random bits. */
export const newSecret = (): string => randomBytes(24).toString('base64url');

/** A whole number from 0 to `bound` − 1 that nobody foresees. */
export const randomBelow = (bound: number): number => randomInt(bound);

export const newId = (): string => randomBytes(6).toString('hex');

/** Letters and digits that nobody mistakes for another when reading them aloud. */
const PLAIN = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code that a person types: `K7QD-M3TX`. Guessing has to be limited. */
export function newReadableCode(): string {
	const letters = Array.from({ length: 8 }, () => PLAIN[randomInt(PLAIN.length)]).join('');
	return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** As such a code is compared: however it was typed. */
export const plainCode = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '');

/** Compared with where there is no such id: an unknown id takes as long as a wrong secret. */
const NOBODY = hashOf('');

/** Whether the secret is the one of the stored hash, in a time that tells nothing; false without a hash. */
export function matches(secret: string, stored: string | null | undefined): boolean {
	const [is, shouldBe] = [hashOf(secret), stored ?? NOBODY];
	return timingSafeEqual(Buffer.from(is), Buffer.from(shouldBe)) && stored != null;
}

/** `id.secret`, as API keys and display tokens are written. */
export function splitToken(token: string | undefined): { id: string; secret: string } {
	const dot = token?.indexOf('.') ?? -1;
	return dot < 0
		? { id: '', secret: '' }
		: { id: token!.slice(0, dot), secret: token!.slice(dot + 1) };
}
