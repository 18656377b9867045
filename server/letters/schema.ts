import { sql } from 'drizzle-orm';
import {
	check,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	timestamp,
	unique,
	uniqueIndex
} from 'drizzle-orm/pg-core';
import type { LetterState, LetterText, Side, Terms } from '../../src/lib/domain/commitment.ts';
import { reps, units } from '../directory/schema.ts';
import type { PeriodWithTarget } from '../targets/schema.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Whose letter of which period: a rep's, or a unit's with whoever leads it. */
const ofWhom = sql`coalesce(unit_id, 0)`;

/**
 * A version of a letter 责任书. It is a document: all that it says stands in `content`, and `hash` is of its canonical text
 * (docs/decisions/020). A version that both sides signed never changes again: triggers in the migration (LETTER-7).
 */
export const commitments = pgTable(
	'commitments',
	{
		id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
		repId: integer('rep_id').references(() => reps.id),
		unitId: integer('unit_id').references(() => units.id),
		/** Code of the person who answers for the target and signs: the rep, or the unit's manager. */
		receiver: text('receiver').notNull(),
		periodUnit: text('period_unit').$type<PeriodWithTarget>().notNull(),
		periodStart: date('period_start', { mode: 'string' }).notNull(),
		version: integer('version').notNull(),
		state: text('state').$type<LetterState>().notNull(),
		content: jsonb('content').$type<LetterText>().notNull(),
		/** SHA-256 of the canonical text of `content`, hex. */
		hash: text('hash').notNull(),
		preparedAt: instant('prepared_at').notNull(),
		preparedBy: text('prepared_by').notNull(),
		/** When it was superseded or ended, by whom and why. */
		closedAt: instant('closed_at'),
		closedBy: text('closed_by'),
		closedReason: text('closed_reason')
	},
	(t) => [
		check('commitments_one_subject', sql`num_nonnulls(${t.repId}, ${t.unitId}) = 1`),
		check(
			'commitments_state',
			sql`${t.state} in ('draft', 'offered', 'signed', 'superseded', 'ended')`
		),
		check('commitments_period_unit', sql`${t.periodUnit} in ('month', 'quarter', 'year')`),
		unique('commitments_version')
			.on(t.repId, t.unitId, t.receiver, t.periodUnit, t.periodStart, t.version)
			.nullsNotDistinct(),
		// One open version, and one in force (LETTER-2).
		uniqueIndex('commitments_open')
			.on(t.receiver, ofWhom, t.periodUnit, t.periodStart)
			.where(sql`state in ('draft', 'offered')`),
		uniqueIndex('commitments_in_force')
			.on(t.receiver, ofWhom, t.periodUnit, t.periodStart)
			.where(sql`state = 'signed'`),
		index('commitments_period').on(t.periodUnit, t.periodStart)
	]
);

/** Who signed a version for which side, when, how, and what. */
export const commitmentSignatures = pgTable(
	'commitment_signatures',
	{
		commitmentId: integer('commitment_id')
			.notNull()
			.references(() => commitments.id, { onDelete: 'cascade' }),
		side: text('side').$type<Side>().notNull(),
		/** Of the account, and the name that it had then. */
		person: text('person').notNull(),
		name: text('name').notNull(),
		at: instant('at').notNull(),
		/** The path of what was drawn; null: the name was typed, with the password. */
		drawing: text('drawing'),
		/** Of the text that was signed. */
		hash: text('hash').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.commitmentId, t.side] }),
		check('commitment_signatures_side', sql`${t.side} in ('company', 'receiver')`),
		check('commitment_signatures_drawing', sql`${t.drawing} ~ '^[ML0-9 ]+$'`)
	]
);

/** What a unit's next letters promise, until somebody says otherwise (LETTER-8). */
export const commitmentTerms = pgTable('commitment_terms', {
	unitId: integer('unit_id')
		.primaryKey()
		.references(() => units.id),
	terms: jsonb('terms').$type<Omit<Terms, 'deadline'>>().notNull(),
	savedAt: instant('saved_at').notNull(),
	savedBy: text('saved_by').notNull()
});
