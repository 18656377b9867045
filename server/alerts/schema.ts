import { sql } from 'drizzle-orm';
import {
	bigint,
	check,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	smallint,
	text,
	timestamp,
	unique
} from 'drizzle-orm/pg-core';
import type { Cause, NextStep, Rule, Thresholds } from '../../src/lib/domain/laggard.ts';
import { reps, units } from '../directory/schema.ts';
import type { Turned } from '../process/origins.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Why an alert is over: better again, nothing is asked any more, or the next day has one of its own. */
export type Ending = 'recovered' | 'lapsed' | 'carried';

/** A rep, a rule, a business day: once, however many processes find it (ALERT-6). */
export const alerts = pgTable(
	'alerts',
	{
		id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		repId: integer('rep_id')
			.notNull()
			.references(() => reps.id),
		rule: text('rule').$type<Rule>().notNull(),
		/** The business day on which it was raised. */
		day: date('day', { mode: 'string' }).notNull(),
		/** The day on which the run of alerts began that this one belongs to. */
		since: date('since', { mode: 'string' }).notNull(),
		/** Days of the run, this one included. */
		days: smallint('days').notNull(),
		/** The numbers as they stood. */
		cause: jsonb('cause').$type<Cause>().notNull(),
		step: jsonb('step').$type<NextStep>().notNull(),
		urgency: smallint('urgency').notNull(),
		raisedAt: instant('raised_at').notNull(),
		endedAt: instant('ended_at'),
		ending: text('ending').$type<Ending>(),
		/** By whoever leads the rep; code of the account. */
		acknowledgedAt: instant('acknowledged_at'),
		acknowledgedBy: text('acknowledged_by'),
		snoozedUntil: instant('snoozed_until'),
		/** By the rep, whose bell is another one (ALERT-12). */
		repAcknowledgedAt: instant('rep_acknowledged_at'),
		repSnoozedUntil: instant('rep_snoozed_until')
	},
	(t) => [
		unique('alerts_rep_rule_and_day').on(t.repId, t.rule, t.day),
		index('alerts_day').on(t.day),
		index('alerts_open')
			.on(t.repId)
			.where(sql`${t.endedAt} is null`),
		check('alerts_rule', sql`${t.rule} in ('pace', 'idle', 'collection', 'report', 'check')`),
		check('alerts_ending', sql`${t.ending} in ('recovered', 'lapsed', 'carried')`),
		check('alerts_end_has_a_reason', sql`(${t.endedAt} is null) = (${t.ending} is null)`)
	]
);

export type AlertRow = typeof alerts.$inferSelect;

export type EventKind =
	'raised' | 'recovered' | 'lapsed' | 'carried' | 'acknowledged' | 'snoozed' | 'woke' | 'turned';

/** What happened to an alert: only ever added, the answer to "what did we do about it?". */
export const alertEvents = pgTable(
	'alert_events',
	{
		id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		alertId: bigint('alert_id', { mode: 'number' })
			.notNull()
			.references(() => alerts.id),
		at: instant('at').notNull(),
		kind: text('kind').$type<EventKind>().notNull(),
		/** Code of the account; null: the clock or the ledger. */
		by: text('by'),
		note: text('note'),
		/** Snoozed until. */
		until: instant('until'),
		/** Turned into. */
		outcome: jsonb('outcome').$type<Turned>()
	},
	(t) => [
		index('alert_events_alert').on(t.alertId),
		check(
			'alert_events_kind',
			sql`${t.kind} in ('raised', 'recovered', 'lapsed', 'carried', 'acknowledged', 'snoozed', 'woke', 'turned')`
		)
	]
);

/** What a unit decides itself; the company's row is the organisation's. */
export const alertThresholds = pgTable('alert_thresholds', {
	unitId: integer('unit_id')
		.primaryKey()
		.references(() => units.id, { onDelete: 'cascade' }),
	own: jsonb('own').$type<Partial<Thresholds>>().notNull()
});
