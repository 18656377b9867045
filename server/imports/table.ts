import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { ImportStep } from '../../src/lib/forms/import-map.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import { unguardCell } from '../spreadsheet/guard.ts';
import { csvRows, NotATable } from './csv.ts';
import { decodedText, detectEncoding } from './decode.ts';
import type { Encoding } from './decode.ts';
import { isRejectsHeading, LEADING_COLUMNS } from './rejects-format.ts';
import type { Row } from './row.ts';
import { BadWorkbook, openPackage } from './xlsx/package.ts';
import { sheetRows } from './xlsx/rows.ts';
import { readWorkbook } from './xlsx/workbook.ts';

/** Rows of a file below its headings, opened for one step of the map. */
export interface Table {
	headings: readonly string[];
	/** The file holds rows that an earlier import rejected. */
	rejects: boolean;
	/** Bytes that `onBytes` will have heard of when all is read. */
	bytes: number;
	/** A row whose step is set belongs to that step alone. */
	rows(onBytes: (bytes: number) => void): AsyncGenerator<Row & { step?: number }>;
	close(): void;
}

/** An opened file: its rows from the first on, whatever they hold. */
export interface Source {
	kind: 'text' | 'workbook';
	/** Of a text. */
	encoding: Encoding | undefined;
	/** Of a workbook. */
	sheets: readonly string[];
	bytes: number;
	rows(onBytes: (bytes: number) => void): AsyncGenerator<Row>;
	close(): void;
}

type Options = {
	[Key in 'sheet' | 'encoding' | 'delimiter' | 'headingRow']?: ImportStep[Key] | undefined;
};

const ZIP = '504b0304';
const OLE = 'd0cf11e0';

async function magicOf(path: string): Promise<string> {
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
		return buffer.subarray(0, bytesRead).toString('hex');
	} finally {
		await file.close();
	}
}

async function openWorkbook(
	path: string,
	sheet: string | undefined
): Promise<Outcome<{ source: Source }>> {
	const zip = await openPackage(path);
	try {
		const workbook = await readWorkbook(zip);
		const found = sheet ? workbook.sheets.find(({ name }) => name === sheet) : workbook.sheets[0];
		if (!found) {
			zip.close();
			const sheets = workbook.sheets.map(({ name }) => name).join(', ');
			return failed(problem('sheet', 'unknown-sheet', sheet, { sheets }));
		}
		const source: Source = {
			kind: 'workbook',
			encoding: undefined,
			sheets: workbook.sheets.map(({ name }) => name),
			bytes: zip.sizeOf(found.part) ?? 0,
			rows: (onBytes) => sheetRows(zip, workbook, found.part, onBytes),
			close: zip.close
		};
		return { ok: true, source };
	} catch (error) {
		zip.close();
		throw error;
	}
}

async function openText(path: string, options: Options): Promise<Outcome<{ source: Source }>> {
	const detected = await detectEncoding(path, options.encoding);
	if (!detected.ok) return detected;
	const { size } = await stat(path);
	const source: Source = {
		kind: 'text',
		encoding: detected.encoding,
		sheets: [],
		bytes: size,
		rows: (onBytes) =>
			csvRows(decodedText(path, detected.encoding, onBytes), options.delimiter ?? ','),
		close: () => {}
	};
	return { ok: true, source };
}

/** Office wraps an encrypted workbook into the container of its old formats, under this name. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

async function isEncrypted(path: string): Promise<boolean> {
	let last = Buffer.alloc(0);
	for await (const chunk of createReadStream(path)) {
		const seen = Buffer.concat([last, chunk as Buffer]);
		if (seen.includes(ENCRYPTED)) return true;
		last = seen.subarray(-ENCRYPTED.length);
	}
	return false;
}

/** Problems are those of openTable, but for what only reading the rows shows: that is thrown (asTableProblem). */
export async function openSource(
	path: string,
	options: Options
): Promise<Outcome<{ source: Source }>> {
	const magic = await magicOf(path);
	if (magic === '') return failed(problem('file', 'empty-file'));
	if (magic === OLE)
		return failed(problem('file', (await isEncrypted(path)) ? 'protected-workbook' : 'old-excel'));
	return magic === ZIP ? openWorkbook(path, options.sheet) : openText(path, options);
}

const isBlank = (row: Row) => row.cells.every((cell) => cell.trim() === '');

/** The line of the headings, and whether the file holds rejected rows of an earlier import. */
async function findHeadings(source: Source, headingRow: number | undefined) {
	for await (const row of source.rows(() => {})) {
		if (isBlank(row)) continue;
		const rejects = isRejectsHeading(row.cells);
		if (rejects || headingRow === undefined || row.line === headingRow) return { row, rejects };
		if (row.line > headingRow) return undefined;
	}
	return undefined;
}

/** Cells beyond the headings, or missing ones, mean that a delimiter or a line break went astray. */
function checkWidth(row: Row, width: number): Row {
	const { line, cells } = row;
	if (row.problem) return row;
	const extra = cells.slice(width).some((cell) => cell.trim() !== '');
	if (cells.length >= width && !extra) return row;
	return {
		line,
		cells,
		problem: problem('', 'ragged-row', undefined, { cells: cells.length, width })
	};
}

/** What reading rows threw, if it means that the file cannot be read as a table. */
export function asTableProblem(error: unknown): Problem | undefined {
	if (error instanceof BadWorkbook) return problem('file', 'bad-workbook');
	if (error instanceof NotATable) return problem('file', 'not-a-table');
	return undefined;
}

/**
 * Opens a CSV or XLSX file, whatever it is called. Problems name `file`, `sheet`, `encoding` or `headingRow`:
 * `empty-file`, `old-excel`, `protected-workbook`, `not-a-table`, `bad-workbook`, `unknown-sheet`, `no-headings` and those of
 * detectEncoding.
 */
export async function openTable(
	path: string,
	options: Options
): Promise<Outcome<{ table: Table }>> {
	let source: Source | undefined;
	try {
		const opened = await openSource(path, options);
		if (!opened.ok) return opened;
		source = opened.source;
		const found = await findHeadings(source, options.headingRow);
		if (!found) {
			source.close();
			const reason = options.headingRow === undefined ? 'empty-file' : 'no-headings';
			return failed(problem('headingRow', reason, options.headingRow));
		}
		return { ok: true, table: tableOf(source, found) };
	} catch (error) {
		source?.close();
		const refused = asTableProblem(error);
		if (refused) return failed(refused);
		throw error;
	}
}

function tableOf(source: Source, { row: heading, rejects }: { row: Row; rejects: boolean }): Table {
	const from = rejects ? LEADING_COLUMNS : 0;
	const headings = heading.cells
		.slice(from)
		.map((cell) => (rejects ? unguardCell(cell) : cell).trim());
	while (headings.at(-1) === '') headings.pop();

	return {
		headings,
		rejects,
		bytes: source.bytes,
		async *rows(onBytes) {
			for await (const row of source.rows(onBytes)) {
				if (row.line <= heading.line || isBlank(row)) continue;
				const step = rejects ? Number.parseInt(row.cells[0] ?? '', 10) : Number.NaN;
				const cells = rejects ? row.cells.slice(from).map(unguardCell) : row.cells;
				const whole = { ...row, cells };
				yield {
					...(source.kind === 'text' ? checkWidth(whole, headings.length) : whole),
					...(Number.isNaN(step) ? {} : { step })
				};
			}
		},
		close: source.close
	};
}
