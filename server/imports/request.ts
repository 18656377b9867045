import type { ImportMap, ImportStep } from '../../src/lib/forms/import-map.ts';
import type { Problem } from '../problems.ts';
import type { GivenFiles } from './files.ts';
import type { Reference } from './form.ts';
import type { RejectedCell } from './report.ts';

export interface Progress {
	file: string;
	as: ImportStep['as'];
	/** 1 is the first. */
	step: number;
	steps: number;
	/** Rows of this step that were dealt with. */
	rows: number;
	/** Of the whole import, 0 to 1. */
	share: number;
}

/** Sees row by row what became of it. */
export interface Onlooker {
	accepted(row: { line: number; form: object; references: readonly Reference[] }): void;
	rejected(row: { line: number; cells: readonly string[]; wrong: readonly RejectedCell[] }): void;
}

export interface ImportRequest extends GivenFiles {
	map: ImportMap;
	dryRun: boolean;
	actor: string;
	/** Where the rejected rows of a file go; a dry run writes none, unless it is asked to. */
	rejectsFolder: (path: string) => Promise<string>;
	keepRejects?: boolean | undefined;
	onlooker?: Onlooker | undefined;
	/** A problem as the reader of the report understands it. */
	words: (problem: Problem) => string;
	onProgress?: ((progress: Progress) => void) | undefined;
	/** Ends the import after the rows under way; what was accepted stays. */
	signal?: AbortSignal | undefined;
}
