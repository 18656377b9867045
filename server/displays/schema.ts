import { sql } from 'drizzle-orm';
import {
	boolean,
	check,
	index,
	integer,
	jsonb,
	pgTable,
	text,
	timestamp
} from 'drizzle-orm/pg-core';
import type { AwakeHours } from '../../src/lib/domain/awake.ts';
import { boards } from '../boards/schema.ts';
import { units } from '../directory/schema.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** What a display tells about itself. */
export interface DisplayReport {
	/** Of the page it runs. */
	version: string;
	/** CSS pixels, and how many device pixels one has. */
	screen: { width: number; height: number; ratio: number };
	browser: string;
	/** Megabytes in use by the page; absent where the browser does not tell. */
	memory?: number | undefined;
	/** The scene it shows now. */
	scene: string;
	/** Whether its browser lets a page sound that nobody has touched. */
	sound?: 'free' | 'blocked' | undefined;
}

/** A paired TV. Its token is `id.secret`; of the secret only the SHA-256 is kept. */
export const displays = pgTable(
	'displays',
	{
		id: text('id').primaryKey(),
		name: text('name').notNull(),
		board: text('board')
			.notNull()
			.references(() => boards.code),
		unitId: integer('unit_id')
			.notNull()
			.references(() => units.id),
		/** The language it speaks; null: the organisation's. */
		locale: text('locale').$type<'zh-CN' | 'en'>(),
		/** Hex. */
		secretHash: text('secret_hash').notNull(),
		/** The secret before the last rotation, still taken until the display shows that it has the new one. */
		formerSecretHash: text('former_secret_hash'),
		rotatedAt: instant('rotated_at').notNull(),
		pairedAt: instant('paired_at').notNull(),
		pairedBy: text('paired_by').notNull(),
		lastSeenAt: instant('last_seen_at'),
		report: jsonb('report').$type<DisplayReport>(),
		/** When it shows its board; null: always. */
		hours: jsonb('hours').$type<AwakeHours>(),
		muted: boolean('muted').notNull().default(false),
		/** The screen stays black until then. */
		blankUntil: instant('blank_until'),
		revokedAt: instant('revoked_at')
	},
	(t) => [
		index('displays_unit').on(t.unitId),
		check('displays_locale', sql`${t.locale} in ('zh-CN', 'en')`)
	]
);

/** A TV that asks to be paired: the code on its screen, and the token it will have. */
export const pairings = pgTable(
	'pairings',
	{
		/** Six characters without look-alikes. */
		code: text('code').primaryKey(),
		/** SHA-256, hex, of what the TV holds to fetch its token with. */
		claimHash: text('claim_hash').notNull(),
		expiresAt: instant('expires_at').notNull(),
		/** The display that it became. */
		display: text('display').references(() => displays.id)
	},
	(t) => [index('pairings_claim').on(t.claimHash)]
);
