import { sql } from 'drizzle-orm';
import {
	boolean,
	check,
	index,
	integer,
	pgTable,
	primaryKey,
	smallint,
	text,
	timestamp,
	uniqueIndex
} from 'drizzle-orm/pg-core';
import type { KeyScope } from '../../src/lib/domain/permissions.ts';
import { units } from '../directory/schema.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/**
 * Whoever may sign in. `code` is the person's own code and user name; an account whose code is that of a rep
 * is that rep's (PEOPLE-1).
 */
export const accounts = pgTable(
	'accounts',
	{
		code: text('code').primaryKey(),
		name: text('name').notNull(),
		/** Lower case. */
		email: text('email'),
		/** Digits, with a leading + when the country was given. */
		phone: text('phone'),
		/** argon2id in PHC form; null: no password yet. */
		passwordHash: text('password_hash'),
		administrator: boolean('administrator').notNull().default(false),
		/** Sees every board and number, changes nothing. */
		viewer: boolean('viewer').notNull().default(false),
		/** The language that this person chose; null: the browser's. */
		locale: text('locale').$type<'zh-CN' | 'en'>(),
		createdAt: instant('created_at').notNull(),
		/** May not sign in since. */
		disabledAt: instant('disabled_at')
	},
	(t) => [
		uniqueIndex('accounts_email').on(t.email),
		uniqueIndex('accounts_phone').on(t.phone),
		index('accounts_user_name').on(sql`lower(${t.code})`),
		check('accounts_locale', sql`${t.locale} in ('zh-CN', 'en')`)
	]
);

/** Who leads a unit, and with it all units below. */
export const unitManagers = pgTable(
	'unit_managers',
	{
		unitId: integer('unit_id')
			.notNull()
			.references(() => units.id),
		account: text('account')
			.notNull()
			.references(() => accounts.code, { onDelete: 'cascade' })
	},
	(t) => [
		primaryKey({ columns: [t.unitId, t.account] }),
		index('unit_managers_account').on(t.account)
	]
);

/** Of a session's id only the SHA-256 is kept. */
export const sessions = pgTable(
	'sessions',
	{
		/** Hex. */
		idHash: text('id_hash').primaryKey(),
		account: text('account')
			.notNull()
			.references(() => accounts.code, { onDelete: 'cascade' }),
		expiresAt: instant('expires_at').notNull(),
		createdAt: instant('created_at').notNull(),
		userAgent: text('user_agent'),
		address: text('address')
	},
	(t) => [index('sessions_account').on(t.account)]
);

/** A link that lets somebody choose a password once: an invitation, or a reset. */
export const accessLinks = pgTable(
	'access_links',
	{
		/** Hex. */
		secretHash: text('secret_hash').primaryKey(),
		account: text('account')
			.notNull()
			.references(() => accounts.code, { onDelete: 'cascade' }),
		kind: text('kind').$type<'invitation' | 'reset'>().notNull(),
		createdAt: instant('created_at').notNull(),
		createdBy: text('created_by').notNull(),
		expiresAt: instant('expires_at').notNull(),
		usedAt: instant('used_at')
	},
	(t) => [
		index('access_links_account').on(t.account),
		check('access_links_kind', sql`${t.kind} in ('invitation', 'reset')`)
	]
);

/** Who somebody is at the OpenID Connect provider. */
export const identities = pgTable(
	'identities',
	{
		issuer: text('issuer').notNull(),
		subject: text('subject').notNull(),
		account: text('account')
			.notNull()
			.references(() => accounts.code, { onDelete: 'cascade' }),
		createdAt: instant('created_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.issuer, t.subject] })]
);

/** The one-time code that opens /setup while there is no administrator: one row, of the process started last. */
export const setupCode = pgTable(
	'setup_code',
	{
		id: smallint('id').primaryKey().default(1),
		/** Hex. */
		codeHash: text('code_hash').notNull()
	},
	(t) => [check('setup_code_is_one_row', sql`${t.id} = 1`)]
);

/** API keys `id.secret`; of the secret only the SHA-256 is kept. */
export const apiKeys = pgTable('api_keys', {
	id: text('id').primaryKey(),
	name: text('name').notNull(),
	/** Hex. */
	secretHash: text('secret_hash').notNull(),
	scopes: text('scopes')
		.array()
		.$type<KeyScope[]>()
		.notNull()
		.default(sql`'{read,entries,directory,targets,imports,settings}'`),
	createdAt: instant('created_at').notNull(),
	lastUsedAt: instant('last_used_at'),
	revokedAt: instant('revoked_at')
});
