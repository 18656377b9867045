import { sql } from 'drizzle-orm';
import {
	bigint,
	boolean,
	check,
	date,
	index,
	integer,
	pgTable,
	primaryKey,
	text,
	timestamp,
	unique
} from 'drizzle-orm/pg-core';
import type { AnswerKind } from '../../src/lib/domain/agreement.ts';
import { customers, metrics, products, reps, units } from '../directory/schema.ts';

export type PeriodWithTarget = 'month' | 'quarter' | 'year';
export type SplitState = 'draft' | 'issued' | 'settled';
/** What the parts of a split were suggested by. */
export type SplitBasis = 'history' | 'equal' | 'factors' | 'last';

/** Whose an amount is: a unit, rep, dealer or product alone, or a dealer (or rep) in one product (or at one dealer). */
const subjectColumns = () => ({
	unitId: integer('unit_id').references(() => units.id),
	repId: integer('rep_id').references(() => reps.id),
	customerId: integer('customer_id').references(() => customers.id),
	productId: integer('product_id').references(() => products.id)
});

const periodColumns = () => ({
	metricId: integer('metric_id')
		.notNull()
		.references(() => metrics.id),
	periodUnit: text('period_unit').$type<PeriodWithTarget>().notNull(),
	periodStart: date('period_start', { mode: 'string' }).notNull()
});

/** One subject, or a pair that has the dealer in it: rep × dealer, dealer × product (TARGET-4). */
const ONE_SUBJECT_OR_PAIR = sql`num_nonnulls(unit_id, rep_id, customer_id, product_id) = 1
	OR (num_nonnulls(unit_id, rep_id, customer_id, product_id) = 2 AND customer_id IS NOT NULL AND unit_id IS NULL)`;

/** Rows that are of one subject alone. */
export const ALONE = sql`num_nonnulls(unit_id, rep_id, customer_id, product_id) = 1`;

/** An amount of one metric for one period and one subject, or a dealer's in one product. */
export const targets = pgTable(
	'targets',
	{
		id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
		...periodColumns(),
		...subjectColumns(),
		/** Minor units or pieces. */
		amount: bigint('amount', { mode: 'number' }).notNull(),
		setAt: timestamp('set_at', { withTimezone: true, mode: 'date' }).notNull()
	},
	(t) => [
		check('targets_one_subject_or_pair', ONE_SUBJECT_OR_PAIR),
		check('targets_amount', sql`${t.amount} >= 0`),
		check('targets_period_unit', sql`${t.periodUnit} in ('month', 'quarter', 'year')`),
		unique('targets_subject_and_period')
			.on(t.metricId, t.periodUnit, t.periodStart, t.unitId, t.repId, t.customerId, t.productId)
			.nullsNotDistinct(),
		// Boards read the subjects of a period, never the thousands of cells below them.
		index('targets_alone').on(t.metricId, t.periodUnit, t.periodStart).where(ALONE)
	]
);

/** Days of a month target whose part was fixed by hand (DAY-2). */
export const targetDays = pgTable(
	'target_days',
	{
		targetId: integer('target_id')
			.notNull()
			.references(() => targets.id, { onDelete: 'cascade' }),
		day: date('day', { mode: 'string' }).notNull(),
		amount: bigint('amount', { mode: 'number' }).notNull()
	},
	(t) => [
		primaryKey({ columns: [t.targetId, t.day] }),
		check('target_days_amount', sql`${t.amount} >= 0`)
	]
);

/** The five factors of a unit's market in a period (TARGET-6). Shares in basis points. */
export const targetFactors = pgTable(
	'target_factors',
	{
		...periodColumns(),
		unitId: integer('unit_id')
			.notNull()
			.references(() => units.id),
		/** In the metric's unit. */
		capacity: bigint('capacity', { mode: 'number' }).notNull(),
		share: integer('share').notNull(),
		penetration: integer('penetration').notNull(),
		growth: integer('growth').notNull(),
		potential: integer('potential').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.metricId, t.periodUnit, t.periodStart, t.unitId] }),
		check('target_factors_capacity', sql`${t.capacity} >= 0`)
	]
);

/**
 * A version of how a target is split one level down. The parent is the subject in its columns. A version that is settled
 * never changes again: triggers in the migration (SPLIT-12).
 */
