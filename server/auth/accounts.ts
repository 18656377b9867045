import { eq, inArray, or, sql } from 'drizzle-orm';
import type { Person } from '../../src/lib/domain/permissions.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { hashPassword } from './passwords.ts';
import { accounts, unitManagers } from './schema.ts';

export type Account = typeof accounts.$inferSelect;

/** Who somebody is, with what decides about their permissions. */
export interface KnownPerson {
	person: Person;
	locale: 'zh-CN' | 'en' | null;
}

export interface NewAccount {
	/** 1–64 characters: the person's own code, and user name. */
	code: string;
	name: string;
	/** Lower case. */
	email?: string;
	/** Digits, perhaps after a +. */
	phone?: string;
	password?: string;
	administrator?: boolean;
	viewer?: boolean;
	/** Codes of the units they lead. */
	leads?: readonly string[];
	locale?: 'zh-CN' | 'en';
}

/** As phones are stored: without what people put between the digits. */
export const normalPhone = (phone: string): string => phone.replace(/[\s().-]/g, '');

const UNIQUE_FIELDS: Readonly<Record<string, 'code' | 'email' | 'phone'>> = {
	accounts_pkey: 'code',
	accounts_email: 'email',
	accounts_phone: 'phone'
};

/** Which field of an account another one has already, if that is what the database refused. */
export function takenField(error: unknown): 'code' | 'email' | 'phone' | undefined {
	const { constraint } = ((error as Error).cause ?? error) as { constraint?: string };
	return constraint === undefined ? undefined : UNIQUE_FIELDS[constraint];
}

export type Accounts = ReturnType<typeof createAccounts>;

/** Accounts as the permissions see them: read on every request, so that a change counts at once. */
export function createAccounts(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	clock: Clock;
}) {
	const { database, directory, organisation, clock } = options;
	const { db } = database;
	const { mirror } = directory;

	/** A rep sells while a membership lasts (PEOPLE-2). */
	function sells(code: string): boolean {
		const rep = mirror.reps.named(code);
		return rep !== undefined && mirror.teamOn(rep.id, organisation.today()) !== undefined;
	}

	/** A rep's name is the one of the directory, whoever changed it last (PEOPLE-3). */
	const nameOf = ({ code, name }: Pick<Account, 'code' | 'name'>): string =>
		mirror.reps.named(code)?.name ?? name;

	return {
		/**
		 * Creates an account. Problems: `code-taken`, `email-taken`, `phone-taken`, `unknown-unit`. Without a password the
		 * person needs an invitation.
		 */
		async create(form: NewAccount, actor: string): Promise<Outcome<object>> {
			const leads = form.leads ?? [];
			const units = leads.map((code) => mirror.units.named(code));
			const unknown = leads.find((_, i) => !units[i]);
			if (unknown !== undefined) return failed(problem('leads', 'unknown-unit', unknown));
			const { password, leads: _, ...values } = form;
			const passwordHash = password === undefined ? null : await hashPassword(password);
			const at = new Date(clock());
			try {
				await db.transaction(async (tx) => {
					await tx.insert(accounts).values({ ...values, passwordHash, createdAt: at });
					for (const unit of units)
						await tx.insert(unitManagers).values({ unitId: unit!.id, account: form.code });
					await recordChange(tx, {
						at,
						actor,
						action: 'account.create',
						subject: form.code,
						before: null,
						after: { ...values, leads }
					});
				});
			} catch (error) {
				const taken = takenField(error);
				if (!taken) throw error;
				return failed(problem(taken, `${taken}-taken`, form[taken]));
			}
			return { ok: true };
		},

		/** The one account that a login names: user name in any case, phone or e-mail. */
		async named(login: string): Promise<Account | undefined> {
			const name = login.trim().toLowerCase();
			const found = await db
				.select()
				.from(accounts)
				.where(
					or(
						sql`lower(${accounts.code}) = ${name}`,
						eq(accounts.email, name),
						eq(accounts.phone, normalPhone(login))
					)
				)
				.limit(2);
			return found.length === 1 ? found[0] : undefined;
		},

		/** Undefined when there is no such account, or it may not sign in. */
		async person(code: string): Promise<KnownPerson | undefined> {
			const rows = await db
				.select({ account: accounts, unitId: unitManagers.unitId })
				.from(accounts)
				.leftJoin(unitManagers, eq(unitManagers.account, accounts.code))
				.where(eq(accounts.code, code));
			const account = rows[0]?.account;
			if (!account || account.disabledAt) return undefined;
			return {
				person: {
					kind: 'person',
					code,
					name: nameOf(account),
					administrator: account.administrator,
					viewer: account.viewer,
					sells: sells(code),
					leads: rows.flatMap(({ unitId }) =>
						unitId === null ? [] : (mirror.units.get(unitId)?.code ?? [])
					)
				},
				locale: account.locale
			};
		},

		/** Whether anybody could sign in and administer: until then /setup is open to whoever has its code. */
		async phoneOf(code: string): Promise<string | undefined> {
			const [row] = await db
				.select({ phone: accounts.phone })
				.from(accounts)
				.where(eq(accounts.code, code));
			return row?.phone ?? undefined;
		},

		async hasAdministrator(): Promise<boolean> {
			const [found] = await db
				.select({ code: accounts.code })
				.from(accounts)
				.where(sql`${accounts.administrator} and ${accounts.disabledAt} is null`)
				.limit(1);
			return found !== undefined;
		},

		/** Names of accounts by code, for lists that say who did something. */
		async names(codes: readonly string[]): Promise<Map<string, string>> {
			if (codes.length === 0) return new Map();
			const rows = await db
				.select({ code: accounts.code, name: accounts.name })
				.from(accounts)
				.where(inArray(accounts.code, [...codes]));
			return new Map(rows.map((row) => [row.code, nameOf(row)]));
		}
	};
}
