import type { ReadingChoices } from '../../src/lib/forms/import-choices.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { asTableProblem, openSource } from './table.ts';
import type { Source } from './table.ts';
import { unguardCell } from '../spreadsheet/guard.ts';
import { isRejectsHeading, LEADING_COLUMNS } from './rejects-format.ts';

/** Rows that are looked at: enough to tell dates of a year apart. */
const SAMPLE_ROWS = 400;
const EXAMPLES = 3;
/** A title or two may stand above the headings. */
const MOST_TITLES = 10;
const DELIMITERS = [',', '\t', ';', '|'] as const;

/** A file as the wizard shows it. */
export interface Inspection {
	kind: 'text' | 'workbook';
	/** How it was read: found out, or as chosen. */
	reading: ReadingChoices;
	/** Of a text. */
	encoding: string | undefined;
	sheets: readonly string[];
	/** Line of the headings. */
	headingLine: number;
	/** The file holds rows that an earlier import rejected. */
	rejects: boolean;
	headings: readonly string[];
	/** Of each heading, its first different contents. */
	examples: readonly (readonly string[])[];
	/** Of each heading, contents of the first rows. */
	samples: readonly (readonly string[])[];
}

interface SampledRow {
	line: number;
	cells: readonly string[];
}

const filled = ({ cells }: SampledRow) => cells.filter((cell) => cell.trim() !== '').length;

async function firstRows(source: Source): Promise<SampledRow[]> {
	const rows: SampledRow[] = [];
	for await (const { line, cells } of source.rows(() => {})) {
		if (cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells });
		if (rows.length >= SAMPLE_ROWS) break;
	}
	return rows;
}

/** The first row that is about as wide as those below it: a title above the headings fills a cell or two. */
function findHeading(rows: readonly SampledRow[], chosen: number | undefined): number {
	if (chosen !== undefined) return rows.findIndex(({ line }) => line === chosen);
	const widths = rows.slice(0, MOST_TITLES * 3).map(filled);
	const usual = [...widths].sort((a, b) => a - b)[widths.length >> 1] ?? 0;
	const wide = widths.findIndex((width) => width >= Math.max(2, usual * 0.6));
	return wide >= 0 && wide < MOST_TITLES ? wide : 0;
}

/** The delimiter that tells most cells apart, the same number in nearly every row. */
async function findDelimiter(path: string, reading: ReadingChoices) {
	let best: { delimiter: (typeof DELIMITERS)[number]; cells: number } | undefined;
	for (const delimiter of DELIMITERS) {
		const opened = await openSource(path, { ...reading, delimiter });
		if (!opened.ok || opened.source.kind === 'workbook') return undefined;
		const rows = (await firstRows(opened.source)).slice(0, 50);
		opened.source.close();
		const widths = rows.map(({ cells }) => cells.length).sort((a, b) => a - b);
		const cells = widths[widths.length >> 1] ?? 0;
		const even = widths.filter((width) => width === cells).length >= widths.length * 0.6;
		if (cells > 1 && even && cells > (best?.cells ?? 1)) best = { delimiter, cells };
	}
	return best?.delimiter;
}

function columnsOf(rows: readonly SampledRow[], width: number, from: number, rejects: boolean) {
	const cell = (row: SampledRow, i: number) => {
		const text = (row.cells[i + from] ?? '').trim();
		return rejects ? unguardCell(text) : text;
	};
	const samples = Array.from({ length: width }, (_, i) =>
		rows.map((row) => cell(row, i)).filter((text) => text !== '')
	);
	return { samples, examples: samples.map((all) => [...new Set(all)].slice(0, EXAMPLES)) };
}

async function look(
	path: string,
	chosen: ReadingChoices
): Promise<Outcome<{ inspection: Inspection }>> {
	const delimiter = chosen.delimiter ?? (await findDelimiter(path, chosen));
	const reading = { ...chosen, ...(delimiter ? { delimiter } : {}) };
	const opened = await openSource(path, reading);
	if (!opened.ok) return opened;
	const { source } = opened;
	const rows = await firstRows(source).finally(source.close);
	if (rows.length === 0) return failed(problem('file', 'empty-file'));
	// GB18030 makes text of nearly anything; but no table holds what a picture does.
	if (rows.some(({ cells }) => cells.some((cell) => cell.includes('\0'))))
		return failed(problem('file', 'not-a-table'));
	const at = findHeading(rows, chosen.headingRow);
	const heading = rows[at];
	if (!heading) return failed(problem('headingRow', 'no-headings', chosen.headingRow));
	const rejects = isRejectsHeading(heading.cells);
	const from = rejects ? LEADING_COLUMNS : 0;
	const headings = heading.cells
		.slice(from)
		.map((cell) => (rejects ? unguardCell(cell) : cell).trim());
	while (headings.at(-1) === '') headings.pop();
	const below = rows.slice(at + 1);
	if (below.length === 0) return failed(problem('file', 'no-rows'));
	return {
		ok: true,
		inspection: {
			kind: source.kind,
			reading: {
				...reading,
				// The first that is not empty needs no saying, and the next file may begin higher.
				...(at > 0 || chosen.headingRow !== undefined ? { headingRow: heading.line } : {})
			},
			encoding: source.encoding,
			sheets: source.sheets,
			headingLine: heading.line,
			rejects,
			headings,
			...columnsOf(below, headings.length, from, rejects)
		}
	};
}

/**
 * Looks at the beginning of a file: how it is to be read, its headings and what stands below them. Problems: those of
 * openTable, and `no-rows`.
 */
export async function inspectFile(
	path: string,
	chosen: ReadingChoices
): Promise<Outcome<{ inspection: Inspection }>> {
	try {
		return await look(path, chosen);
	} catch (error) {
		const refused = asTableProblem(error);
		if (refused) return failed(refused);
		throw error;
	}
}
