import { joinRecord } from '../imports/csv-record.ts';
import { guardCell } from '../spreadsheet/guard.ts';

/** Excel takes a CSV without this mark for the system's old encoding. */
const MARK = '\ufeff';
const ROWS_AT_ONCE = 500;

/** RFC 4180 in UTF-8, row by row as it is read. What a spreadsheet could take for a formula is guarded. */
export async function* csv(
	headings: readonly string[],
	rows: AsyncIterable<readonly (string | null)[]>
): AsyncGenerator<Buffer> {
	const line = (cells: readonly (string | null)[]) =>
		`${joinRecord(
			cells.map((cell) => guardCell(cell ?? '')),
			','
		)}\r\n`;
	let text = MARK + line(headings);
	let waiting = 0;
	for await (const row of rows) {
		text += line(row);
		if (++waiting < ROWS_AT_ONCE) continue;
		yield Buffer.from(text);
		[text, waiting] = ['', 0];
	}
	yield Buffer.from(text);
}
