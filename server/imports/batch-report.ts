import type { ImportKind, ReferredKind } from '../../src/lib/forms/import-map.ts';
import type { Problem } from '../problems.ts';
import type { Reference } from './form.ts';
import type { ImportReport, RejectedCell } from './report.ts';
import type { Onlooker } from './request.ts';

/** Rows shown of each sort; all rejected ones are in the file. */
const SHOWN_ACCEPTED = 8;
const SHOWN_REJECTED = 50;
const LONGEST_CELL = 200;

export interface AcceptedRow {
	line: number;
	form: object;
	/** What the row names, by path of the form: codes, and what the file calls them. */
	names: Record<string, { code: string; name: string }>;
}

export interface RejectedWhole {
	line: number;
	cells: readonly string[];
	wrong: readonly RejectedCell[];
}

/** What came of a rehearsal or of the import. */
export interface Outcome {
	rows: number;
	created: number;
	updated: number;
	unchanged: number;
	replayed: number;
	skipped: number;
	rejected: number;
	alsoCreated: Partial<Record<ReferredKind, number>>;
	accepted: AcceptedRow[];
	rejects: RejectedWhole[];
	stopped?: Problem;
	interrupted: boolean;
}

export interface Undo {
	reversed: number;
	/** Entries that could not be taken back, and why the first of them. */
	refused: number;
	problem?: Problem;
}

/** What is kept of a batch besides its map. */
export interface BatchReport {
	file: string;
	/** Bytes. */
	size: number;
	as?: ImportKind;
	headings?: readonly string[];
	rehearsal?: Outcome;
	result?: Outcome;
	undo?: Undo;
	/** Entries lie after this position of the ledger and up to that one. */
	after?: number;
	through?: number;
	/** Why nothing came of it. */
	problems?: Problem[];
}

const shorten = (text: string) =>
	text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text;

const namesOf = (references: readonly Reference[]) =>
	Object.fromEntries(references.map(({ path, code, name }) => [path, { code, name }]));

/** Keeps the first rows of each sort. */
export function rowKeeper(): Onlooker & { accepted_: AcceptedRow[]; rejected_: RejectedWhole[] } {
	const accepted_: AcceptedRow[] = [];
	const rejected_: RejectedWhole[] = [];
	return {
		accepted_,
		rejected_,
		accepted({ line, form, references }) {
			if (accepted_.length < SHOWN_ACCEPTED)
				accepted_.push({ line, form, names: namesOf(references) });
		},
		rejected({ line, cells, wrong }) {
			if (rejected_.length < SHOWN_REJECTED)
				rejected_.push({ line, cells: cells.map(shorten), wrong });
		}
	};
}

export function outcomeOf(
	{ steps, interrupted }: ImportReport,
	keeper: ReturnType<typeof rowKeeper>
): Outcome {
	const [step] = steps;
	const { rows, created, updated, unchanged, replayed, skipped, rejected, alsoCreated, stopped } =
		step ?? {
			rows: 0,
			created: 0,
			updated: 0,
			unchanged: 0,
			replayed: 0,
			skipped: 0,
			rejected: 0,
			alsoCreated: {},
			stopped: undefined
		};
	return {
		rows,
		created,
		updated,
		unchanged,
		replayed,
		skipped,
		rejected,
		alsoCreated,
		accepted: keeper.accepted_,
		rejects: keeper.rejected_,
		interrupted,
		...(stopped ? { stopped } : {})
	};
}
