import type { Condition, FieldMap } from '../../src/lib/forms/import-map.ts';
import { problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import { deriveCode } from './derive-code.ts';
import type { Row } from './row.ts';

/** What a field finds in a row: `raw` as the file means it, `text` with aliases and derivation applied. */
export interface Found {
	raw: string;
	text: string;
}

/** What Excel shows instead of a value. */
const EXCEL_ERROR = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/;
const PLACEHOLDER = /\{([^{}]+)\}/g;

/** Looks headings up once, so that every row is read by index. */
export class Columns {
	readonly #headings: readonly string[];
	readonly problems: Problem[] = [];

	constructor(headings: readonly string[]) {
		this.#headings = headings;
	}

	/** A heading's cell of a row, trimmed. A heading that is missing or there twice is a problem at `path`. */
	cell(heading: string, path: string): (row: Row) => string {
		const index = this.#headings.indexOf(heading);
		const headings = this.#headings.filter((known) => known !== '').join(', ');
		if (index < 0) this.problems.push(problem(path, 'missing-column', heading, { headings }));
		else if (this.#headings.lastIndexOf(heading) !== index)
			this.problems.push(problem(path, 'duplicate-heading', heading));
		return (row) => row.cells[index]?.trim() ?? '';
	}

	#source(map: FieldMap, path: string): (row: Row) => string {
		if (map.column !== undefined) return this.cell(map.column, path);
		if (map.value !== undefined) return () => map.value!;
		const template = map.template ?? '';
		const parts = [...template.matchAll(PLACEHOLDER)].map(([, heading = '']) =>
			this.cell(heading.trim(), path)
		);
		return (row) => {
			const cells = parts.map((cell) => cell(row));
			if (cells.length > 0 && cells.every((cell) => cell === '')) return '';
			let i = 0;
			return template.replace(PLACEHOLDER, () => cells[i++]!);
		};
	}

	/** What a field says in a row; undefined when nothing. */
	field(map: FieldMap, path: string): (row: Row) => Outcome<{ found: Found | undefined }> {
		const source = this.#source(map, path);
		const aliases = new Map(Object.entries(map.aliases ?? {}));
		return (row) => {
			const raw = source(row) || map.default || '';
			if (raw === '') return { ok: true, found: undefined };
			if (EXCEL_ERROR.test(raw))
				return { ok: false, problems: [problem(path, 'excel-error', raw)] };
			const meant = aliases.get(raw) ?? raw;
			return { ok: true, found: { raw, text: map.derive ? deriveCode(meant) : meant } };
		};
	}

	/** Whether a row is meant at all. */
	conditions(where: readonly Condition[], path: string): (row: Row) => boolean {
		const tests = where.map(({ column, is, not, filled }, i) => {
			const cell = this.cell(column, `${path}.${i}.column`);
			if (is) return (row: Row) => is.includes(cell(row));
			if (not) return (row: Row) => !not.includes(cell(row));
			return (row: Row) => (cell(row) !== '') === filled;
		});
		return (row) => tests.every((test) => test(row));
	}
}
