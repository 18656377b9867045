import { sql } from 'drizzle-orm';
import {
	bigint,
	check,
	date,
	integer,
	pgTable,
	text,
	timestamp,
	unique
} from 'drizzle-orm/pg-core';
import { customers, metrics, products, reps, units } from '../directory/schema.ts';

/** An amount of one metric for one period and exactly one subject. */
export const targets = pgTable(
	'targets',
	{
		id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
		metricId: integer('metric_id')
			.notNull()
			.references(() => metrics.id),
		periodUnit: text('period_unit').$type<'month' | 'quarter' | 'year'>().notNull(),
		periodStart: date('period_start', { mode: 'string' }).notNull(),
		unitId: integer('unit_id').references(() => units.id),
		repId: integer('rep_id').references(() => reps.id),
		customerId: integer('customer_id').references(() => customers.id),
		productId: integer('product_id').references(() => products.id),
		/** Minor units or pieces. */
		amount: bigint('amount', { mode: 'number' }).notNull(),
		setAt: timestamp('set_at', { withTimezone: true, mode: 'date' }).notNull()
	},
	(t) => [
		check(
			'targets_one_subject',
			sql`num_nonnulls(${t.unitId}, ${t.repId}, ${t.customerId}, ${t.productId}) = 1`
		),
		check('targets_amount', sql`${t.amount} >= 0`),
		check('targets_period_unit', sql`${t.periodUnit} in ('month', 'quarter', 'year')`),
		unique('targets_subject_and_period')
			.on(t.metricId, t.periodUnit, t.periodStart, t.unitId, t.repId, t.customerId, t.productId)
			.nullsNotDistinct()
	]
);
