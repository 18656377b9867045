import { sql } from 'drizzle-orm';
import {
	bigint,
	boolean,
	check,
	date,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	timestamp
} from 'drizzle-orm/pg-core';
import type { ContestKind } from '../../src/lib/domain/contest.ts';
import type { Badge } from '../../src/lib/domain/honour.ts';
import type { ContestRow, ContestState } from '../../src/lib/live/contest.ts';
import { metrics, reps, units } from '../directory/schema.ts';

export const contests = pgTable(
	'contests',
	{
		id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
		name: text('name').notNull(),
		kind: text('kind').$type<ContestKind>().notNull(),
		level: text('level').$type<'rep' | 'team'>().notNull(),
		unitId: integer('unit_id')
			.notNull()
			.references(() => units.id),
		/** What is counted, unless points are. */
		metricId: integer('metric_id').references(() => metrics.id),
		/** By code of the metric: points for 10,000 of the currency, or for a piece. */
		weights: jsonb('weights').$type<Record<string, number>>(),
		handicap: boolean('handicap').notNull(),
		/** An amount, thousandths of a point, or basis points. */
		goal: bigint('goal', { mode: 'number' }),
		from: date('from', { mode: 'string' }).notNull(),
		to: date('to', { mode: 'string' }).notNull(),
		prize: text('prize'),
		createdBy: text('created_by').notNull(),
		createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull(),
		/** Of a bracket, once it began: codes, best first. */
		seeds: text('seeds').array(),
		settledAt: timestamp('settled_at', { withTimezone: true, mode: 'date' }),
		/** As it was when it was settled; never changed after. */
		outcome: jsonb('outcome').$type<{
			rows: ContestRow[];
			total: number;
			winners: ContestRow[];
			rounds?: NonNullable<ContestState['rounds']>;
		}>()
	},
	(t) => [
		check('contests_dates', sql`${t.to} >= ${t.from}`),
		check('contests_count_something', sql`num_nonnulls(${t.metricId}, ${t.weights}) = 1`),
		check('contests_goal', sql`(${t.kind} = 'first-to-goal') = (${t.goal} is not null)`)
	]
);

/** What reps have earned and keep. */
export const badges = pgTable(
	'badges',
	{
		repId: integer('rep_id')
			.notNull()
			.references(() => reps.id),
		badge: text('badge').$type<Badge>().notNull(),
		at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull()
	},
	(t) => [primaryKey({ columns: [t.repId, t.badge] })]
);
