import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ImportMap } from '../../src/lib/forms/import-map.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import { sourceName } from './rejects.ts';

/** The files of the map that are there, by the name that the map gives them. */
export interface GivenFiles {
	paths: ReadonlyMap<string, string>;
	/** A folder should hold all files of the map; single files leave the other steps out. */
	complete: boolean;
}

const fold = (name: string) => name.normalize('NFC').toLowerCase();

/** Assigns files to the names in the map; where the map names only one, a single file may be called anything. */
export function nameFiles(
	map: ImportMap,
	paths: readonly { name: string; path: string }[]
): Outcome<{ paths: Map<string, string> }> {
	const names = [...new Set(map.files.map(({ file }) => file))];
	const found = new Map<string, string>();
	const problems: Problem[] = [];
	for (const { name, path } of paths) {
		const known = names.find((named) => fold(named) === fold(sourceName(name)));
		const only = names.length === 1 && paths.length === 1 ? names[0] : undefined;
		const file = known ?? only;
		if (!file) problems.push(problem('', 'file-not-in-map', name, { files: names.join(', ') }));
		else if (found.has(file)) problems.push(problem('', 'file-given-twice', name, { file }));
		else found.set(file, path);
	}
	return problems.length > 0 ? failed(...problems) : { ok: true, paths: found };
}

async function filesIn(folder: string, map: ImportMap): Promise<Map<string, string>> {
	const there = await readdir(folder);
	const found = new Map<string, string>();
	for (const { file } of map.files) {
		const name =
			there.find((name) => name === file) ?? there.find((name) => fold(name) === fold(file));
		if (name) found.set(file, join(folder, name));
	}
	return found;
}

/** What stands on the command line: one folder, or files. Problems: `no-such-file` and those of nameFiles. */
export async function findFiles(
	map: ImportMap,
	given: readonly string[]
): Promise<Outcome<GivenFiles>> {
	const paths: { name: string; path: string }[] = [];
	for (const path of given) {
		const stats = await stat(path).catch(() => undefined);
		if (!stats) return failed(problem('', 'no-such-file', path));
		if (!stats.isDirectory()) paths.push({ name: basename(path), path });
		else if (given.length > 1) return failed(problem('', 'folder-or-files', path));
		else return { ok: true, paths: await filesIn(path, map), complete: true };
	}
	const named = nameFiles(map, paths);
	return named.ok ? { ...named, complete: false } : named;
}
