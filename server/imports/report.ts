import type { ImportKind, ReferredKind } from '../../src/lib/forms/import-map.ts';
import type { Problem } from '../problems.ts';

/** Rejected rows that a report lists; all of them are in the file of rejected rows. */
export const LISTED_REJECTS = 1_000;

export interface RejectedCell {
	/** Heading of the column, or the field where the map gives the value itself; empty: the whole row. */
	column: string;
	value?: string;
	problem: Problem;
}

export interface RejectedRow {
	line: number;
	cells: RejectedCell[];
}

/** What came of one step of the map. For targets, `created` counts those set or changed. */
export interface StepReport {
	/** 1 is the first of the map. */
	step: number;
	file: string;
	as: ImportKind;
	/** Rows read, and of them left out by `where`. */
	rows: number;
	skipped: number;
	created: number;
	updated: number;
	/** In the books already, word for word: subjects and targets; rows that `distinct` takes once. */
	unchanged: number;
	/** Entries that were recorded before. */
	replayed: number;
	rejected: number;
	/** Subjects that rows named and `create` made. */
	alsoCreated: Partial<Record<ReferredKind, number>>;
	/** The first rejected rows. */
	rejects: RejectedRow[];
	/** Where all rejected rows were written. */
	rejectedFile?: string;
	/** Why reading stopped before the end of the file. */
	stopped?: Problem;
}

export interface ImportReport {
	dryRun: boolean;
	/** Ended by a signal before the end of the files. */
	interrupted: boolean;
	steps: StepReport[];
	/** Files of the map that were not given. */
	leftOut: string[];
	accepted: number;
	rejected: number;
}

export const emptyStep = (step: number, file: string, as: ImportKind): StepReport => ({
	step,
	file,
	as,
	rows: 0,
	skipped: 0,
	created: 0,
	updated: 0,
	unchanged: 0,
	replayed: 0,
	rejected: 0,
	alsoCreated: {},
	rejects: []
});

export function sumUp(ran: Omit<ImportReport, 'accepted' | 'rejected'>): ImportReport {
	const sum = (count: (step: StepReport) => number) =>
		ran.steps.reduce((n, step) => n + count(step), 0);
	return {
		...ran,
		accepted: sum((step) => step.created + step.updated + step.unchanged + step.replayed),
		rejected: sum((step) => step.rejected + (step.stopped ? 1 : 0))
	};
}
