import type { Readable } from 'node:stream';
import { Parser } from 'saxen';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';

/** A workbook that is damaged, or none. */
export class BadWorkbook extends Error {}

/** Text of one part; strings and styles are kept in memory, so a part that unpacks to more is refused. */
export const LARGEST_KEPT_PART = 256 * 1024 * 1024;

export interface XlsxPackage {
	/** Size of a part once unpacked; undefined when there is none. */
	sizeOf(part: string): number | undefined;
	open(part: string): Promise<Readable>;
	close(): void;
}

/** The zip file that a workbook is. Part names are compared as Office does: without regard to case. */
export async function openPackage(path: string): Promise<XlsxPackage> {
	const parts = new Map<string, Entry>();
	let zip: ZipFile;
	try {
		zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
		for await (const entry of zip.eachEntry()) parts.set(entry.fileName.toLowerCase(), entry);
	} catch {
		throw new BadWorkbook();
	}
	return {
		sizeOf: (part) => parts.get(part.toLowerCase())?.uncompressedSize,
		async open(part) {
			const entry = parts.get(part.toLowerCase());
			if (!entry) throw new BadWorkbook();
			return zip.openReadStreamPromise(entry);
		},
		close: () => zip.close()
	};
}

export interface XmlHandler {
	/** Attributes are as written; `decode` resolves their entities where there may be any. */
	open?(
		name: string,
		attributes: () => Record<string, string>,
		decode: (text: string) => string
	): void;
	close?(name: string): void;
	text?(text: string): void;
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/** Feeds the elements of a part to `handler`, and yields after each piece of it: its unpacked bytes. */
export async function* readXml(
	zip: XlsxPackage,
	part: string,
	handler: XmlHandler
): AsyncGenerator<number> {
	const parser = new Parser();
	let damaged = false;
	parser.on('error', () => (damaged = true));
	parser.on('openTag', (name, attributes, decode) =>
		handler.open?.(localName(name), attributes, decode)
	);
	parser.on('closeTag', (name) => handler.close?.(localName(name)));
	parser.on('text', (text, decode) => handler.text?.(decode(text)));
	parser.on('cdata', (text) => handler.text?.(text));

	const decoder = new TextDecoder();
	const stream = await zip.open(part);
	try {
		for await (const chunk of stream) {
			parser.write(decoder.decode(chunk as Buffer, { stream: true }));
			if (damaged) throw new BadWorkbook();
			yield (chunk as Buffer).length;
		}
		parser.end();
	} catch {
		throw new BadWorkbook();
	}
	if (damaged) throw new BadWorkbook();
}

/** A small part as a whole. */
export async function readPart(zip: XlsxPackage, part: string, handler: XmlHandler): Promise<void> {
	if ((zip.sizeOf(part) ?? 0) > LARGEST_KEPT_PART) throw new BadWorkbook();
	for await (const _ of readXml(zip, part, handler));
}
