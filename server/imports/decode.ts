import { createReadStream } from 'node:fs';
import type { ENCODINGS } from '../../src/lib/forms/import-map.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';

export type NamedEncoding = (typeof ENCODINGS)[number];
export type Encoding = Exclude<NamedEncoding, 'auto'> | 'utf-16be';

const BYTE_ORDER_MARKS: [Encoding, readonly number[]][] = [
	['utf-8', [0xef, 0xbb, 0xbf]],
	['utf-16le', [0xff, 0xfe]],
	['utf-16be', [0xfe, 0xff]]
];

/**
 * GB18030 fits almost any bytes, also UTF-8 with one broken character. But Chinese in GB18030 stops being
 * valid UTF-8 within a few characters: after this many that were fine, the file is damaged UTF-8.
 */
const SURELY_UTF8 = 12;

const startsWith = (bytes: Uint8Array, mark: readonly number[]) =>
	mark.every((byte, i) => bytes[i] === byte);

async function firstBytes(path: string): Promise<Uint8Array> {
	for await (const chunk of createReadStream(path, { end: 7 })) return chunk as Buffer;
	return new Uint8Array();
}

interface Misfit {
	/** 1 for the first line. */
	line: number;
	/** Characters beyond ASCII that were read before. */
	fine: number;
}

/** Where the file stops being this encoding; undefined when all of it is. */
async function findMisfit(path: string, encoding: Encoding): Promise<Misfit | undefined> {
	const strict = new TextDecoder(encoding, { fatal: true });
	const found = { line: 1, fine: 0 };
	const count = (text: string) => {
		found.line += text.split('\n').length - 1;
		found.fine += text.match(/[^\0-\x7f]/g)?.length ?? 0;
	};
	let last: Uint8Array = new Uint8Array();
	try {
		for await (const chunk of createReadStream(path)) {
			last = chunk as Buffer;
			count(strict.decode(last, { stream: true }));
		}
		strict.decode();
		return undefined;
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		const [fitting = ''] = new TextDecoder(encoding).decode(last).split('\ufffd', 1);
		count(fitting);
		return found;
	}
}

/**
 * The encoding of a text file, by reading all of it once: its byte order mark, else what the map names, else
 * UTF-8, else GB18030 (IMPORT-5). Problems: `not-in-encoding`, `broken-utf8`, `unknown-encoding`.
 */
export async function detectEncoding(
	path: string,
	named: NamedEncoding = 'auto'
): Promise<Outcome<{ encoding: Encoding }>> {
	const start = await firstBytes(path);
	const marked = BYTE_ORDER_MARKS.find(([, mark]) => startsWith(start, mark))?.[0];
	const certain = marked ?? (named === 'auto' ? undefined : named);
	if (certain) {
		const misfit = await findMisfit(path, certain);
		if (!misfit) return { ok: true, encoding: certain };
		const { line } = misfit;
		return failed(problem('encoding', 'not-in-encoding', certain, { line }));
	}
	const utf8 = await findMisfit(path, 'utf-8');
	if (!utf8) return { ok: true, encoding: 'utf-8' };
	if (utf8.fine >= SURELY_UTF8)
		return failed(problem('encoding', 'broken-utf8', undefined, { line: utf8.line }));
	const gb = await findMisfit(path, 'gb18030');
	if (!gb) return { ok: true, encoding: 'gb18030' };
	return failed(problem('encoding', 'unknown-encoding', undefined, { line: gb.line }));
}

/** The text, piece by piece, without a byte order mark; `onBytes` hears how much of the file was read. */
export async function* decodedText(
	path: string,
	encoding: Encoding,
	onBytes: (bytes: number) => void
): AsyncGenerator<string> {
	const decoder = new TextDecoder(encoding, { fatal: true });
	for await (const chunk of createReadStream(path)) {
		yield decoder.decode(chunk as Buffer, { stream: true });
		onBytes((chunk as Buffer).length);
	}
	yield decoder.decode();
}
