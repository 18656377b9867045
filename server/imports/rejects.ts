import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { guardCell } from '../spreadsheet/guard.ts';
import { joinRecord } from './csv-record.ts';
import { REASON_HEADING, STEP_HEADING } from './rejects-format.ts';

const SUFFIX = /(\.\d+)?\.rejected\.csv$/;

/** The file of the map that a file holds rows of: `sales.csv.2.rejected.csv` holds rows of `sales.csv`. */
export const sourceName = (fileName: string): string => fileName.replace(SUFFIX, '');

interface OpenFile {
	path: string;
	file: Writable;
}

/** Creates `<file>.rejected.csv`, numbered where that exists: it may hold corrections not imported yet. */
async function createFile(folder: string, fileName: string): Promise<OpenFile> {
	for (let n = 1; ; n++) {
		const path = join(folder, `${sourceName(fileName)}${n === 1 ? '' : `.${n}`}.rejected.csv`);
		try {
			return { path, file: (await open(path, 'wx')).createWriteStream() };
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
	}
}

/**
 * Collects rejected rows in a file that a spreadsheet opens and this importer reads again (IMPORT-11). The file
 * is made with the first row; `path` is undefined until then.
 */
export function rejectsFile(options: {
	folder: string;
	fileName: string;
	headings: readonly string[];
	delimiter: string;
}) {
	const { folder, fileName, headings, delimiter } = options;
	let opened: OpenFile | undefined;

	async function write(cells: readonly string[]): Promise<void> {
		const line = `${joinRecord(cells.map(guardCell), delimiter)}\r\n`;
		if (!opened!.file.write(line)) await once(opened!.file, 'drain');
	}

	return {
		get path() {
			return opened?.path;
		},
		async add(row: { step: number; reason: string; cells: readonly string[] }): Promise<void> {
			if (!opened) {
				opened = await createFile(folder, fileName);
				// Excel takes a CSV without this mark for the system's old encoding.
				opened.file.write('\ufeff');
				await write([STEP_HEADING, REASON_HEADING, ...headings]);
			}
			await write([String(row.step), row.reason, ...row.cells]);
		},
		async close(): Promise<void> {
			if (!opened) return;
			opened.file.end();
			await finished(opened.file);
		}
	};
}

export type RejectsFile = ReturnType<typeof rejectsFile>;
