import { sql } from 'drizzle-orm';
import {
	bigint,
	boolean,
	check,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	smallint,
	text,
	timestamp
} from 'drizzle-orm/pg-core';
import type { CelebrationReason, CheerKind, Meaning } from '../../src/lib/domain/celebration.ts';
import { metrics, reps, units } from '../directory/schema.ts';

/** How far the ledger has been looked through for moments: one row, there once anything was. */
export const celebrationHead = pgTable(
	'celebration_head',
	{
		id: smallint('id').primaryKey().default(1),
		position: bigint('position', { mode: 'number' }).notNull()
	},
	(t) => [check('celebration_head_is_one_row', sql`${t.id} = 1`)]
);

/** Every moment there was, of a rep or of a unit. */
export const celebrations = pgTable(
	'celebrations',
	{
		id: text('id').primaryKey(),
		/** The entry that made it. */
		position: bigint('position', { mode: 'number' }).notNull(),
		reason: text('reason').$type<CelebrationReason>().notNull(),
		/** All that it means, the headline first. */
		meanings: jsonb('meanings').$type<Meaning[]>().notNull(),
		metricId: integer('metric_id')
			.notNull()
			.references(() => metrics.id),
		/** Whose moment it is: a rep in a team, or a unit alone. */
		repId: integer('rep_id').references(() => reps.id),
		unitId: integer('unit_id')
			.notNull()
			.references(() => units.id),
		/** Teams that the entry credits besides: their screens show it too. */
		teamIds: integer('team_ids').array().notNull(),
		amount: bigint('amount', { mode: 'number' }).notNull(),
		customer: text('customer'),
		/** In the company's month, right after the entry. */
		rank: integer('rank'),
		day: date('day', { mode: 'string' }).notNull(),
		/** When the entry was booked. */
		at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull(),
		/** Screens show it; too many in a minute stand in the list only. */
		told: boolean('told').notNull(),
		withdrawnAt: timestamp('withdrawn_at', { withTimezone: true, mode: 'date' })
	},
	(t) => [index('celebrations_at').on(t.at), index('celebrations_position').on(t.position)]
);

/** What happens once: the names of meanings that were celebrated. */
export const celebrationMarks = pgTable(
	'celebration_marks',
	{
		mark: text('mark').primaryKey(),
		position: bigint('position', { mode: 'number' }).notNull()
	},
	(t) => [index('celebration_marks_position').on(t.position)]
);

/** The most that a rep was ever credited for in one sale. */
export const bestSales = pgTable(
	'best_sales',
	{
		repId: integer('rep_id')
			.notNull()
			.references(() => reps.id),
		metricId: integer('metric_id')
			.notNull()
			.references(() => metrics.id),
		amount: bigint('amount', { mode: 'number' }).notNull(),
		position: bigint('position', { mode: 'number' }).notNull(),
		day: date('day', { mode: 'string' }).notNull()
	},
	(t) => [primaryKey({ columns: [t.repId, t.metricId] })]
);

/** What people send: to a moment, or, while there is none, to the person. */
export const cheers = pgTable(
	'cheers',
	{
		/** Chosen by whoever cheers: the same again is the same cheer (CHEER-2). */
		id: text('id').primaryKey(),
		/** Absent: an encouragement 加油 (CHEER-6). */
		celebrationId: text('celebration_id').references(() => celebrations.id),
		/** Whom it is for; absent for a unit's moment. */
		repId: integer('rep_id').references(() => reps.id),
		kind: text('kind').$type<CheerKind>().notNull(),
		/** Code of the person. */
		by: text('by').notNull(),
		at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull()
	},
	(t) => [
		index('cheers_celebration').on(t.celebrationId),
		index('cheers_by').on(t.by, t.at),
		index('cheers_rep').on(t.repId, t.at),
		check('cheers_are_for_something', sql`${t.celebrationId} IS NOT NULL OR ${t.repId} IS NOT NULL`)
	]
);
