import { sql } from 'drizzle-orm';
import {
	check,
	customType,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	timestamp
} from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export type BatchState = 'uploaded' | 'running' | 'done' | 'failed' | 'undoing' | 'undone';

/** One import of the wizard: what was uploaded, how its columns were read, what came of it. */
export const importBatches = pgTable(
	'import_batches',
	{
		id: text('id').primaryKey(),
		createdAt: instant('created_at').notNull(),
		createdBy: text('created_by').notNull(),
		state: text('state').$type<BatchState>().notNull(),
		/** The import map, once the columns were named. */
		map: jsonb('map'),
		/** Rows done, of how many. */
		progress: jsonb('progress').$type<{ done: number; total: number }>(),
		/** The report of the last rehearsal or run. */
		report: jsonb('report'),
		finishedAt: instant('finished_at')
	},
	(t) => [
		check(
			'import_batches_state',
			sql`${t.state} in ('uploaded', 'running', 'done', 'failed', 'undoing', 'undone')`
		)
	]
);

/** An uploaded file in pieces, so that any process of a cluster can read it; gone once imported. */
export const importFiles = pgTable(
	'import_files',
	{
		batch: text('batch')
			.notNull()
			.references(() => importBatches.id, { onDelete: 'cascade' }),
		name: text('name').notNull(),
		part: integer('part').notNull(),
		bytes: bytea('bytes').notNull()
	},
	(t) => [primaryKey({ columns: [t.batch, t.name, t.part] })]
);
