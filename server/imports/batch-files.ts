import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/connection.ts';
import { importFiles } from './schema.ts';

const PIECE = 1024 * 1024;
/** Under this name the rejected rows are kept; no file of a person can have it. */
export const REJECTED = '/rejected';

/** Keeps a file of this machine with a batch, in pieces. */
export async function keepFile(
	tx: Transaction,
	{ batch, name, path }: { batch: string; name: string; path: string }
): Promise<void> {
	await tx.delete(importFiles).where(and(eq(importFiles.batch, batch), eq(importFiles.name, name)));
	const file = await open(path);
	try {
		for (let part = 0; ; part++) {
			const { buffer, bytesRead } = await file.read(Buffer.alloc(PIECE), 0, PIECE);
			if (bytesRead === 0) return;
			await tx
				.insert(importFiles)
				.values({ batch, name, part, bytes: buffer.subarray(0, bytesRead) });
		}
	} finally {
		await file.close();
	}
}

/** A kept file, piece by piece; nothing when there is none. */
export async function* readKept(
	{ db }: Database,
	batch: string,
	name: string
): AsyncGenerator<Buffer> {
	for (let part = 0; ; part++) {
		const [piece] = await db
			.select({ bytes: importFiles.bytes })
			.from(importFiles)
			.where(
				and(eq(importFiles.batch, batch), eq(importFiles.name, name), eq(importFiles.part, part))
			);
		if (!piece) return;
		yield piece.bytes;
	}
}

export async function isKept({ db }: Database, batch: string, name: string): Promise<boolean> {
	const [found] = await db
		.select({ there: sql`1` })
		.from(importFiles)
		.where(and(eq(importFiles.batch, batch), eq(importFiles.name, name), eq(importFiles.part, 0)));
	return found !== undefined;
}

export type Desk = ReturnType<typeof createDesk>;

/** Copies of kept files on this machine: a workbook is read from its end, and every file more than once. */
export function createDesk(database: Database) {
	let folder: Promise<string> | undefined;
	const copies = new Map<string, Promise<string>>();

	const place = () => (folder ??= mkdtemp(join(tmpdir(), 'longhubang-imports-')));

	async function copy(batch: string, name: string): Promise<string> {
		const path = join(await place(), batch);
		await pipeline(
			Readable.from(readKept(database, batch, name)),
			createWriteStream(`${path}.part`)
		);
		await rename(`${path}.part`, path);
		return path;
	}

	return {
		/** An empty folder of this machine. */
		folder: async (): Promise<string> => mkdtemp(join(await place(), 'work-')),

		/** The path of a copy of the batch's file. */
		copyOf(batch: string, name: string): Promise<string> {
			let known = copies.get(batch);
			if (!known) {
				known = copy(batch, name);
				copies.set(batch, known);
				known.catch(() => copies.delete(batch));
			}
			return known;
		},

		async forget(batch: string): Promise<void> {
			const known = copies.get(batch);
			copies.delete(batch);
			if (known) await rm(await known, { force: true });
		},

		async close(): Promise<void> {
			if (folder) await rm(await folder, { recursive: true, force: true });
		}
	};
}
