import { daysBetween } from '../../src/lib/domain/date.ts';
import { couldRun } from './guard.ts';
import { zipArchive } from './zip.ts';

/** How a column is stored: `number` takes plain decimals, `date` ISO dates, `instant` `YYYY-MM-DD HH:mm:ss`. */
export type ColumnKind = 'text' | 'number' | 'date' | 'instant';

export interface SheetColumn {
	heading: string;
	kind: ColumnKind;
}

/** Rows of a sheet, below its headings, that Excel opens. */
export const MOST_ROWS = 1_048_575;

const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Places of the cell formats in `styles.xml`; the first is that of cells that name none. */
const STYLE = { heading: 1, text: 2, guarded: 3, date: 4, instant: 5, number: 6 } as const;
/** Decimals that a number shows, one format each from STYLE.number on. */
const DECIMALS = ['0', '0.0', '0.00', '0.000', '0.0000'];
const TEXT_FORMAT = 49;
const OWN_FORMATS = 164;

const WIDTH: Record<ColumnKind, number> = { text: 18, number: 16, date: 12, instant: 20 };
/** The day before 1900-01-01, and one for the 29 February 1900 that Excel believes in. */
const DAY_0 = '1899-12-30';
const FIRST_DAY = '1900-03-01';
const SECONDS_OF_A_DAY = 86_400;
/** Rows handed on at a time. */
const ROWS_AT_ONCE = 500;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML holds it; what XML has no character for is written as Office does, `_x0007_`. */
export const xmlText = (text: string): string =>
	text
		.toWellFormed()
		.replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
		.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!)
		// eslint-disable-next-line no-control-regex -- those are meant
		.replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, (sign) => {
			const code = sign.charCodeAt(0).toString(16).toUpperCase();
			return `_x${code.padStart(4, '0')}_`;
		});

const textCell = (text: string, style: number): string =>
	`<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;

const numberCell = (decimal: string, style: number): string =>
	`<c s="${style}"><v>${decimal}</v></c>`;

function instantSerial(text: string): number {
	const [date = '', time = ''] = text.split(' ');
	const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
	return daysBetween(DAY_0, date) + (hours * 3600 + minutes * 60 + seconds) / SECONDS_OF_A_DAY;
}

/** A cell that reads back as the text it was given; only how it is stored differs. */
function cell(text: string | null, kind: ColumnKind): string {
	if (text === null || text === '') return '<c/>';
	if (kind === 'number') {
		const decimals = Math.min(text.split('.')[1]?.length ?? 0, DECIMALS.length - 1);
		return numberCell(text, STYLE.number + decimals);
	}
	// Days that Excel does not know stay text.
	if (kind === 'date' && text >= FIRST_DAY)
		return numberCell(String(daysBetween(DAY_0, text)), STYLE.date);
	if (kind === 'instant' && text >= FIRST_DAY)
		return numberCell(String(instantSerial(text)), STYLE.instant);
	// `quotePrefix`: it stays text even after somebody edits it.
	return textCell(text, couldRun(text) ? STYLE.guarded : STYLE.text);
}

async function* sheetXml(
	columns: readonly SheetColumn[],
	rows: Iterable<readonly (string | null)[]> | AsyncIterable<readonly (string | null)[]>
): AsyncGenerator<string> {
	const widths = columns.map(
		({ kind }, i) => `<col min="${i + 1}" max="${i + 1}" width="${WIDTH[kind]}" customWidth="1"/>`
	);
	const headings = columns.map(({ heading }) => textCell(heading, STYLE.heading));
	yield (
		`${DECLARATION}<worksheet xmlns="${NAMESPACE}"><sheetViews><sheetView workbookViewId="0">` +
		'<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
		`<cols>${widths.join('')}</cols><sheetData><row>${headings.join('')}</row>`
	);
	let waiting: string[] = [];
	let count = 0;
	for await (const row of rows) {
		if (++count > MOST_ROWS) throw new RangeError('more rows than a sheet holds');
		waiting.push(`<row>${row.map((text, i) => cell(text, columns[i]!.kind)).join('')}</row>`);
		if (waiting.length < ROWS_AT_ONCE) continue;
		yield waiting.join('');
		waiting = [];
	}
	yield `${waiting.join('')}</sheetData></worksheet>`;
}

function stylesXml(): string {
	const formats = [
		'yyyy-mm-dd',
		'yyyy-mm-dd hh:mm:ss',
		...DECIMALS.slice(1).map((f) => `#,##${f}`)
	];
	const own = formats.map(
		(code, i) => `<numFmt numFmtId="${OWN_FORMATS + i}" formatCode="${code}"/>`
	);
	const xf = (format: number, more = '') =>
		`<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"${more}/>`;
	const xfs = [
		xf(0),
		'<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
		xf(TEXT_FORMAT),
		xf(TEXT_FORMAT, ' quotePrefix="1"'),
		xf(OWN_FORMATS),
		xf(OWN_FORMATS + 1),
		xf(3),
		...DECIMALS.slice(1).map((_, i) => xf(OWN_FORMATS + 2 + i))
	];
	const font = (more = '') => `<font>${more}<sz val="11"/><name val="Calibri"/></font>`;
	return (
		`${DECLARATION}<styleSheet xmlns="${NAMESPACE}">` +
		`<numFmts count="${own.length}">${own.join('')}</numFmts>` +
		`<fonts count="2">${font()}${font('<b/>')}</fonts>` +
		'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
		'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
		'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
		`<cellXfs count="${xfs.length}">${xfs.join('')}</cellXfs>` +
		'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
	);
}

const relations = (...targets: [type: string, target: string][]): string =>
	`${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">` +
	targets
		.map(
			([type, target], i) =>
				`<Relationship Id="rId${i + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`
		)
		.join('') +
	'</Relationships>';

const CONTENT_TYPES =
	`${DECLARATION}<Types xmlns="${PACKAGE}/content-types">` +
	'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
	'<Default Extension="xml" ContentType="application/xml"/>' +
	[
		['/xl/workbook.xml', 'sheet.main'],
		['/xl/worksheets/sheet1.xml', 'worksheet'],
		['/xl/styles.xml', 'styles']
	]
		.map(
			([part, type]) =>
				`<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`
		)
		.join('') +
	'</Types>';

/** What Excel takes for the name of a sheet. */
const sheetName = (title: string): string => title.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31) || '1';

/**
 * An XLSX workbook of one sheet, made row by row as it is read: its size costs neither memory nor a standstill of the
 * process (decision 013). Throws a RangeError after MOST_ROWS rows.
 */
export function workbook(options: {
	title: string;
	columns: readonly SheetColumn[];
	rows: Iterable<readonly (string | null)[]> | AsyncIterable<readonly (string | null)[]>;
}): AsyncGenerator<Buffer> {
	const { title, columns, rows } = options;
	const book =
		`${DECLARATION}<workbook xmlns="${NAMESPACE}" xmlns:r="${RELATIONS}"><sheets>` +
		`<sheet name="${xmlText(sheetName(title))}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
	return zipArchive([
		{ name: '[Content_Types].xml', text: [CONTENT_TYPES] },
		{ name: '_rels/.rels', text: [relations(['officeDocument', 'xl/workbook.xml'])] },
		{ name: 'xl/workbook.xml', text: [book] },
		{
			name: 'xl/_rels/workbook.xml.rels',
			text: [relations(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml'])]
		},
		{ name: 'xl/styles.xml', text: [stylesXml()] },
		{ name: 'xl/worksheets/sheet1.xml', text: sheetXml(columns, rows) }
	]);
}
