import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Accounts } from './accounts.ts';
import type { Limits } from './limits.ts';
import { verifyPassword } from './passwords.ts';
import type { Sessions } from './sessions.ts';

/** Where a request comes from. */
export interface Whence {
	userAgent: string | null;
	address: string;
}

/** A session that has just begun, for its cookie. */
export interface SignedIn {
	id: string;
	expiresAt: Date;
}

export type SignIn = ReturnType<typeof createSignIn>;

export function createSignIn(options: { accounts: Accounts; sessions: Sessions; limits: Limits }) {
	const { accounts, sessions, limits } = options;
	return {
		/**
		 * Signs in whoever gives the password of the account that the login names. Problems: `wrong-login`,
		 * `too-many-tries`, `too-busy`. None of them, nor how long they take, says whether the account exists (SIGNIN-3).
		 */
		async byPassword(
			given: { login: string; password: string },
			from: Whence
		): Promise<Outcome<SignedIn>> {
			// Counted by what was typed: a budget shared by the names of one account would tell that they are.
			const taken = await limits.login.take(from.address, given.login);
			if (!taken.ok) return taken;
			const account = await accounts.named(given.login);
			const right = await verifyPassword(given.password, account?.passwordHash);
			if (right === undefined) return failed(problem('', 'too-busy'));
			if (!right || account!.disabledAt) return failed(problem('', 'wrong-login'));
			await limits.login.forgive(from.address, given.login);
			return { ok: true, ...(await sessions.start(account!.code, from)) };
		}
	};
}
