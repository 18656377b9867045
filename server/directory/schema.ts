import { sql } from 'drizzle-orm';
import {
	bigint,
	boolean,
	check,
	date,
	index,
	integer,
	pgTable,
	text,
	uniqueIndex
} from 'drizzle-orm/pg-core';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

export type UnitKind = 'company' | 'region' | 'team';
export type CustomerKind = 'dealer' | 'retail' | 'prospect';
export type MetricKind = 'money' | 'count';

const id = () => integer('id').primaryKey().generatedAlwaysAsIdentity();

/** The tree company → region → team. A company may hold teams directly. */
export const units = pgTable(
	'units',
	{
		id: id(),
		code: text('code').notNull().unique(),
		name: text('name').notNull(),
		kind: text('kind').$type<UnitKind>().notNull(),
		parentId: integer('parent_id').references((): AnyPgColumn => units.id)
	},
	(t) => [
		check('units_kind', sql`${t.kind} in ('company', 'region', 'team')`),
		check('units_only_a_company_is_a_root', sql`(${t.kind} = 'company') = (${t.parentId} is null)`),
		uniqueIndex('units_one_company')
			.on(t.kind)
			.where(sql`${t.kind} = 'company'`)
	]
);

export const reps = pgTable('reps', {
	id: id(),
	code: text('code').notNull().unique(),
	name: text('name').notNull()
});

/**
 * Which team a rep belonged to, day by day; `until` is the last day, null while it lasts. Two memberships
 * of one rep never overlap: an exclusion constraint in the migrations.
 */
export const memberships = pgTable(
	'memberships',
	{
		id: id(),
		repId: integer('rep_id')
			.notNull()
			.references(() => reps.id),
		teamId: integer('team_id')
			.notNull()
			.references(() => units.id),
		since: date('since', { mode: 'string' }).notNull(),
		until: date('until', { mode: 'string' })
	},
	(t) => [
		check('memberships_dates', sql`${t.until} is null or ${t.until} >= ${t.since}`),
		index('memberships_team').on(t.teamId)
	]
);

/** Leave of a rep: these days weigh `weight` hundredths instead of the calendar's. */
export const repLeave = pgTable(
	'rep_leave',
	{
		id: id(),
		repId: integer('rep_id')
			.notNull()
			.references(() => reps.id),
		from: date('from', { mode: 'string' }).notNull(),
		to: date('to', { mode: 'string' }).notNull(),
		weight: integer('weight').notNull().default(0)
	},
	(t) => [check('rep_leave_dates', sql`${t.to} >= ${t.from}`), index('rep_leave_rep').on(t.repId)]
);

export const customers = pgTable(
	'customers',
	{
		id: id(),
		code: text('code').notNull().unique(),
		name: text('name').notNull(),
		kind: text('kind').$type<CustomerKind>().notNull(),
		ownerId: integer('owner_id').references(() => reps.id)
	},
	(t) => [check('customers_kind', sql`${t.kind} in ('dealer', 'retail', 'prospect')`)]
);

export const products = pgTable('products', {
	id: id(),
	code: text('code').notNull().unique(),
	name: text('name').notNull(),
	series: text('series')
});

export const metrics = pgTable(
	'metrics',
	{
		id: id(),
		code: text('code').notNull().unique(),
		name: text('name').notNull(),
		kind: text('kind').$type<MetricKind>().notNull(),
		/** Points for one minor unit (money) or one piece (count), in millionths of a point. */
		pointsMicro: bigint('points_micro', { mode: 'number' }).notNull().default(0),
		/** Every installation has it; its kind cannot change. */
		builtIn: boolean('built_in').notNull().default(false)
	},
	(t) => [check('metrics_kind', sql`${t.kind} in ('money', 'count')`)]
);
