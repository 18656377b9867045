import { hash, verify } from '@node-rs/argon2';
import { createTurns } from './turns.ts';

/** argon2id with 19 MiB, two passes, two lanes. Source: OWASP Password Storage Cheat Sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 2 };

/**
 * For the whole process, since its processors and memory are what is bounded: two at once leave the other threads of
 * the pool (four, also for files) free, and who comes when that many wait would wait for seconds (SIGNIN-4).
 */
const turns = createTurns({ atOnce: 2, waiting: 60 });

export const hashPassword = (password: string): Promise<string> =>
	turns.run(() => hash(password, COST));

/** Compared with where there is no password: who asks for nobody waits as long as for a wrong password. */
const nobody = hashPassword('nobody');

/**
 * Whether the password is the one of the stored hash; false, as slowly, without a hash. Undefined, at once, when too
 * many ask already.
 */
export async function verifyPassword(
	password: string,
	stored: string | null | undefined
): Promise<boolean | undefined> {
	const against = stored ?? (await nobody);
	const right = await turns.tryRun(() => verify(against, password));
	return right === undefined ? undefined : right && stored != null;
}
