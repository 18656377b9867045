import { setImmediate as pause } from 'node:timers/promises';
import type { ImportStep } from '../../src/lib/forms/import-map.ts';
import { problem } from '../problems.ts';
import type { Problem } from '../problems.ts';
import type { Books } from './books.ts';
import { missingCreator } from './create-missing.ts';
import { NotATable } from './csv.ts';
import { duplicateCheck } from './duplicates.ts';
import type { Filled } from './form.ts';
import { rowNames } from './identity.ts';
import type { Plan } from './plan.ts';
import type { RejectsFile } from './rejects.ts';
import type { Onlooker } from './request.ts';
import { LISTED_REJECTS } from './report.ts';
import type { RejectedCell, StepReport } from './report.ts';
import type { Row } from './row.ts';
import type { Table } from './table.ts';
import { entryWriter, subjectWriter, targetWriter } from './writers.ts';
import type { Verdict, Writer } from './writers.ts';
import { BadWorkbook } from './xlsx/package.ts';

/** The books speak of calls; who imports a file has a map. */
const UNKNOWN = /^unknown-(unit|rep|customer|product)$/;

interface Pending {
	row: Row;
	verdict: Promise<Verdict>;
	/** What the row said; absent where it could not be read. */
	filled?: Filled;
}

function writerOf(books: Books, as: ImportStep['as'], actor: string): Writer {
	if (as === 'entries') return entryWriter(books, actor);
	if (as === 'targets') return targetWriter(books, actor);
	return subjectWriter(books, as, actor);
}

/** What two rows of a file must not say differently: the code of a subject, period and subject of a target. */
function subjectOf(as: ImportStep['as'], form: object): string | undefined {
	if (as === 'entries') return undefined;
	if (as === 'targets') {
		const { amount: _, ...rest } = form as { amount: number };
		return JSON.stringify(rest);
	}
	return (form as { code: string }).code;
}

/** Work without a pause, milliseconds: in a server, sales and boards wait for as long. */
const LONGEST_TURN_MS = 4;

/** Lets whatever else waits for this process go first, now and then: promises alone never do. */
function breather(): () => Promise<void> | undefined {
	let since = performance.now();
	return () => {
		if (performance.now() - since < LONGEST_TURN_MS) return undefined;
		return pause().then(() => void (since = performance.now()));
	};
}

/** Reads one file by one step of the map and writes it to the books; what came of each row goes into `report`. */
export async function runStep(options: {
	step: ImportStep;
	plan: Plan;
	table: Table;
	books: Books;
	actor: string;
	report: StepReport;
	rejects: RejectsFile | undefined;
	words: (problem: Problem) => string;
	onlooker: Onlooker | undefined;
	onBytes: (bytes: number) => void;
	onRow: () => void;
	signal: AbortSignal | undefined;
}): Promise<void> {
	const { step, plan, table, books, actor, report, rejects, words } = options;
	const writer = writerOf(books, step.as, actor);
	const createMissing = missingCreator({
		books,
		plan,
		actor,
		onCreated: (kind) => (report.alsoCreated[kind] = (report.alsoCreated[kind] ?? 0) + 1)
	});
	const breathe = breather();
	const nameRow = rowNames();
	const meet = duplicateCheck();
	const queue: Pending[] = [];

	function rejectedCell(row: Row, refused: Problem): RejectedCell {
		const told = UNKNOWN.test(refused.reason)
			? { ...refused, reason: 'unknown-in-import' }
			: refused;
		const column = plan.label(refused.path);
		const cell = row.cells[table.headings.indexOf(column)]?.trim();
		const value = cell ?? (typeof refused.value === 'string' ? refused.value : undefined);
		return { column, problem: told, ...(value === undefined ? {} : { value }) };
	}

	async function reject(row: Row, problems: readonly Problem[]): Promise<void> {
		report.rejected++;
		const refused = problems.map((one) => rejectedCell(row, one));
		options.onlooker?.rejected({ line: row.line, cells: row.cells, wrong: refused });
		if (report.rejects.length < LISTED_REJECTS)
			report.rejects.push({ line: row.line, cells: refused });
		const reason = refused
			.map((c) => (c.column ? `${c.column}: ` : '') + words(c.problem))
			.join(' ');
		// Sheets leave empty cells at the end out; a row that was too short stays so until it is corrected.
		const missing = row.problem ? 0 : Math.max(0, table.headings.length - row.cells.length);
		const cells = [...row.cells, ...Array<string>(missing).fill('')];
		await rejects?.add({ step: report.step, reason, cells });
	}

	/** Answers are taken in the order of the file. */
	async function settle(pending: Pending): Promise<void> {
		const { row, filled } = pending;
		const verdict = await pending.verdict;
		if (verdict.ok) {
			report[verdict.became]++;
			if (filled) options.onlooker?.accepted({ line: row.line, ...filled });
		} else {
			const { problems } = verdict;
			await reject(
				row,
				problems.map((p) => ({ ...p, path: filled?.pathOf(p.path) ?? p.path }))
			);
		}
		options.onRow();
	}

	async function drain(left: number): Promise<void> {
		await writer.flush();
		while (queue.length > left) {
			await settle(queue.shift()!);
			await breathe();
		}
	}

	function enqueue(row: Row, verdict: Promise<Verdict>, filled?: Filled): void {
		// Whoever waits for it hears of the failure; before that it must not count as unhandled.
		verdict.catch(() => {});
		queue.push({ row, verdict, ...(filled ? { filled } : {}) });
	}

	const refuse = (row: Row, problems: Problem[]) =>
		enqueue(row, Promise.resolve({ ok: false, problems }));

	/** The form to be written, or what happens instead. */
	function checkDuplicate(row: Row, { form }: Filled): 'write' | Verdict {
		const subject = subjectOf(step.as, form);
		const seen = subject === undefined ? 'new' : meet(subject, form, row.line);
		if (seen === 'new') return 'write';
		if (seen.same && step.distinct) return { ok: true, became: 'unchanged' };
		const path = step.as === 'targets' ? 'subject.code' : 'code';
		const { line } = seen;
		return { ok: false, problems: [problem(path, 'duplicate-row', undefined, { line })] };
	}

	async function take(row: Row): Promise<void> {
		if (row.problem) return refuse(row, [row.problem]);
		const filled = plan.fill(row);
		if (!filled.ok) return refuse(row, filled.problems);
		const { form, references, identity } = filled;
		const next = checkDuplicate(row, filled);
		if (next !== 'write') return enqueue(row, Promise.resolve(next));
		const problems = await createMissing(references, row);
		if (problems.length > 0) return refuse(row, problems);
		const named =
			step.as !== 'entries' || plan.named ? form : { ...form, externalId: nameRow(identity) };
		enqueue(row, writer.write(named), filled);
	}

	try {
		for await (const row of table.rows(options.onBytes)) {
			if (options.signal?.aborted) break;
			if (row.step !== undefined && row.step !== report.step) continue;
			report.rows++;
			if (!row.problem && !plan.wants(row)) {
				report.skipped++;
				options.onRow();
				continue;
			}
			await take(row);
			await breathe();
			if (queue.length >= writer.parallel) await drain(writer.parallel / 2);
		}
	} catch (error) {
		if (!(error instanceof NotATable) && !(error instanceof BadWorkbook)) throw error;
		report.stopped = problem('file', error instanceof NotATable ? 'not-a-table' : 'bad-workbook');
	}
	await drain(0);
}
