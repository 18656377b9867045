import type { Problem } from '../problems.ts';

/** One row of a table, whatever file it stands in. */
export interface Row {
	/** Line of a text file, row of a sheet; 1 is the first. */
	line: number;
	cells: readonly string[];
	/** It cannot be told apart into cells: they are what a plain split gives. */
	problem?: Problem;
}
