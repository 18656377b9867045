import { sql } from 'drizzle-orm';
import {
	bigint,
	check,
	date,
	integer,
	jsonb,
	pgTable,
	text,
	timestamp,
	uniqueIndex
} from 'drizzle-orm/pg-core';

/** What a month came to when it was closed, by metric; of the whole company. */
export interface ClosedFigure {
	metricId: number;
	/** Minor units or pieces. */
	value: number;
	target?: number;
	entries: number;
}

/** Every closing of a month, and how it ended: a month that was reopened keeps what was closed (PERIOD-5). */
export const periodClosings = pgTable(
	'period_closings',
	{
		id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
		/** Its first day. */
		month: date('month', { mode: 'string' }).notNull(),
		closedAt: timestamp('closed_at', { withTimezone: true, mode: 'date' }).notNull(),
		closedBy: text('closed_by').notNull(),
		/** The last entry of the ledger then. */
		position: bigint('position', { mode: 'number' }).notNull(),
		/** Entries of the month. */
		entries: integer('entries').notNull(),
		figures: jsonb('figures').$type<ClosedFigure[]>().notNull(),
		reopenedAt: timestamp('reopened_at', { withTimezone: true, mode: 'date' }),
		reopenedBy: text('reopened_by'),
		reason: text('reason')
	},
	(t) => [
		uniqueIndex('period_closings_closed_once')
			.on(t.month)
			.where(sql`${t.reopenedAt} is null`),
		check(
			'period_closings_reopened_for_a_reason',
			sql`num_nonnulls(${t.reopenedAt}, ${t.reopenedBy}, ${t.reason}) in (0, 3)`
		)
	]
);
