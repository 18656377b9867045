import { sql } from 'drizzle-orm';
import {
	check,
	customType,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	smallint,
	text,
	timestamp,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import type { HelpOutcome, HelpState, Obstacle } from '../../src/lib/domain/help.ts';
import type { SpotKind, SpotResult } from '../../src/lib/domain/spot-check.ts';
import type { VisitPurpose, VisitState } from '../../src/lib/domain/visit.ts';
import { customers, reps } from '../directory/schema.ts';

/** Made by the client: of the command, and of what the command creates. */
const id = () => uuid('id').primaryKey();
const repId = () =>
	integer('rep_id')
		.notNull()
		.references(() => reps.id);
/** Code of the account. */
const by = () => text('by').notNull();
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const day = (name: string) => date(name, { mode: 'string' });
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** One row. */
export const processSettings = pgTable(
	'process_settings',
	{
		id: smallint('id').primaryKey().default(1),
		/** "HH:MM": until then the three questions of a day are to be answered. */
		reportCutOff: text('report_cut_off').notNull().default('18:00'),
		/** Working hours after which an open request for help is overdue. */
		escalateHours: smallint('escalate_hours').notNull().default(2),
		/** Of floor notes; empty: those that the product brings along. */
		noteTags: text('note_tags')
			.array()
			.notNull()
			.default(sql`'{}'::text[]`)
	},
	(t) => [check('process_settings_is_one_row', sql`${t.id} = 1`)]
);

/** What was sent, so that it counts once however often it arrives. */
export const processCommands = pgTable(
	'process_commands',
	{
		id: id(),
		/** SHA-256 of what, whose and the whole content. */
		digest: text('digest').notNull(),
		/** What the first one was answered. */
		answer: jsonb('answer').$type<Record<string, unknown>>().notNull(),
		at: instant('at').notNull()
	},
	(t) => [index('process_commands_at').on(t.at)]
);

export const visits = pgTable(
	'visits',
	{
		id: id(),
		repId: repId(),
		date: day('date').notNull(),
		/** "HH:MM" */
		start: text('start'),
		end: text('end'),
		customerId: integer('customer_id').references(() => customers.id),
		/** Of who is no customer yet. */
		customerName: text('customer_name'),
		purpose: text('purpose').$type<VisitPurpose>().notNull(),
		note: text('note'),
		state: text('state').$type<VisitState>().notNull().default('planned'),
		result: text('result'),
		by: by(),
		at: instant('at').notNull(),
		settledAt: instant('settled_at')
	},
	(t) => [
		index('visits_rep').on(t.repId, t.date),
		index('visits_date').on(t.date),
		check('visits_state', sql`${t.state} in ('planned', 'done', 'cancelled')`),
		check('visits_settled', sql`(${t.state} = 'planned') = (${t.settledAt} is null)`)
	]
);

/** The three questions, by rep and business date. */
export const reports = pgTable(
	'reports',
	{
		repId: repId(),
		day: day('day').notNull(),
		yesterday: text('yesterday').notNull().default(''),
		today: text('today').notNull().default(''),
		tomorrow: text('tomorrow').notNull().default(''),
		changedAt: instant('changed_at').notNull(),
		/** When all three were first answered. */
		completedAt: instant('completed_at')
	},
	(t) => [primaryKey({ columns: [t.repId, t.day] }), index('reports_day').on(t.day)]
);

export const helpRequests = pgTable(
	'help_requests',
	{
		id: id(),
		repId: repId(),
		obstacle: text('obstacle').$type<Obstacle>().notNull(),
		text: text('text').notNull(),
		state: text('state').$type<HelpState>().notNull().default('open'),
		at: instant('at').notNull(),
		takenBy: text('taken_by'),
		takenAt: instant('taken_at'),
		closedBy: text('closed_by'),
		/** Closed or withdrawn. */
		closedAt: instant('closed_at'),
		outcome: text('outcome').$type<HelpOutcome>(),
		note: text('note')
	},
	(t) => [
		index('help_requests_rep').on(t.repId, t.at),
		index('help_requests_waiting')
			.on(t.repId)
			.where(sql`${t.state} in ('open', 'taken')`),
		index('help_requests_closed').on(t.closedAt),
		check('help_requests_state', sql`${t.state} in ('open', 'taken', 'closed', 'withdrawn')`),
		check(
			'help_requests_outcome',
			sql`(${t.state} = 'closed') = (${t.outcome} is not null) and ${t.outcome} in ('solved', 'partly', 'not')`
		),
		check('help_requests_taken', sql`${t.state} <> 'taken' or ${t.takenBy} is not null`)
	]
);

/** Of floor notes; swept when no note took it. */
export const photos = pgTable(
	'photos',
	{
		id: id(),
		repId: repId(),
		type: text('type').$type<'image/jpeg' | 'image/png' | 'image/webp'>().notNull(),
		digest: text('digest').notNull(),
		content: bytes('content').notNull(),
		by: by(),
		at: instant('at').notNull()
	},
	(t) => [index('photos_at').on(t.at)]
);

export const floorNotes = pgTable(
	'floor_notes',
	{
		id: id(),
		repId: repId(),
		text: text('text').notNull(),
		tags: text('tags').array().notNull(),
		photoId: uuid('photo_id').references(() => photos.id),
		by: by(),
		at: instant('at').notNull()
	},
	(t) => [
		index('floor_notes_rep').on(t.repId, t.at),
		uniqueIndex('floor_notes_photo').on(t.photoId)
	]
);

/** OJT: what was shown, and what both agreed on. */
export const coachings = pgTable(
	'coachings',
	{
		id: id(),
		repId: repId(),
		topic: text('topic').notNull(),
		shown: text('shown').notNull(),
		nextStep: text('next_step').notNull(),
		nextOn: day('next_on').notNull(),
		by: by(),
		at: instant('at').notNull()
	},
	(t) => [index('coachings_rep').on(t.repId, t.at)]
);

export type ActionState = 'open' | 'done' | 'dropped';
export type ActionOrigin = 'alert' | 'help' | 'note' | 'coaching' | 'spot-check' | 'own';

export const actions = pgTable(
	'actions',
	{
		id: id(),
		/** Whose it is to do. */
		repId: repId(),
		text: text('text').notNull(),
		due: day('due').notNull(),
		origin: text('origin').$type<ActionOrigin>().notNull(),
		originId: text('origin_id'),
		state: text('state').$type<ActionState>().notNull().default('open'),
		outcome: text('outcome'),
		by: by(),
		at: instant('at').notNull(),
		settledBy: text('settled_by'),
		settledAt: instant('settled_at')
	},
	(t) => [
		index('actions_rep').on(t.repId, t.due),
		index('actions_open')
			.on(t.due)
			.where(sql`${t.state} = 'open'`),
		check('actions_state', sql`${t.state} in ('open', 'done', 'dropped')`),
		check('actions_settled', sql`(${t.state} = 'open') = (${t.settledAt} is null)`)
	]
);

export const calls = pgTable(
	'calls',
	{ id: id(), repId: repId(), note: text('note'), by: by(), at: instant('at').notNull() },
	(t) => [index('calls_rep').on(t.repId, t.at)]
);

/** Whoever leads was with them: one tap on a walk. */
export const walks = pgTable(
	'walks',
	{ id: id(), repId: repId(), by: by(), at: instant('at').notNull() },
	(t) => [index('walks_rep').on(t.repId, t.at)]
);

export const spotChecks = pgTable(
	'spot_checks',
	{
		/** The id of the command that drew it. */
		id: id(),
		repId: repId(),
		/** The business date of the draw. */
		day: day('day').notNull(),
		kind: text('kind').$type<SpotKind>().notNull(),
		/** Position of the entry, id of the visit, business date of the report. */
		ref: text('ref').notNull(),
		/** What the draw can be repeated with. */
		seed: text('seed').notNull(),
		by: by(),
		at: instant('at').notNull(),
		result: text('result').$type<SpotResult>(),
		note: text('note'),
		recordedBy: text('recorded_by'),
		recordedAt: instant('recorded_at')
	},
	(t) => [
		index('spot_checks_rep').on(t.repId, t.at),
		index('spot_checks_day').on(t.day),
		uniqueIndex('spot_checks_seed').on(t.seed),
		check('spot_checks_kind', sql`${t.kind} in ('entry', 'visit', 'report')`),
		check('spot_checks_result', sql`${t.result} in ('right', 'wrong', 'unclear')`),
		check('spot_checks_recorded', sql`(${t.result} is null) = (${t.recordedAt} is null)`)
	]
);
