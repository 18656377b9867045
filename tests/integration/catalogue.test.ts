/** Every reason that the code can give is in words, in both languages. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFile(join(root, path), 'utf8');
/** All texts of a language: one file for each area of the product. */
async function catalogue(locale: string): Promise<Record<string, unknown>> {
	const files = (await readdir(join(root, 'messages'), { recursive: true })).filter((name) =>
		name.endsWith(`${locale}.json`)
	);
	const texts: Record<string, unknown> = {};
	for (const file of files)
		for (const [key, text] of Object.entries(JSON.parse(await read(`messages/${file}`)))) {
			expect(key === '$schema' || !(key in texts), `${key} stands twice in ${locale}`).toBe(true);
			texts[key] = text;
		}
	return texts;
}

/** Where a reason stands in the code. */
const PLACES = [
	/\bproblem\(\s*(?:'[^']*'|`[^`]*`|[\w.()[\]]+),\s*'([a-z]+(?:-[a-z]+)*)'/g,
	/\bproblemOf\(\s*\d+,\s*'([a-z-]+)'/g,
	/\brefused\(\s*(?:'[^']*'|\w+),\s*'([a-z-]+)'/g,
	/\brefuse\(\s*\d+,\s*'([a-z-]+)'/g,
	/\bunknown\([^)]*?'([a-z-]+)'/g,
	/\breason: '([a-z]+(?:-[a-z]+)+)'/g,
	/: '(unknown-[a-z]+)'/g
];
/** Reasons of other conversations: between server and screen, and of a page of its own (routes/refused). */
const NOT_FOR_PEOPLE = ['not-ready', 'unknown-room', 'forbidden', 'big-deal', 'not-found'];

async function sources(folder: string): Promise<string[]> {
	const names = await readdir(join(root, folder), { recursive: true });
	return names
		.filter((name) => /\.(ts|svelte)$/.test(name) && !/\.test\.ts$/.test(name))
		.filter((name) => !name.startsWith('lib/paraglide'))
		.map((name) => join(folder, name));
}

async function reasonsInCode(): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	for (const file of [...(await sources('server')), ...(await sources('src'))]) {
		// What a celebration is for has words of its own.
		if (file === 'src/lib/domain/celebration.ts') continue;
		const text = await read(file);
		for (const place of PLACES)
			for (const [, reason] of text.matchAll(place)) found.set(reason!, file);
		if (file.startsWith('src/lib/forms'))
			for (const [, reason] of text.matchAll(/error: '([a-z]+(?:-[a-z]+)*)'/g))
				found.set(reason!, file);
		if (/src\/lib\/domain\/(ledger|reverse)\.ts$/.test(file))
			for (const [, reason] of text.matchAll(/fail\('([a-z-]+)'\)/g)) found.set(reason!, file);
	}
	// Made of parts: `unknown-${level}`, `unknown-${kind}`.
	for (const kind of ['rep', 'team', 'region', 'dealer', 'product', 'unit', 'customer'])
		found.set(`unknown-${kind}`, 'server/rankings/leaderboards.ts');
	for (const reason of NOT_FOR_PEOPLE) found.delete(reason);
	return found;
}

describe.each(['zh-CN', 'en'])('[API-5] in %s', (locale) => {
	test('every reason in the code has its text', async () => {
		const messages = await catalogue(locale);
		const reasons = await reasonsInCode();
		expect(reasons.size).toBeGreaterThan(40);
		const wordless = [...reasons].filter(
			([reason]) => messages[`problem_${reason.replaceAll('-', '_')}`] === undefined
		);
		expect(wordless).toEqual([]);
	});
});

test('both languages have the same texts, with the same blanks to fill in', async () => {
	const [zh, en] = [await catalogue('zh-CN'), await catalogue('en')];
	expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
	const blanks = (text: unknown) =>
		[...new Set([...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
	for (const key of Object.keys(zh)) {
		if (key.startsWith('$')) continue;
		if (typeof zh[key] === 'string' && typeof en[key] === 'string')
			expect(blanks(zh[key]), key).toEqual(blanks(en[key]));
	}
});

/** What every form may say, whether or not one does today. */
const OF_ALL_FORMS = ['form_saved', 'form_cancel'];

test('[SETTINGS-8] every text is used', async () => {
	const code = await Promise.all(
		[...(await sources('server')), ...(await sources('src'))].map((file) => read(file))
	);
	const words = new Set(code.flatMap((text) => text.match(/\w+/g) ?? []));
	/** Keys made of parts begin as the template that makes them does: `audit_what_${kind}`. */
	const begins = code.flatMap((text) => [...text.matchAll(/`([a-z]+_(?:\w*_)?)\$\{/g)]);
	const madeOfParts = begins.map(([, prefix]) => prefix!);
	const unused = Object.keys(await catalogue('zh-CN')).filter(
		(key) =>
			key !== '$schema' &&
			!words.has(key) &&
			!OF_ALL_FORMS.includes(key) &&
			!madeOfParts.some((prefix) => key.startsWith(prefix))
	);
	expect(unused).toEqual([]);
});
