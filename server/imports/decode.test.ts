import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodedText, detectEncoding } from './decode.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'lhb-'))));
afterAll(() => rm(folder, { recursive: true }));

async function file(bytes: Uint8Array): Promise<string> {
	const path = join(folder, crypto.randomUUID());
	await writeFile(path, bytes);
	return path;
}

const TEXT = '业务员,金额\n李娜,1280.00\n王建国,¥99\n欧阳思远𠮷,7\n';

describe('[IMPORT-5] encodings', () => {
	it.each([
		['utf-8', iconv.encode(TEXT, 'utf8')],
		['utf-8', iconv.encode(TEXT, 'utf8', { addBOM: true })],
		['gb18030', iconv.encode(TEXT, 'gb18030')],
		['utf-16le', iconv.encode(TEXT, 'utf16le', { addBOM: true })],
		['utf-16be', iconv.encode(TEXT, 'utf16be', { addBOM: true })]
	])('finds %s by itself', async (encoding, bytes) => {
		const path = await file(bytes);
		expect(await detectEncoding(path)).toEqual({ ok: true, encoding });
		const pieces = await Array.fromAsync(decodedText(path, encoding as 'utf-8', () => {}));
		expect(pieces.join('')).toBe(TEXT);
	});

	it('a byte order mark is stronger than the map', async () => {
		const path = await file(iconv.encode(TEXT, 'utf8', { addBOM: true }));
		expect(await detectEncoding(path, 'gb18030')).toEqual({ ok: true, encoding: 'utf-8' });
	});

	it('does not read damaged UTF-8 as GB18030', async () => {
		const good = iconv.encode(TEXT.repeat(3), 'utf8');
		const path = await file(Buffer.concat([good, Buffer.from([0xe9, 0xbe, 0x0a])]));
		expect(await detectEncoding(path)).toMatchObject({
			problems: [{ reason: 'broken-utf8', params: { line: 13 } }]
		});
	});

	it('says so when nothing fits', async () => {
		const path = await file(Buffer.from([0x61, 0x0a, 0xff, 0xff, 0x0a]));
		expect(await detectEncoding(path)).toMatchObject({
			problems: [{ reason: 'unknown-encoding', params: { line: 2 } }]
		});
		expect(await detectEncoding(path, 'utf-8')).toMatchObject({
			problems: [{ reason: 'not-in-encoding', value: 'utf-8', params: { line: 2 } }]
		});
	});
});
