import { readdir } from 'node:fs/promises';
import type * as Catalogue from '../../src/lib/paraglide/messages.js';

type Texts = typeof Catalogue;

/** What a command says: reasons of problems, and how an import went. */
const PREFIXES = ['problem_', 'import_'];

/**
 * The texts of a command alone. The whole catalogue is thousands of modules, a quarter of the memory that an import may
 * take; a text of another name is not there.
 */
export async function loadTexts(): Promise<Texts> {
	const folder = new URL('../../src/lib/paraglide/messages/', import.meta.url);
	const files = (await readdir(folder)).filter((name) =>
		PREFIXES.some((prefix) => name.startsWith(prefix))
	);
	const modules = await Promise.all(
		files.map((file): Promise<Partial<Texts>> => import(new URL(file, folder).href))
	);
	return Object.assign({}, ...modules) as Texts;
}
