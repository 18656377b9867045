import { and, eq } from 'drizzle-orm';
import { code as codeForm, name as nameForm } from '../../src/lib/forms/fields.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { accounts, identities } from './schema.ts';
import { hashOf } from './secrets.ts';

/** What a provider says of somebody, already checked. */
export interface Claims {
	issuer: string;
	subject: string;
	/** Lower case; only where the provider says that it was verified. */
	verifiedEmail: string | undefined;
	employeeNumber: string | undefined;
	userName: string | undefined;
	name: string | undefined;
}

const ACTOR = 'oidc';
/** Before the user name of accounts that a provider's word alone creates: none of them is ever a rep's (SIGNIN-11). */
const MARK = 'sso-';

type Account = typeof accounts.$inferSelect;
export type Identities = ReturnType<typeof createIdentities>;

/** Which account somebody has whom an OpenID Connect provider knows. docs/decisions/011-whose-identity.md */
export function createIdentities(options: {
	database: Database;
	directory: Directory;
	clock: Clock;
	/** Whether anybody whom the provider lets in gets an account. */
	createAccounts: boolean;
}) {
	const { database, directory, clock, createAccounts } = options;
	const { db } = database;
	const { mirror } = directory;

	async function ofIdentity({ issuer, subject }: Claims): Promise<Account | undefined> {
		const [found] = await db
			.select({ account: accounts })
			.from(identities)
			.innerJoin(accounts, eq(accounts.code, identities.account))
			.where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)));
		return found?.account;
	}

	/** By verified e-mail, else by employee number. */
	async function alike({ verifiedEmail, employeeNumber }: Claims): Promise<Account | undefined> {
		const first = async (where: ReturnType<typeof eq>) =>
			(await db.select().from(accounts).where(where))[0];
		return (
			(verifiedEmail && (await first(eq(accounts.email, verifiedEmail)))) ||
			(employeeNumber && (await first(eq(accounts.code, employeeNumber)))) ||
			undefined
		);
	}

	async function link(
		tx: Transaction,
		{ issuer, subject }: Claims,
		account: string,
		actor: string
	): Promise<void> {
		const at = new Date(clock());
		await tx
			.insert(identities)
			.values({ issuer, subject, account, createdAt: at })
			.onConflictDoNothing();
		const change = { at, actor, action: 'identity.link', subject: account };
		await recordChange(tx, { ...change, before: null, after: { issuer, subject } });
	}

	/** Whether somebody else of the same provider is this account already: an e-mail that passed on to a new owner. */
	async function isAnothers(account: string, { issuer, subject }: Claims): Promise<boolean> {
		const known = await db.select().from(identities).where(eq(identities.account, account));
		return known.some((other) => other.issuer === issuer && other.subject !== subject);
	}

	const isFree = async (code: string): Promise<boolean> =>
		!mirror.reps.named(code) &&
		(await db.select().from(accounts).where(eq(accounts.code, code))).length === 0;

	/** The code of the account to create; undefined when none may be. */
	async function newCode(claims: Claims): Promise<string | undefined> {
		const { employeeNumber, userName, issuer, subject } = claims;
		if (employeeNumber && mirror.reps.named(employeeNumber)) return employeeNumber;
		if (!createAccounts) return undefined;
		const wished = codeForm.safeParse(`${MARK}${userName ?? subject}`);
		if (wished.success && (await isFree(wished.data))) return wished.data;
		return `${MARK}${hashOf(`${issuer} ${subject}`).slice(0, 12)}`;
	}

	async function create(claims: Claims, code: string): Promise<void> {
		const { verifiedEmail, userName } = claims;
		const wished = nameForm.safeParse(claims.name ?? userName ?? code);
		const name = mirror.reps.named(code)?.name ?? (wished.success ? wished.data : code);
		const at = new Date(clock());
		await db.transaction(async (tx) => {
			const values = { code, name, email: verifiedEmail ?? null };
			// Of two first sign-ins at once the second finds the account there.
			const [made] = await tx
				.insert(accounts)
				.values({ ...values, createdAt: at })
				.onConflictDoNothing()
				.returning({ code: accounts.code });
			if (!made) return;
			const change = { at, actor: ACTOR, action: 'account.create', subject: code };
			await recordChange(tx, { ...change, before: null, after: values });
			await link(tx, claims, code, ACTOR);
		});
	}

	return {
		/**
		 * The account of whoever comes with these claims, in this order: known identity, verified e-mail, employee number, a
		 * new account. Problems: `no-account`, `account-disabled`, `link-yourself`, `identity-conflict`.
		 */
		async accountOf(claims: Claims): Promise<Outcome<{ account: string }>> {
			const known = await ofIdentity(claims);
			const found = known ?? (await alike(claims));
			if (found?.disabledAt) return failed(problem('', 'account-disabled'));
			if (known) return { ok: true, account: known.code };
			if (found) {
				// Whoever runs the provider, or writes its e-mails, would become an administrator.
				if (found.administrator) return failed(problem('', 'link-yourself'));
				if (await isAnothers(found.code, claims)) return failed(problem('', 'identity-conflict'));
				await db.transaction((tx) => link(tx, claims, found.code, ACTOR));
				return { ok: true, account: found.code };
			}
			const code = await newCode(claims);
			if (code === undefined) return failed(problem('', 'no-account'));
			await create(claims, code);
			const made = await ofIdentity(claims);
			return made ? { ok: true, account: made.code } : failed(problem('', 'identity-conflict'));
		},

		/** Somebody who is signed in says that this is them. Problem: `identity-conflict`. */
		async connect(claims: Claims, account: string): Promise<Outcome<object>> {
			const owner = await ofIdentity(claims);
			if (owner?.code === account) return { ok: true };
			if (owner || (await isAnothers(account, claims)))
				return failed(problem('', 'identity-conflict'));
			await db.transaction((tx) => link(tx, claims, account, `person:${account}`));
			return { ok: true };
		},

		/** Whether the account can be entered through the provider. */
		async isConnected(account: string, issuer: string): Promise<boolean> {
			const found = await db
				.select({ subject: identities.subject })
				.from(identities)
				.where(and(eq(identities.account, account), eq(identities.issuer, issuer)));
			return found.length > 0;
		},

		async disconnect(account: string, issuer: string): Promise<void> {
			await db.transaction(async (tx) => {
				const gone = await tx
					.delete(identities)
					.where(and(eq(identities.account, account), eq(identities.issuer, issuer)))
					.returning({ issuer: identities.issuer, subject: identities.subject });
				if (!gone[0]) return;
				const at = new Date(clock());
				const change = { at, actor: `person:${account}`, action: 'identity.unlink' };
				await recordChange(tx, { ...change, subject: account, before: gone[0], after: null });
			});
		}
	};
}
