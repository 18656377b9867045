import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file of the archive; its text is asked for piece by piece, as the archive is read. */
export interface ZipPart {
	name: string;
	text: Iterable<string> | AsyncIterable<string>;
}

interface Written {
	name: Buffer;
	offset: number;
	crc: number;
	size: number;
	packed: number;
}

const VERSION = 20;
/** Sizes stand behind the data (they are not known before), and names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 1980-01-01, the first day that ZIP knows: the same content gives the same archive. */
const DATE = 0x0021;
/** Beyond this an archive needs another format (ZIP64). */
const LARGEST = 0xffff_ffff;

function header(signature: number, fields: readonly [bytes: 2 | 4, value: number][]): Buffer {
	const buffer = Buffer.alloc(4 + fields.reduce((sum, [bytes]) => sum + bytes, 0));
	let at = buffer.writeUInt32LE(signature);
	for (const [bytes, value] of fields) at = buffer.writeUIntLE(value, at, bytes);
	return buffer;
}

const localHeader = ({ name }: Written): Buffer =>
	Buffer.concat([
		header(0x04034b50, [
			[2, VERSION],
			[2, FLAGS],
			[2, DEFLATE],
			[2, 0],
			[2, DATE],
			[4, 0],
			[4, 0],
			[4, 0],
			[2, name.length],
			[2, 0]
		]),
		name
	]);

const sizesOf = ({ crc, packed, size }: Written): [4, number][] => [
	[4, crc],
	[4, packed],
	[4, size]
];

const directoryEntry = (part: Written): Buffer =>
	Buffer.concat([
		header(0x02014b50, [
			[2, VERSION],
			[2, VERSION],
			[2, FLAGS],
			[2, DEFLATE],
			[2, 0],
			[2, DATE],
			...sizesOf(part),
			[2, part.name.length],
			[2, 0],
			[2, 0],
			[2, 0],
			[2, 0],
			[4, 0],
			[4, part.offset]
		]),
		part.name
	]);

/** Deflates in zlib's own threads: whatever else the process does goes on meanwhile. */
async function* deflated(text: ZipPart['text'], part: Written): AsyncGenerator<Buffer> {
	const deflate = createDeflateRaw();
	async function* counted() {
		for await (const piece of text) {
			const bytes = Buffer.from(piece);
			part.crc = crc32(bytes, part.crc);
			part.size += bytes.length;
			yield bytes;
		}
	}
	const feeding = pipeline(counted(), deflate);
	// Its failure reaches the reader through the stream.
	feeding.catch(() => {});
	for await (const chunk of deflate as AsyncIterable<Buffer>) {
		part.packed += chunk.length;
		yield chunk;
	}
	await feeding;
}

/** A ZIP archive, made as it is read: nothing of it is kept. */
export async function* zipArchive(parts: Iterable<ZipPart>): AsyncGenerator<Buffer> {
	const written: Written[] = [];
	let offset = 0;
	for (const { name, text } of parts) {
		const part = { name: Buffer.from(name), offset, crc: 0, size: 0, packed: 0 };
		const first = localHeader(part);
		yield first;
		yield* deflated(text, part);
		const sizes = header(0x08074b50, sizesOf(part));
		yield sizes;
		offset += first.length + part.packed + sizes.length;
		if (part.size > LARGEST || offset > LARGEST) throw new RangeError('the archive is too large');
		written.push(part);
	}
	const directory = Buffer.concat(written.map(directoryEntry));
	yield directory;
	yield header(0x06054b50, [
		[2, 0],
		[2, 0],
		[2, written.length],
		[2, written.length],
		[4, directory.length],
		[4, offset],
		[2, 0]
	]);
}
