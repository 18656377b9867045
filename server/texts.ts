import { readdir } from 'node:fs/promises';
import type * as Catalogue from '../src/lib/paraglide/messages.js';

type Texts = typeof Catalogue;
/** The texts whose names begin so. */
type TextsOf<Prefix extends string> = {
	[Key in keyof Texts as Key extends `${Prefix}${string}` ? Key : never]: Texts[Key];
};

const folder = new URL('../src/lib/paraglide/messages/', import.meta.url);
const loaded = new Map<string, Promise<object>>();

async function load(prefix: string): Promise<object> {
	const files = (await readdir(folder)).filter((name) => name.startsWith(prefix));
	const modules = await Promise.all(
		files.map((file): Promise<object> => import(new URL(file, folder).href))
	);
	return Object.assign({}, ...modules) as object;
}

function loadOnce(prefix: string): Promise<object> {
	const known = loaded.get(prefix);
	if (known) return known;
	const loading = load(prefix);
	loaded.set(prefix, loading);
	// Texts are compiled with the pages; at the start of a development server they are not there yet.
	loading.then(
		(texts) => Object.keys(texts).length === 0 && loaded.delete(prefix),
		() => loaded.delete(prefix)
	);
	return loading;
}

/**
 * The texts of one subject alone, for what speaks without a page: a command, a mail, a push message. The whole catalogue
 * is thousands of modules, 55 MB of memory; a text of another name is not there.
 */
export async function loadTexts<Prefix extends string>(
	...prefixes: readonly Prefix[]
): Promise<TextsOf<Prefix>> {
	return Object.assign({}, ...(await Promise.all(prefixes.map(loadOnce)))) as TextsOf<Prefix>;
}
