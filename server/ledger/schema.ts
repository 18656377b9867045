import { sql } from 'drizzle-orm';
import {
	bigint,
	check,
	date,
	index,
	integer,
	pgTable,
	primaryKey,
	smallint,
	text,
	timestamp,
	uniqueIndex
} from 'drizzle-orm/pg-core';
import type { EntryKind } from '../../src/lib/domain/ledger.ts';
import { customers, metrics, products, reps, units } from '../directory/schema.ts';

/**
 * The end of the ledger: one row that every append locks, so that positions are gapless and in commit
 * order. Closing a period changes the same row and so never races an append.
 */
export const ledgerHead = pgTable(
	'ledger_head',
	{
		id: smallint('id').primaryKey().default(1),
		position: bigint('position', { mode: 'number' }).notNull().default(0),
		/** Business dates up to and with this one take no entries (LEDGER-8). */
		closedThrough: date('closed_through', { mode: 'string' })
	},
	(t) => [check('ledger_head_is_one_row', sql`${t.id} = 1`)]
);

/** Append-only: triggers in the migrations refuse UPDATE, DELETE and TRUNCATE. */
export const entries = pgTable(
	'entries',
	{
		position: bigint('position', { mode: 'number' }).primaryKey(),
		source: text('source').notNull(),
		externalId: text('external_id').notNull(),
		kind: text('kind').$type<EntryKind>().notNull(),
		metricId: integer('metric_id')
			.notNull()
			.references(() => metrics.id),
		/** Minor units or pieces. */
		amount: bigint('amount', { mode: 'number' }).notNull(),
		customerId: integer('customer_id').references(() => customers.id),
		productId: integer('product_id').references(() => products.id),
		quantity: bigint('quantity', { mode: 'number' }),
		occurredAt: timestamp('occurred_at', { withTimezone: true, mode: 'date' }).notNull(),
		/** The day it counts on, in the organisation's time zone. */
		businessDate: date('business_date', { mode: 'string' }).notNull(),
		bookedAt: timestamp('booked_at', { withTimezone: true, mode: 'date' }).notNull(),
		note: text('note'),
		/** The entry that this one takes back. */
		reverses: bigint('reverses', { mode: 'number' }),
		/** The entry of a closed period that this one sets right (LEDGER-8). */
		corrects: bigint('corrects', { mode: 'number' }),
		/** Who recorded it: `key:<id>`, `import`, `demo`. */
		recordedBy: text('recorded_by').notNull()
	},
	(t) => [
		uniqueIndex('entries_source_external_id').on(t.source, t.externalId),
		uniqueIndex('entries_reversed_once')
			.on(t.reverses)
			.where(sql`${t.reverses} is not null`),
		index('entries_business_date').on(t.businessDate),
		check(
			'entries_kind',
			sql`${t.kind} in ('sale', 'return', 'collection', 'adjustment', 'reversal')`
		),
		check(
			'entries_reversal_names_its_entry',
			sql`(${t.kind} = 'reversal') = (${t.reverses} is not null)`
		),
		check('entries_reverse_the_past', sql`${t.reverses} < ${t.position}`),
		check('entries_return_is_negative', sql`${t.kind} <> 'return' or ${t.amount} < 0`),
		check(
			'entries_sale_is_not_negative',
			sql`${t.kind} not in ('sale', 'collection') or ${t.amount} >= 0`
		)
	]
);

/** Who is credited, with the team of that day. Triggers hold the sum of shares and amounts. */
export const entryCredits = pgTable(
	'entry_credits',
	{
		position: bigint('position', { mode: 'number' })
			.notNull()
			.references(() => entries.position),
		repId: integer('rep_id')
			.notNull()
			.references(() => reps.id),
		teamId: integer('team_id')
			.notNull()
			.references(() => units.id),
		/** `overlay` is an assist: recorded apart, in no total (LEDGER-5). */
		role: text('role').$type<'credit' | 'overlay'>().notNull(),
		/** Basis points of the entry. */
		share: integer('share').notNull(),
		amount: bigint('amount', { mode: 'number' }).notNull()
	},
	(t) => [
		primaryKey({ columns: [t.position, t.repId, t.role] }),
		check('entry_credits_role', sql`${t.role} in ('credit', 'overlay')`),
		check('entry_credits_share', sql`${t.share} between 1 and 10000`)
	]
);

export type TotalKind = 'rep' | 'team' | 'customer' | 'product';

/**
 * What the ledger sums to, per subject × team × metric × business date. Written in the transaction of the
 * entries it sums, and rebuildable from them.
 */
export const dayTotals = pgTable(
	'day_totals',
	{
		kind: text('kind').$type<TotalKind>().notNull(),
		metricId: integer('metric_id').notNull(),
		subjectId: integer('subject_id').notNull(),
		day: date('day', { mode: 'string' }).notNull(),
		teamId: integer('team_id').notNull(),
		amount: bigint('amount', { mode: 'number' }).notNull(),
		/** Position of the last entry that changed the amount: equal totals rank who got there first. */
		reached: bigint('reached', { mode: 'number' }).notNull()
	},
	(t) => [primaryKey({ columns: [t.kind, t.metricId, t.subjectId, t.day, t.teamId] })]
);
