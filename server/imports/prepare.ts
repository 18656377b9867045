import type { ImportStep } from '../../src/lib/forms/import-map.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import { planStep } from './plan.ts';
import type { Surroundings } from './plan.ts';
import type { ImportRequest } from './request.ts';
import { openTable } from './table.ts';

/** A step whose file is there and fits. */
export interface Ready {
	index: number;
	step: ImportStep;
	path: string;
	bytes: number;
}

/** The map's own word for a problem of a file: `files.2.encoding`. */
export const inMap = (index: number, problems: readonly Problem[]) =>
	problems.map((p) => ({ ...p, path: `files.${index}.${p.path}` }));

/**
 * Opens every file and fits it to the map before anything is written (IMPORT-3). Rejected rows of one sheet do
 * not have the columns of the others: those steps are left out.
 */
export async function prepare(
	request: ImportRequest,
	surroundings: Surroundings
): Promise<Outcome<{ ready: Ready[]; leftOut: string[] }>> {
	const { map, paths, complete } = request;
	const problems: Problem[] = [];
	const ready: Ready[] = [];
	const leftOut = new Set<string>();
	for (const [index, step] of map.files.entries()) {
		const path = paths.get(step.file);
		if (path === undefined) {
			if (complete && !step.optional)
				problems.push(problem(`files.${index}.file`, 'missing-file', step.file));
			else leftOut.add(step.file);
			continue;
		}
		const opened = await openTable(path, step);
		if (!opened.ok) {
			problems.push(...inMap(index, opened.problems));
			continue;
		}
		const { table } = opened;
		table.close();
		const plan = planStep(map, step, table.headings, surroundings);
		if (plan.problems.length === 0) ready.push({ index, step, path, bytes: table.bytes });
		else if (!table.rejects) problems.push(...plan.problems);
	}
	if (problems.length > 0) return failed(...problems);
	if (ready.length === 0) return failed(problem('', 'nothing-to-import'));
	return { ok: true, ready, leftOut: [...leftOut] };
}
