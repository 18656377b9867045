import {
	bigint,
	check,
	date,
	index,
	integer,
	pgTable,
	primaryKey,
	text,
	timestamp
} from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { PaceStatus } from '../../src/lib/domain/pace.ts';
import { metrics, reps } from '../directory/schema.ts';

/**
 * 日点检: that a supervisor looked at a rep's target of a day, with the figures that stood there. Only ever added: the
 * table is the history.
 */
export const targetChecks = pgTable(
	'target_checks',
	{
		repId: integer('rep_id')
			.notNull()
			.references(() => reps.id),
		metricId: integer('metric_id')
			.notNull()
			.references(() => metrics.id),
		/** The business date that was checked. */
		day: date('day', { mode: 'string' }).notNull(),
		/** Code of the account. */
		by: text('by').notNull(),
		at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull(),
		note: text('note'),
		/** Minor units or pieces, as they were shown. */
		dayTarget: bigint('day_target', { mode: 'number' }).notNull(),
		dayActual: bigint('day_actual', { mode: 'number' }).notNull(),
		monthTarget: bigint('month_target', { mode: 'number' }).notNull(),
		monthActual: bigint('month_actual', { mode: 'number' }).notNull(),
		status: text('status').$type<PaceStatus>()
	},
	(t) => [
		primaryKey({ columns: [t.repId, t.metricId, t.day] }),
		index('target_checks_day').on(t.day),
		check(
			'target_checks_status',
			sql`${t.status} in ('done', 'ahead', 'on-track', 'behind', 'at-risk')`
		)
	]
);
