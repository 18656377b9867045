import { and, eq, gt, isNull } from 'drizzle-orm';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Limits } from './limits.ts';
import { hashPassword } from './passwords.ts';
import { accessLinks, accounts } from './schema.ts';
import { hashOf, newSecret } from './secrets.ts';
import type { Sessions } from './sessions.ts';

const LASTS_MS = 72 * 3_600_000;

export type LinkKind = 'invitation' | 'reset';

/** Where a link leads; with the site's address in front it is what people are given. */
export const linkPath = (secret: string): string => `/welcome/${secret}`;

/**
 * Makes a link that lets an account's owner choose a password, once, within 72 hours. It replaces any that the account
 * has (SIGNIN-6). Whether the actor may is for the caller to decide (ACCESS-6).
 */
export async function createLink(
	{ database, clock }: { database: Database; clock: Clock },
	{ account, kind, actor }: { account: string; kind: LinkKind; actor: string }
): Promise<{ secret: string; expiresAt: Date }> {
	const [secret, at] = [newSecret(), new Date(clock())];
	const expiresAt = new Date(at.getTime() + LASTS_MS);
	await database.db.transaction(async (tx) => {
		await tx.delete(accessLinks).where(eq(accessLinks.account, account));
		await tx.insert(accessLinks).values({
			secretHash: hashOf(secret),
			account,
			kind,
			createdAt: at,
			createdBy: actor,
			expiresAt
		});
		await recordChange(tx, {
			at,
			actor,
			action: 'link.create',
			subject: account,
			before: null,
			after: { kind, expiresAt: expiresAt.toISOString() }
		});
	});
	return { secret, expiresAt };
}

export type Links = ReturnType<typeof createLinks>;

/** Links by which people come to a password: invitations and resets. */
export function createLinks(options: {
	database: Database;
	sessions: Sessions;
	limits: Limits;
	clock: Clock;
}) {
	const { database, sessions, limits, clock } = options;
	const { db } = database;

	/** In force: not used, not expired, of an account that may sign in. */
	const inForce = (secret: string) =>
		and(
			eq(accessLinks.secretHash, hashOf(secret)),
			isNull(accessLinks.usedAt),
			gt(accessLinks.expiresAt, new Date(clock()))
		);

	async function read(secret: string) {
		const [found] = await db
			.select({
				account: accounts.code,
				name: accounts.name,
				locale: accounts.locale,
				kind: accessLinks.kind
			})
			.from(accessLinks)
			.innerJoin(accounts, eq(accounts.code, accessLinks.account))
			.where(and(inForce(secret), isNull(accounts.disabledAt)));
		return found;
	}

	return {
		create: (link: { account: string; kind: LinkKind; actor: string }) =>
			createLink({ database, clock }, link),

		/** Whose link this is; undefined when it leads nowhere (any more). Looking at it does not use it up. */
		read,

		/** Chooses the password, ends all sessions of the account, and uses the link up. Problem: `link-gone`. */
		async redeem(secret: string, password: string): Promise<Outcome<{ account: string }>> {
			const gone = failed(problem('', 'link-gone'));
			// Before the password is hashed: whoever guesses secrets costs nothing.
			if (!(await read(secret))) return gone;
			const passwordHash = await hashPassword(password);
			const at = new Date(clock());
			const redeemed = await db.transaction(async (tx) => {
				// Of two at once, one finds it unused.
				const [link] = await tx
					.update(accessLinks)
					.set({ usedAt: at })
					.where(inForce(secret))
					.returning({ account: accessLinks.account, kind: accessLinks.kind });
				if (!link) return undefined;
				const { account, kind } = link;
				const [changed] = await tx
					.update(accounts)
					.set({ passwordHash })
					.where(and(eq(accounts.code, account), isNull(accounts.disabledAt)))
					.returning({ code: accounts.code, email: accounts.email, phone: accounts.phone });
				if (!changed) return undefined;
				await recordChange(tx, {
					at,
					actor: `person:${account}`,
					action: 'account.password',
					subject: account,
					before: null,
					after: { by: kind }
				});
				return { changed, tellHere: await sessions.endAllWithin(tx, account) };
			});
			if (!redeemed) return gone;
			redeemed.tellHere();
			const { code, email, phone } = redeemed.changed;
			for (const name of [code, email, phone]) if (name) await limits.login.clear(name);
			return { ok: true, account: code };
		}
	};
}
