import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** API keys `id.secret`; of the secret only the SHA-256 is kept. */
export const apiKeys = pgTable('api_keys', {
	id: text('id').primaryKey(),
	name: text('name').notNull(),
	/** Hex. */
	secretHash: text('secret_hash').notNull(),
	createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull(),
	revokedAt: timestamp('revoked_at', { withTimezone: true, mode: 'date' })
});
