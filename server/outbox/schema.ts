import { bigint, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/**
 * What must happen exactly because something was committed, written in the same transaction and handed to
 * the job queue afterwards. A row that was handed over is deleted: the table stays small.
 */
export const outbox = pgTable('outbox', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	topic: text('topic').notNull(),
	/** Names the effect: the queue drops a second one of the same name. */
	key: text('key').notNull(),
	payload: jsonb('payload').notNull(),
	createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull()
});
