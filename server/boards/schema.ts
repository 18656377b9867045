import { customType, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { EMPTY_PLAN } from '../../src/lib/scenes/plan.ts';
import type { Plan } from '../../src/lib/scenes/plan.ts';
import { metrics } from '../directory/schema.ts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** What displays show: an ordered list of scenes, about one metric unless a scene names another. */
export const boards = pgTable('boards', {
	code: text('code').primaryKey(),
	name: text('name').notNull(),
	metricId: integer('metric_id')
		.notNull()
		.references(() => metrics.id),
	plan: jsonb('plan').$type<Plan>().notNull().default(EMPTY_PLAN),
	/** Counts its changes. */
	revision: integer('revision').notNull().default(1)
});

/** Pictures of announcements, named by their SHA-256 in hex. */
export const boardPictures = pgTable('board_pictures', {
	hash: text('hash').primaryKey(),
	/** `image/png`, `image/jpeg` or `image/webp`. */
	type: text('type').notNull(),
	bytes: bytea('bytes').notNull(),
	addedAt: timestamp('added_at', { withTimezone: true, mode: 'date' }).notNull()
});
