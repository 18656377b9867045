import type { ImportMap, ImportStep } from '../../src/lib/forms/import-map.ts';
import type { Problem } from '../problems.ts';
import type { GivenFiles } from './files.ts';

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

export interface ImportRequest extends GivenFiles {
	map: ImportMap;
	dryRun: boolean;
	actor: string;
	/** Where the rejected rows of a file go; a dry run writes none. */
	rejectsFolder: (path: string) => Promise<string>;
	/** A problem as the reader of the report understands it. */
	words: (problem: Problem) => string;
	onProgress?: ((progress: Progress) => void) | undefined;
	/** Ends the import after the rows under way; what was accepted stays. */
	signal?: AbortSignal | undefined;
}
