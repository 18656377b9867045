import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core';
import type { PushEvent } from '../../src/lib/domain/push.ts';
import { accounts } from '../auth/schema.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const account = () =>
	text('account')
		.notNull()
		.references(() => accounts.code, { onDelete: 'cascade' });

/** The key by which push services know this installation (VAPID, RFC 8292): one row. Not in a backup. */
export const pushKeys = pgTable(
	'push_keys',
	{
		id: smallint('id').primaryKey().default(1),
		publicKey: text('public_key').notNull(),
		privateKey: text('private_key').notNull()
	},
	(t) => [check('push_keys_is_one_row', sql`${t.id} = 1`)]
);

/** A browser that somebody wants to be told in. Bound to the key, so not in a backup either. */
export const pushSubscriptions = pgTable(
	'push_subscriptions',
	{
		endpoint: text('endpoint').primaryKey(),
		account: account(),
		p256dh: text('p256dh').notNull(),
		auth: text('auth').notNull(),
		createdAt: instant('created_at').notNull()
	},
	(t) => [index('push_subscriptions_account').on(t.account)]
);

/** What somebody does not want to be told; nothing: everything. */
export const pushSettings = pgTable('push_settings', {
	account: account().primaryKey(),
	off: text('off').array().$type<PushEvent[]>().notNull()
});

/** When something with a rest was told last. */
export const pushRests = pgTable(
	'push_rests',
	{ account: account(), rest: text('rest').notNull(), at: instant('at').notNull() },
	(t) => [primaryKey({ columns: [t.account, t.rest] })]
);
