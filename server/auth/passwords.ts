import { hash, verify } from '@node-rs/argon2';

/** argon2id with 19 MiB, two passes, two lanes. Source: OWASP Password Storage Cheat Sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 2 };

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** Compared with where there is no password: who asks for nobody waits as long as for a wrong password. */
const nobody = hashPassword('nobody');

/** Whether the password is the one of the stored hash; false, as slowly, without a hash. */
export async function verifyPassword(
	password: string,
	stored: string | null | undefined
): Promise<boolean> {
	const right = await verify(stored ?? (await nobody), password);
	return right && stored != null;
}