export const splits = pgTable(
	'splits',
	{
		id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
		...periodColumns(),
		unitId: integer('unit_id').references(() => units.id),
		repId: integer('rep_id').references(() => reps.id),
		customerId: integer('customer_id').references(() => customers.id),
		version: integer('version').notNull(),
		state: text('state').$type<SplitState>().notNull(),
		basis: text('basis').$type<SplitBasis>().notNull(),
		/** The parent's target when it was saved last, and the stretch in force, basis points. */
		parentAmount: bigint('parent_amount', { mode: 'number' }).notNull(),
		stretch: integer('stretch').notNull(),
		/** Why a settled split was changed; empty for the first version. */
		reason: text('reason').notNull(),
		savedAt: timestamp('saved_at', { withTimezone: true, mode: 'date' }).notNull(),
		savedBy: text('saved_by').notNull(),
		/** Counts the savings of a version, so that nobody overwrites what they have not seen. */
		revision: integer('revision').notNull()
	},
	(t) => [
		check('splits_one_parent', sql`num_nonnulls(${t.unitId}, ${t.repId}, ${t.customerId}) = 1`),
		check('splits_state', sql`${t.state} in ('draft', 'issued', 'settled')`),
		check('splits_basis', sql`${t.basis} in ('history', 'equal', 'factors', 'last')`),
		unique('splits_parent_and_version')
			.on(t.metricId, t.periodUnit, t.periodStart, t.unitId, t.repId, t.customerId, t.version)
			.nullsNotDistinct(),
		// What waits for somebody's answer is asked on every page; few are open at a time.
		index('splits_issued')
			.on(t.id)
			.where(sql`state = 'issued'`)
	]
);

/** A child of a split and its amount. */
export const splitParts = pgTable(
	'split_parts',
	{
		id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
		splitId: integer('split_id')
			.notNull()
			.references(() => splits.id, { onDelete: 'cascade' }),
		...subjectColumns(),
		amount: bigint('amount', { mode: 'number' }).notNull(),
		/** By the basis; the shares of all parts are what it suggested. */
		weight: bigint('weight', { mode: 'number' }).notNull(),
		locked: boolean('locked').notNull()
	},
	(t) => [
		check('split_parts_one_subject_or_pair', ONE_SUBJECT_OR_PAIR),
		check('split_parts_amount', sql`${t.amount} >= 0`),
		unique('split_parts_subject')
			.on(t.splitId, t.unitId, t.repId, t.customerId, t.productId)
			.nullsNotDistinct()
	]
);

export type RoundEnding = 'settled' | 'withdrawn' | 'reissued';

/** A round of answers to an issued version (AGREE-1). Only its end and what was reminded are written later: trigger. */
export const splitRounds = pgTable(
	'split_rounds',
	{
		id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
		splitId: integer('split_id')
			.notNull()
			.references(() => splits.id),
		/** Of the version, from 1. */
		round: integer('round').notNull(),
		issuedAt: timestamp('issued_at', { withTimezone: true, mode: 'date' }).notNull(),
		issuedBy: text('issued_by').notNull(),
		deadline: timestamp('deadline', { withTimezone: true, mode: 'date' }).notNull(),
		/** As the organisation had chosen then: the rules of a round do not change while it is open. */
		silenceAccepts: boolean('silence_accepts').notNull(),
		endedAt: timestamp('ended_at', { withTimezone: true, mode: 'date' }),
		endedBy: text('ended_by'),
		ending: text('ending').$type<RoundEnding>(),
		/** When those who had not answered were told that the deadline is near, and that it has passed. */
		remindedAt: timestamp('reminded_at', { withTimezone: true, mode: 'date' }),
		missedAt: timestamp('missed_at', { withTimezone: true, mode: 'date' })
	},
	(t) => [
		unique('split_rounds_of_version').on(t.splitId, t.round),
		check('split_rounds_ending', sql`${t.ending} in ('settled', 'withdrawn', 'reissued')`),
		check(
			'split_rounds_ended',
			sql`num_nonnulls(${t.endedAt}, ${t.endedBy}, ${t.ending}) in (0, 3)`
		),
		index('split_rounds_open')
			.on(t.deadline)
			.where(sql`ended_at is null`)
	]
);

/** What a child said to the amount it was offered; only ever added: trigger (AGREE-6). */
export const splitAnswers = pgTable(
	'split_answers',
	{
		id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
		roundId: integer('round_id')
			.notNull()
			.references(() => splitRounds.id),
		unitId: integer('unit_id').references(() => units.id),
		repId: integer('rep_id').references(() => reps.id),
		kind: text('kind').$type<AnswerKind>().notNull(),
		offered: bigint('offered', { mode: 'number' }).notNull(),
		/** What a counter asks for; otherwise what was offered. */
		amount: bigint('amount', { mode: 'number' }).notNull(),
		reason: text('reason').notNull(),
		answeredAt: timestamp('answered_at', { withTimezone: true, mode: 'date' }).notNull(),
		answeredBy: text('answered_by').notNull(),
		/** An administrator wrote down what the child said. */
		onBehalf: boolean('on_behalf').notNull()
	},
	(t) => [
		check('split_answers_one_child', sql`num_nonnulls(${t.unitId}, ${t.repId}) = 1`),
		check('split_answers_kind', sql`${t.kind} in ('accept', 'counter', 'silence')`),
		check(
			'split_answers_amount',
			sql`${t.amount} >= 0 and (${t.kind} = 'counter') = (${t.amount} <> ${t.offered})`
		),
		index('split_answers_round').on(t.roundId),
		index('split_answers_rep').on(t.repId),
		index('split_answers_unit').on(t.unitId)
	]
);
