/** Cells of a spreadsheet, pasted into a table of amounts. docs/SPEC.md, SPLIT-15. */
import { readTyped } from './typed-amount.ts';

export interface Pasted {
	cells: { row: number; column: number; amount: number }[];
	/** Codes or names that the table does not have. */
	unknown: string[];
	/** Texts that are no amount. */
	wrong: string[];
}

interface Table {
	/** Digits of the minor unit. */
	digits: number;
	/** Row by code and by name. */
	rowOf: ReadonlyMap<string, number>;
	rows: number;
	columns: number;
	/** Where it was pasted. */
	at: { row: number; column: number };
}

/** Whether a clipboard holds more than one cell; one goes into the field as ever. */
export const isTable = (text: string): boolean => /[\t\n\r]/.test(text.trim());

const cellsOf = (text: string): string[][] =>
	text
		.replace(/\r\n?/g, '\n')
		.replace(/\n+$/, '')
		.split('\n')
		.map((line) => line.split('\t').map((cell) => cell.trim()));

/**
 * A block of amounts fills the table from the cell on; where the first column holds a code or a name, each line goes to
 * that row instead. Empty cells change nothing.
 */
export function readPasted(text: string, table: Table): Pasted {
	const { digits, rowOf, rows, columns, at } = table;
	const lines = cellsOf(text);
	const isName = (cell: string) => cell !== '' && !readTyped(cell, digits).ok;
	const named = lines.some(
		(cells) => cells.length > 1 && (rowOf.has(cells[0]!) || isName(cells[0]!))
	);
	const pasted: Pasted = { cells: [], unknown: [], wrong: [] };
	lines.forEach((cells, i) => {
		const [name = '', ...rest] = cells;
		const row = named ? rowOf.get(name) : at.row + i;
		if (row === undefined) {
			if (name !== '') pasted.unknown.push(name);
			return;
		}
		if (row >= rows) return;
		(named ? rest : cells).forEach((cell, j) => {
			const column = at.column + j;
			if (cell === '' || column >= columns) return;
			const read = readTyped(cell, digits);
			if (read.ok) pasted.cells.push({ row, column, amount: read.amount });
			else pasted.wrong.push(cell);
		});
	});
	return pasted;
}
