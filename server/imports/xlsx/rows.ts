import type { Row } from '../row.ts';
import { cellText, columnOf, unescapeText } from './cell.ts';
import { readXml } from './package.ts';
import type { XlsxPackage, XmlHandler } from './package.ts';
import type { Workbook } from './workbook.ts';

/** Collects the rows of a sheet as its XML goes by. */
function collector(workbook: Workbook, finished: Row[]): XmlHandler {
	let line = 0;
	let cells: string[] = [];
	let column = -1;
	let [type, isDate, text, inText, inReading] = ['n', false, '', false, false];

	return {
		open(name, attributes) {
			if (name === 'row') {
				const { r } = attributes();
				line = r === undefined ? line + 1 : Number(r);
				[cells, column] = [[], -1];
			} else if (name === 'c') {
				const { r, t = 'n', s } = attributes();
				column = r === undefined ? column + 1 : columnOf(r);
				type = t;
				isDate = s !== undefined && workbook.dateStyles[Number(s)] === true;
				text = '';
			} else if (name === 'v' || name === 't') inText = !inReading;
			else if (name === 'rPh') inReading = true;
		},
		text(piece) {
			if (inText) text += piece;
		},
		close(name) {
			if (name === 'v' || name === 't') inText = false;
			else if (name === 'rPh') inReading = false;
			else if (name === 'c') {
				while (cells.length < column) cells.push('');
				cells[column] =
					type === 's'
						? (workbook.strings[Number(text)] ?? '')
						: cellText({ type, text: unescapeText(text), isDate }, workbook.epoch);
			} else if (name === 'row') finished.push({ line, cells });
		}
	};
}

/** The rows of one sheet, read as they are needed; `onBytes` hears how much of the unpacked sheet was read. */
export async function* sheetRows(
	zip: XlsxPackage,
	workbook: Workbook,
	part: string,
	onBytes: (bytes: number) => void
): AsyncGenerator<Row> {
	const finished: Row[] = [];
	for await (const bytes of readXml(zip, part, collector(workbook, finished))) {
		yield* finished.splice(0);
		onBytes(bytes);
	}
	yield* finished;
}
