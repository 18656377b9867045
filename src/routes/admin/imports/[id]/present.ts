/** A batch in the words, dates and amounts of whoever looks at it. */
import { IMPORT_FIELDS } from '$lib/forms/import-fields.ts';
import type { ImportField } from '$lib/forms/import-fields.ts';
import { hourMinute } from '$lib/format/time.ts';
import { numberFormat } from '$lib/format/locale.ts';
import type { Locale } from '$lib/i18n.ts';
import type { App } from '$server/app.ts';
import type { AcceptedRow, BatchReport, Outcome } from '$server/imports/batch-report.ts';
import type { Batch } from '$server/imports/batch-table.ts';
import type { Problem } from '$server/problems.ts';
import { summaryOf } from '../summary.ts';
import { wordsIn } from '../words.ts';

interface Reader {
	app: App;
	locale: Locale;
}

const valueAt = (form: object, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], form);

/** Exactly as recorded: here somebody checks for a wrong unit. */
function exactAmount({ app, locale }: Reader, value: number, metric: unknown): string {
	const kind = app.directory.mirror.metrics.named(String(metric))?.kind;
	const digits = kind === 'money' ? app.organisation.settings.fractionDigits : 0;
	return numberFormat(locale, digits).format(value / 10 ** digits);
}

function subjectText({ app }: Reader, field: ImportField, row: AcceptedRow, code: string): string {
	const { mirror } = app.directory;
	const kind =
		field.refers === 'subject'
			? ({ rep: 'reps', unit: 'units', dealer: 'customers', product: 'products' } as const)[
					String(valueAt(row.form, 'subject.kind')) as 'rep'
				]
			: field.refers!;
	const name = mirror[kind]?.named(code)?.name ?? row.names[field.path]?.name;
	return name && name !== code ? `${name} (${code})` : code;
}

/** A field of a row as text; `value` where the page has a word for it. */
function cellOf(reader: Reader, field: ImportField, row: AcceptedRow): string | undefined {
	const value = valueAt(row.form, field.path);
	if (value === undefined) return undefined;
	if (field.type === 'amount')
		return exactAmount(reader, Number(value), valueAt(row.form, 'metric'));
	if (field.type === 'reference') return subjectText(reader, field, row, String(value));
	if (field.path === 'metric')
		return reader.app.directory.mirror.metrics.named(String(value))?.name ?? String(value);
	if (field.path === 'occurredAt') {
		const { clock, settings } = reader.app.organisation;
		const at = Date.parse(String(value));
		const time = hourMinute(at, settings.timeZone);
		// A date without a time is recorded at noon (IMPORT-7).
		return time === '12:00' ? clock.dateOf(at) : `${clock.dateOf(at)} ${time}`;
	}
	return String(value);
}

function outcome(reader: Reader, { as, headings = [] }: BatchReport, of: Outcome) {
	const words = wordsIn(reader.locale);
	const fields = IMPORT_FIELDS[as!].filter((field) =>
		of.accepted.some((row) => valueAt(row.form, field.path) !== undefined)
	);
	const { accepted, rejects, stopped, ...counts } = of;
	return {
		...counts,
		stopped: stopped && words(stopped),
		fields: fields.map(({ path, type }) => ({ path, type })),
		accepted: accepted.map((row) => ({
			line: row.line,
			cells: fields.map((field) => cellOf(reader, field, row) ?? '')
		})),
		rejects: rejects.map(({ line, cells, wrong }) => ({
			line,
			cells: headings.map((heading, i) => ({
				heading,
				text: cells[i] ?? '',
				wrong: wrong.some(({ column }) => column === heading)
			})),
			wrong: wrong.map(({ column, problem }) => ({
				column: headings.includes(column) ? column : '',
				text: words(problem)
			}))
		}))
	};
}

export type Shown = ReturnType<typeof outcome>;

export function present(reader: Reader, batch: Batch, names: ReadonlyMap<string, string>) {
	const { report, rejected, file, progress, map } = batch;
	const words = wordsIn(reader.locale);
	const text = (problems: readonly Problem[] | undefined) =>
		problems && problems.length > 0 ? problems.map(words).join(' ') : undefined;
	return {
		...summaryOf(batch, names),
		progress,
		mapped: map !== undefined,
		hasFile: file,
		hasRejected: rejected,
		problem: text(report.problems),
		rehearsal: report.rehearsal && outcome(reader, report, report.rehearsal),
		result: report.result && outcome(reader, report, report.result),
		undo: report.undo && {
			reversed: report.undo.reversed,
			problem: report.undo.problem && words(report.undo.problem)
		},
		/** Entries that an undo would take back. */
		recorded: report.as === 'entries' ? (report.result?.created ?? 0) : 0
	};
}

export type Presented = ReturnType<typeof present>;
