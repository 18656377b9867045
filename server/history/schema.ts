import { sql } from 'drizzle-orm';
import { bigint, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/**
 * Every state that a row of the directory, the calendar, the settings or the targets has been in. Written by triggers of
 * the migration at the end of each transaction, and never by hand; docs/decisions/021.
 */
export const history = pgTable(
	'history',
	{
		id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		/** The table. */
		relation: text('relation').notNull(),
		/** The row's primary key. */
		key: text('key').notNull(),
		/** From when on: what the audit log says of the same transaction. */
		at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull(),
		/** The row as it became, by column; null: it is gone. */
		image: jsonb('image')
	},
	(t) => [
		index('history_of').on(t.relation, t.key, t.at, t.id),
		index('history_targets')
			.on(sql`(image ->> 'period_start')`, sql`(image ->> 'metric_id')`)
			.where(sql`relation = 'targets'`),
		index('history_target_days')
			.on(sql`(image ->> 'target_id')`)
			.where(sql`relation = 'target_days'`)
	]
);
