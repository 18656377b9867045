import { customType, index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

export type MediaKind = 'photo' | 'clip';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** A person's photo, and the sound of their celebrations. By code: also of who is no rep. */
export const peopleMedia = pgTable(
	'people_media',
	{
		code: text('code').notNull(),
		kind: text('kind').$type<MediaKind>().notNull(),
		/** Of the bytes: names the address, so that what is cached never changes. */
		hash: text('hash').notNull(),
		type: text('type').notNull(),
		bytes: bytea('bytes').notNull(),
		setAt: timestamp('set_at', { withTimezone: true, mode: 'date' }).notNull()
	},
	(t) => [primaryKey({ columns: [t.code, t.kind] }), index('people_media_hash').on(t.hash)]
);
