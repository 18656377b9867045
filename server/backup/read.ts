import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import {
	backupHeader,
	backupTrailer,
	BackupRefused,
	END_OF_ROWS,
	FORMAT,
	VERSION
} from './format.ts';
import type { BackupHeader, BackupTable, BackupTrailer } from './format.ts';
import { Lines, linesIn } from './lines.ts';

const damaged = (what: string) =>
	new BackupRefused(
		`The backup is damaged (${what}): it was cut short or changed. Use another copy of it; nothing was written.`
	);
const foreign = () => new BackupRefused('This file is no backup of Longhubang.');

function jsonOf(line: Buffer | undefined): unknown {
	try {
		return JSON.parse(line?.toString('utf8') ?? '');
	} catch {
		return undefined;
	}
}

function headerOf(line: Buffer | undefined): BackupHeader {
	const json = jsonOf(line) as { format?: unknown; version?: unknown } | undefined;
	if (json?.format !== FORMAT) throw foreign();
	if (typeof json.version === 'number' && json.version > VERSION)
		throw new BackupRefused(
			'The backup was written by a newer version of Longhubang. Restore it with that version.'
		);
	const header = backupHeader.safeParse(json);
	if (!header.success) throw damaged('its header');
	return header.data;
}

export interface Visitor {
	/** Takes all rows of a table, as COPY reads them. */
	table(table: BackupTable, rows: AsyncIterable<Buffer>): Promise<void>;
}

const CHECK: Visitor = {
	async table(_, rows) {
		for await (const _piece of rows);
	}
};

/** Reads the uncompressed text and holds every digest against the trailer. */
async function readText(
	pieces: AsyncIterable<Buffer>,
	visitor: Visitor
): Promise<{ header: BackupHeader; trailer: BackupTrailer }> {
	const lines = new Lines(pieces);
	const whole = createHash('sha256');
	const sums: BackupTrailer['tables'] = [];

	async function* summed({ name }: BackupTable): AsyncGenerator<Buffer> {
		const hash = createHash('sha256');
		let rows = 0;
		for await (const piece of lines.rows(() => damaged(`table ${name}`))) {
			hash.update(piece);
			whole.update(piece);
			rows += linesIn(piece);
			yield piece;
		}
		whole.update(END_OF_ROWS);
		sums.push({ name, rows, sha256: hash.digest('hex') });
	}

	const first = await lines.line();
	const header = headerOf(first);
	whole.update(first!);
	for (const table of header.tables) await visitor.table(table, summed(table));
	const trailer = backupTrailer.safeParse(jsonOf(await lines.line()));
	if (!trailer.success || !(await lines.ended())) throw damaged('its end');
	const found = JSON.stringify({ sums, sha256: whole.digest('hex') });
	const { tables, sha256 } = trailer.data;
	if (found !== JSON.stringify({ sums: tables, sha256 })) throw damaged('its checksums');
	return { header, trailer: trailer.data };
}

const codeOf = (error: unknown) => String((error as { code?: unknown }).code);

/**
 * Reads a backup from end to end and verifies it (BACKUP-4); throws BackupRefused for a file that is damaged, none of
 * ours or of a newer format. What a visitor was given is verified only when this returns.
 */
export async function readBackup(
	path: string,
	visitor: Visitor = CHECK
): Promise<{ header: BackupHeader; trailer: BackupTrailer }> {
	await access(path).catch(() => {
		throw new BackupRefused(`There is no file ${path}.`);
	});
	let result: { header: BackupHeader; trailer: BackupTrailer } | undefined;
	let begun = false;
	try {
		await pipeline(createReadStream(path), createGunzip(), async (text: AsyncIterable<Buffer>) => {
			async function* noted() {
				for await (const piece of text) {
					begun = true;
					yield piece;
				}
			}
			result = await readText(noted(), visitor);
		});
	} catch (error) {
		// What does not even begin like gzip was never a backup.
		if (codeOf(error) === 'Z_DATA_ERROR' && !begun) throw foreign();
		if (codeOf(error).startsWith('Z_')) throw damaged('its compression');
		throw error;
	}
	return result!;
}
