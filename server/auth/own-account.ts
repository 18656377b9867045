import { eq } from 'drizzle-orm';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Limits } from './limits.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { accounts } from './schema.ts';
import type { Sessions } from './sessions.ts';

export interface OwnProfile {
	/** Absent: stays. A rep's is kept in the directory, where the boards read it. */
	name?: string;
	/** Null: the browser's. */
	locale: 'zh-CN' | 'en' | null;
}

export type OwnAccount = ReturnType<typeof createOwnAccount>;

/** What people change about themselves. */
export function createOwnAccount(options: {
	database: Database;
	sessions: Sessions;
	limits: Limits;
	clock: Clock;
}) {
	const { database, sessions, limits, clock } = options;
	const { db } = database;
	const change = (code: string, action: string) => ({
		at: new Date(clock()),
		actor: `person:${code}`,
		action,
		subject: code
	});

	/** Whether it is the owner who asks. As many guesses as at the door: a browser left open is not a way around it. */
	async function knows(code: string, password: string, address: string, field: string) {
		const taken = await limits.login.take(address, code);
		if (!taken.ok) return taken;
		const [account] = await db
			.select({ passwordHash: accounts.passwordHash })
			.from(accounts)
			.where(eq(accounts.code, code));
		const right = await verifyPassword(password, account?.passwordHash);
		if (right === undefined) return failed(problem('', 'too-busy'));
		if (!right) return failed(problem(field, 'wrong-password'));
		await limits.login.forgive(address, code);
		return { ok: true as const };
	}

	return {
		/** For what the password signs. Problems: `wrong-password` at `password`, `too-many-tries`, `too-busy`. */
		confirm: (code: string, password: string, address: string): Promise<Outcome<object>> =>
			knows(code, password, address, 'password'),

		async read(code: string) {
			const [found] = await db
				.select({
					name: accounts.name,
					email: accounts.email,
					phone: accounts.phone,
					locale: accounts.locale,
					passwordHash: accounts.passwordHash
				})
				.from(accounts)
				.where(eq(accounts.code, code));
			if (!found) return undefined;
			const { passwordHash, ...account } = found;
			return { ...account, hasPassword: passwordHash !== null };
		},

		async update(code: string, profile: OwnProfile): Promise<void> {
			await db.transaction(async (tx) => {
				const [before] = await tx
					.select({ name: accounts.name, locale: accounts.locale })
					.from(accounts)
					.where(eq(accounts.code, code))
					.for('update');
				const after = { ...before, ...profile };
				if (!before || (after.name === before.name && after.locale === before.locale)) return;
				await tx.update(accounts).set(profile).where(eq(accounts.code, code));
				await recordChange(tx, { ...change(code, 'account.update'), before, after });
			});
		},

		/**
		 * Changes the password of whoever knows the present one, and ends their other sessions. Problems: `wrong-password`,
		 * `too-many-tries`, `too-busy`.
		 */
		async changePassword(
			code: string,
			given: { current: string; next: string },
			from: { address: string; session: string | undefined }
		): Promise<Outcome<object>> {
			const known = await knows(code, given.current, from.address, 'current');
			if (!known.ok) return known;
			const passwordHash = await hashPassword(given.next);
			const tellHere = await db.transaction(async (tx) => {
				await tx.update(accounts).set({ passwordHash }).where(eq(accounts.code, code));
				const after = { by: 'owner' };
				await recordChange(tx, { ...change(code, 'account.password'), before: null, after });
				return sessions.endAllWithin(tx, code, from.session);
			});
			tellHere();
			return { ok: true };
		}
	};
}
