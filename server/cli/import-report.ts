import type { Locale } from '../../src/lib/format/locale.ts';
import { problemWords } from '../../src/lib/problem-words.ts';
import type { ImportReport, RejectedRow, StepReport } from '../imports/report.ts';
import type { Problem } from '../problems.ts';
import { loadTexts } from '../texts.ts';

const messages = await loadTexts('problem_', 'import_');
export const { problemText } = problemWords(messages);

/** Rejected rows told on the screen for one file; all are in the file of rejected rows. */
const TOLD = 20;

function rejectedLine({ line, cells }: RejectedRow, locale: Locale): string {
	const where = messages.import_line({ line }, { locale });
	const what = cells.map(({ column, problem }) => {
		const words = problemText(problem, locale);
		return column ? `${column}: ${words}` : words;
	});
	return `  ${where}  ${what.join(' ')}`;
}

function stepLines(report: StepReport, locale: Locale): string[] {
	const { rejects, rejectedFile, stopped, alsoCreated } = report;
	const lines: string[] = [messages.import_step({ ...report }, { locale })];
	const also = Object.entries(alsoCreated).map(([kind, count]) => `${kind} ${count}`);
	if (also.length > 0)
		lines.push(`  ${messages.import_also_created({ list: also.join(', ') }, { locale })}`);
	for (const row of rejects.slice(0, TOLD)) lines.push(rejectedLine(row, locale));
	const more = report.rejected - Math.min(TOLD, rejects.length);
	if (more > 0) lines.push(`  ${messages.import_more_rejected({ count: more }, { locale })}`);
	if (stopped) lines.push(`  ${problemText(stopped, locale)}`);
	if (rejectedFile)
		lines.push(`  ${messages.import_rejected_file({ path: rejectedFile }, { locale })}`);
	return lines;
}

/** What came of an import, in words. */
export function reportLines(report: ImportReport, locale: Locale): string[] {
	const { steps, leftOut, dryRun, interrupted } = report;
	const lines: string[] = steps.flatMap((step) => stepLines(step, locale));
	if (leftOut.length > 0)
		lines.push(messages.import_left_out({ files: leftOut.join(', ') }, { locale }));
	lines.push(messages.import_total({ ...report }, { locale }));
	if (interrupted) lines.push(messages.import_interrupted({}, { locale }));
	if (dryRun) lines.push(messages.import_dry_run({}, { locale }));
	return lines;
}

/** Why nothing was imported, with the places in the map. */
export const failureLines = (problems: readonly Problem[], locale: Locale): string[] => [
	messages.import_nothing_written({}, { locale }),
	...problems.map((p) => `  ${p.path ? `${p.path}: ` : ''}${problemText(p, locale)}`)
];
