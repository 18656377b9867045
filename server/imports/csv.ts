import { problem } from '../problems.ts';
import { splitRecord } from './csv-record.ts';
import type { Row } from './row.ts';

/** A cell that runs on for longer is taken for a stray quote, so that it does not swallow the file. */
const LONGEST_RECORD_LINES = 100;
/** No line of a table is this long: it is some other kind of file. */
const LONGEST_LINE = 1_000_000;

interface Line {
	line: number;
	text: string;
}

/** Text that is no table. */
export class NotATable extends Error {}

/** Lines end with \r\n, \n or \r; a \r at the end of a piece waits for what follows it. */
async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<Line> {
	let line = 0;
	let rest = '';
	for await (const piece of pieces) {
		const texts = (rest + piece).split(/\r\n|\n|\r(?=[^])/);
		rest = texts.pop() ?? '';
		if (rest.length > LONGEST_LINE) throw new NotATable();
		for (const text of texts) yield { line: ++line, text };
	}
	if (rest !== '') yield { line: line + 1, text: rest.replace(/\r$/, '') };
}

/**
 * The records of a CSV text. Where quotes are broken only the line with the stray quote is refused, and
 * reading goes on with the next: one bad line does not cost the others (IMPORT-8).
 */
export async function* csvRows(
	pieces: AsyncIterable<string>,
	delimiter: string
): AsyncGenerator<Row> {
	const source = linesOf(pieces);
	const waiting: Line[] = [];
	const next = async () => waiting.shift() ?? (await source.next()).value ?? undefined;

	for (let first = await next(); first; first = await next()) {
		const record = [first];
		let split = splitRecord(first.text, delimiter);
		while (split.state === 'open' && record.length < LONGEST_RECORD_LINES) {
			const more = await next();
			if (!more) break;
			record.push(more);
			split = splitRecord(record.map(({ text }) => text).join('\n'), delimiter);
		}
		if (split.state === 'complete') yield { line: first.line, cells: split.cells };
		else {
			waiting.unshift(...record.slice(1));
			const cells = first.text.split(delimiter);
			yield { line: first.line, cells, problem: problem('', 'broken-quotes') };
		}
	}
}
