import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { BusboyFileStream } from '@fastify/busboy';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';

/** What an upload may hold in one file; beyond that the command line reads it where it lies. */
export const LARGEST_UPLOAD_MB = 512;
const MOST_FILES = 20;
const LARGEST_MAP = 1024 * 1024;

export interface Upload {
	/** The JSON text of the map. */
	map: string;
	files: { name: string; path: string }[];
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}

/** A name to be found again by, wherever the sender's folders were. */
export const safeName = (name: string, index: number) =>
	name
		.replace(/^.*[/\\]/, '')
		.replace(/\p{C}/gu, '')
		.slice(-200) || `file-${index}`;

/**
 * Spools a multipart/form-data body into a folder: the part `map` is kept as text, every other file part is
 * written to disk as it comes. Reading an XLSX needs the end of the file first, and a map may read one twice.
 *
 * Problems: `not-multipart`, `map-required`, `upload-too-large`.
 */
export async function receive(options: {
	contentType: string;
	body: AsyncIterable<Uint8Array>;
	folder: string;
}): Promise<Outcome<{ upload: Upload }>> {
	const { contentType, body, folder } = options;
	if (!/^multipart\/form-data\s*;.*boundary=/i.test(contentType))
		return failed(problem('', 'not-multipart'));
	const limits = {
		files: MOST_FILES,
		fileSize: LARGEST_UPLOAD_MB * 1024 * 1024,
		fieldSize: LARGEST_MAP,
		fields: MOST_FILES
	};
	const parser = new Busboy({ headers: { 'content-type': contentType }, limits });
	const parts: BusboyFileStream[] = [];
	const writing: Promise<unknown>[] = [];
	const files: Upload['files'] = [];
	let map: string | undefined;
	let tooLarge = false;

	async function save(stream: BusboyFileStream, fileName: string): Promise<void> {
		const index = files.length;
		const name = safeName(fileName, index);
		// A folder each: two parts may bear the same name.
		const place = join(folder, String(index));
		const path = join(place, name);
		files.push({ name, path });
		await mkdir(place, { recursive: true });
		await pipeline(stream, createWriteStream(path));
	}

	parser.on('field', (name, value) => {
		if (name === 'map') map = value;
	});
	parser.on('file', (name, stream, fileName) => {
		parts.push(stream);
		stream.on('limit', () => (tooLarge = true));
		const read =
			name === 'map' ? textOf(stream).then((text) => (map = text)) : save(stream, fileName);
		read.catch(() => stream.resume());
		writing.push(read);
	});
	parser.on('filesLimit', () => (tooLarge = true));
	try {
		await pipeline(Readable.from(body), parser);
	} catch {
		// Broken off, or no multipart after all: nothing may still be writing when the folder is removed.
		for (const part of parts) part.destroy();
		await Promise.allSettled(writing);
		return failed(problem('', 'not-multipart'));
	}
	await Promise.all(writing);
	if (tooLarge)
		return failed(problem('', 'upload-too-large', undefined, { limit: LARGEST_UPLOAD_MB }));
	if (map === undefined) return failed(problem('map', 'map-required'));
	return { ok: true, upload: { map, files } };
}
