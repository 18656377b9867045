import type { Action } from '../../src/lib/domain/permissions.ts';
import { recordChange } from '../audit/record.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { MOST_ROWS, workbook } from '../spreadsheet/workbook.ts';
import { csv } from './csv.ts';
import type { Asked, Books, Column, ExportList } from './list.ts';
import { lists } from './lists.ts';
import type { ExportName } from './lists.ts';

export type { ExportName } from './lists.ts';
export type ExportFormat = 'csv' | 'xlsx';

const TYPES: Record<ExportFormat, string> = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
};

export interface ExportFile {
	name: string;
	type: string;
	/** Read once. */
	bytes: AsyncGenerator<Buffer>;
}

export type Exports = ReturnType<typeof createExports>;

/** Every list as a file: the same rows, columns and words in both formats. */
export function createExports(books: Books) {
	const { clock, database, organisation } = books;

	/** `2026-11-23 14:32:08` on the clock on the wall. */
	function wallClock(): (instant: Date) => string {
		const format = new Intl.DateTimeFormat('sv-SE', {
			timeZone: organisation.settings.timeZone,
			dateStyle: 'short',
			timeStyle: 'medium'
		});
		return (instant) => format.format(instant);
	}

	async function* cells(
		columns: readonly Column<unknown>[],
		rows: Iterable<unknown> | AsyncIterable<unknown>,
		word: (key: string) => string
	): AsyncGenerator<(string | null)[]> {
		const atWall = wallClock();
		for await (const row of rows)
			yield columns.map(({ of, words }) => {
				const value = of(row) ?? null;
				if (value === null) return null;
				if (value instanceof Date) return atWall(value);
				return words ? word(`${words}_${value}`) : String(value);
			});
	}

	return {
		names: Object.keys(lists) as readonly ExportName[],

		/** What a list asks of whoever takes it; undefined: there is none of this name. */
		actionOf: (name: string): Action | undefined =>
			Object.hasOwn(lists, name) ? lists[name as ExportName].action : undefined,

		/** Whether only a period of it is taken. */
		isOfPeriod: (name: ExportName): boolean => (lists[name] as ExportList).ofPeriod === true,

		/** Every text that the lists show, `export_<key>`, without those of their values. */
		texts: (): string[] =>
			Object.entries<ExportList>(lists).flatMap(([name, { columns }]) => [
				`list_${name}`,
				`about_${name}`,
				...columns.map(({ heading }) => heading)
			]),

		/**
		 * A list as a file; taking it is written to the audit log. `word` gives the text of `export_<key>`. Problem
		 * `too-many-rows`: more than a workbook holds.
		 */
		async open(
			name: ExportName,
			options: { format: ExportFormat; asked: Asked; word(key: string): string; actor: string }
		): Promise<Outcome<{ file: ExportFile }>> {
			const { format, asked, word, actor } = options;
			const { columns, read }: ExportList = lists[name];
			const found = await read(books, asked);
			if (format === 'xlsx') {
				const count = await found.count();
				if (count > MOST_ROWS)
					return failed(problem('format', 'too-many-rows', count, { limit: MOST_ROWS }));
			}
			const at = new Date(clock());
			await database.db.transaction((tx) =>
				recordChange(tx, {
					at,
					actor,
					action: 'export.take',
					subject: name,
					before: null,
					after: { format, ...(asked.q ? { q: asked.q } : {}) }
				})
			);
			const title = word(`list_${name}`);
			const headings = columns.map(({ heading }) => word(heading));
			const rows = cells(columns, found.rows, word);
			const bytes =
				format === 'csv'
					? csv(headings, rows)
					: workbook({
							title,
							rows,
							columns: columns.map(({ kind = 'text' }, i) => ({ kind, heading: headings[i]! }))
						});
			const file = {
				name: `${title} ${organisation.today()}.${format}`,
				type: TYPES[format],
				bytes
			};
			return { ok: true, file };
		}
	};
}
