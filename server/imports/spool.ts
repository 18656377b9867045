import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { LARGEST_UPLOAD_MB } from './receive.ts';

/** Writes a body to disk as it comes. */
export async function spool(
	body: AsyncIterable<Uint8Array>,
	path: string
): Promise<Outcome<object>> {
	let size = 0;
	const limit = LARGEST_UPLOAD_MB * 1024 * 1024;
	let tooLarge = false;
	const count = new Transform({
		transform(chunk: Buffer, _, done) {
			size += chunk.length;
			tooLarge = size > limit;
			done(tooLarge ? new Error('too large') : null, chunk);
		}
	});
	try {
		await pipeline(Readable.from(body, { objectMode: false }), count, createWriteStream(path));
		return { ok: true };
	} catch {
		return failed(
			tooLarge
				? problem('', 'upload-too-large', undefined, { limit: LARGEST_UPLOAD_MB })
				: problem('', 'upload-broken-off')
		);
	}
}
