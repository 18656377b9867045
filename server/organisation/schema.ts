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
	smallint,
	text
} from 'drizzle-orm/pg-core';
import type { PaceThresholds } from '../../src/lib/domain/pace.ts';
import type { WorkingHours } from '../../src/lib/domain/calendar.ts';

/** The one organisation of an installation: a single row. */
export const organisation = pgTable(
	'organisation',
	{
		id: smallint('id').primaryKey().default(1),
		name: text('name').notNull(),
		/** IANA */
		timeZone: text('time_zone').notNull(),
		/** ISO 4217 */
		currency: text('currency').notNull(),
		/** Digits of the currency's minor unit. */
		fractionDigits: smallint('fraction_digits').notNull(),
		locale: text('locale').$type<'zh-CN' | 'en'>().notNull(),
		workingHours: jsonb('working_hours').$type<WorkingHours>().notNull(),
		paceThresholds: jsonb('pace_thresholds').$type<PaceThresholds>().notNull(),
		/** A sale of at least this much is celebrated; minor units. */
		bigDeal: bigint('big_deal', { mode: 'number' }),
		/** How much the parts of a split must exceed the whole, basis points. */
		stretch: integer('stretch').notNull(),
		/** Whoever has not answered a target by its deadline is taken to have accepted it (AGREE-5). */
		silenceAccepts: boolean('silence_accepts').notNull().default(false),
		/** Whoever reaches the server may watch the boards; otherwise people sign in and TVs are paired. */
		publicBoards: boolean('public_boards').notNull().default(false)
	},
	(t) => [
		check('organisation_is_one_row', sql`${t.id} = 1`),
		check('organisation_fraction_digits', sql`${t.fractionDigits} between 0 and 4`)
	]
);

/** The working week, Monday first, in hundredths of a working day, and whose public holidays apply. */
export const calendars = pgTable(
	'calendars',
	{
		id: smallint('id').primaryKey().default(1),
		week: integer('week').array().notNull(),
		/** `CN`: public holidays and make-up days of mainland China; null: none. */
		holidays: text('holidays').$type<'CN'>()
	},
	(t) => [
		check('calendars_is_one_row', sql`${t.id} = 1`),
		check('calendars_week_has_seven_days', sql`array_length(${t.week}, 1) = 7`)
	]
);

/** The organisation's own dates, stronger than week and holidays. */
export const calendarDays = pgTable(
	'calendar_days',
	{
		date: date('date', { mode: 'string' }).notNull(),
		/** Hundredths of a working day. */
		weight: integer('weight').notNull(),
		note: text('note')
	},
	(t) => [
		primaryKey({ columns: [t.date] }),
		check('calendar_days_weight', sql`${t.weight} between 0 and 1000`)
	]
);
