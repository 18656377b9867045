import { bigint, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Every change of targets, people, access and settings: who, when, before, after. */
export const audit = pgTable(
	'audit',
	{
		id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull(),
		actor: text('actor').notNull(),
		/** `rep.put`, `target.put`, `key.revoke` … */
		action: text('action').notNull(),
		/** The code of what changed. */
		subject: text('subject').notNull(),
		before: jsonb('before'),
		after: jsonb('after')
	},
	(t) => [index('audit_subject').on(t.action, t.subject)]
);
