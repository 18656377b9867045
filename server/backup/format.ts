/**
 * What a backup file is: gzip around UTF-8 lines, to be read with `zcat`. A header (JSON); for each of its tables, in
 * the order in which they can be filled, the rows as COPY writes them and a line `\.`; a trailer (JSON) with what was
 * written, to be checked against. docs/decisions/016-backup-is-rows.md
 */
import { z } from 'zod';

export const FORMAT = 'longhubang-backup';
export const VERSION = 1;

/** Ends the rows of a table; a row never looks like it, since COPY doubles backslashes. */
export const END_OF_ROWS = '\\.\n';

const table = z.object({ name: z.string().min(1), columns: z.array(z.string().min(1)).min(1) });

export const backupHeader = z.object({
	format: z.literal(FORMAT),
	version: z.literal(VERSION),
	/** The version of the product that wrote it, for people. */
	product: z.string(),
	/** Instant, RFC 3339. */
	takenAt: z.string(),
	/** Migrations of the database, oldest first (server/database/migrate.ts). */
	migrations: z.array(z.int()).min(1),
	tables: z.array(table).min(1)
});

const digest = z.string().regex(/^[0-9a-f]{64}$/);

export const backupTrailer = z.object({
	tables: z.array(z.object({ name: z.string(), rows: z.int().min(0), sha256: digest })),
	/** Where the sequences stood, after the rows were read. */
	sequences: z.array(z.object({ name: z.string(), last: z.int() })),
	/** Of everything before this line. */
	sha256: digest
});

export type BackupTable = z.output<typeof table>;
export type BackupHeader = z.output<typeof backupHeader>;
export type BackupTrailer = z.output<typeof backupTrailer>;

/** What a backup cannot be taken or used for, in words for whoever ran the command. */
export class BackupRefused extends Error {}
