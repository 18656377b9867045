/** docs/SPEC.md and the tests speak of the same rules: each rule has a test that names it, each name is a rule. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `- **LEDGER-3** …` */
const RULE = /^- \*\*([A-Z]+-\d+)\*\*/gm;
/** In a title: `[LEDGER-3] …` */
const NAMED = /\[([A-Z]+-\d+)\]/g;

async function namedInTests(): Promise<Map<string, string>> {
	const named = new Map<string, string>();
	for (const folder of ['src', 'server', 'tests'])
		for (const file of await readdir(join(root, folder), { recursive: true })) {
			if (!/\.(test|spec)\.ts$/.test(file)) continue;
			const text = await readFile(join(root, folder, file), 'utf8');
			for (const [, rule] of text.matchAll(NAMED)) named.set(rule!, join(folder, file));
		}
	return named;
}

test('every rule has a test that names it, and no test names a rule that there is not', async () => {
	const spec = await readFile(join(root, 'docs/SPEC.md'), 'utf8');
	const rules = [...spec.matchAll(RULE)].map(([, rule]) => rule!);
	const named = await namedInTests();
	expect(rules.length).toBeGreaterThan(0);
	expect(rules.filter((rule, i) => rules.indexOf(rule) !== i)).toEqual([]);
	expect(rules.filter((rule) => !named.has(rule))).toEqual([]);
	expect([...named].filter(([rule]) => !rules.includes(rule))).toEqual([]);
});
