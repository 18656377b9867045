import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { whyStale } from './node-modules.mjs';

const lock = (packages: Record<string, object>) => ({ packages: { '': {}, ...packages } });
const svelte = { 'node_modules/svelte': { version: '5.1.0', integrity: 'sha512-a' } };

describe('node_modules needs an install', () => {
	const cases: [string, Parameters<typeof whyStale>[0], string | undefined][] = [
		[
			'in a fresh clone',
			{ wanted: lock(svelte), installed: undefined, dev: false },
			'there are none'
		],
		[
			'not when all is there',
			{ wanted: lock(svelte), installed: lock(svelte), dev: true },
			undefined
		],
		[
			'after a pull that updates a package',
			{
				wanted: lock({ 'node_modules/svelte': { version: '5.2.0' } }),
				installed: lock(svelte),
				dev: false
			},
			'svelte is 5.1.0 and should be 5.2.0'
		],
		[
			'after a pull that adds one, nested and scoped',
			{
				wanted: lock({ ...svelte, 'node_modules/a/node_modules/@b/c': { version: '1.0.0' } }),
				installed: lock(svelte),
				dev: false
			},
			'@b/c is missing'
		],
		[
			'not for what another platform needs',
			{
				wanted: lock({ ...svelte, 'node_modules/mac': { version: '1.0.0', optional: true } }),
				installed: lock(svelte),
				dev: false
			},
			undefined
		],
		[
			'not for development packages on a server',
			{
				wanted: lock({ ...svelte, 'node_modules/vitest': { version: '5.0.0', dev: true } }),
				installed: lock(svelte),
				dev: false
			},
			undefined
		],
		[
			'for development packages when testing',
			{
				wanted: lock({ ...svelte, 'node_modules/vitest': { version: '5.0.0', dev: true } }),
				installed: lock(svelte),
				dev: true
			},
			'vitest is missing'
		]
	];
	test.each(cases)('%s', (_, locks, reason) => expect(whyStale(locks)).toBe(reason));
});

// npm drops an optional package from the lock when the registry lacks that version, and then "npm
// ci" refuses the lock on every fresh clone, though this machine's node_modules is complete.
test('the lock file has every optional package, so that "npm ci" accepts it', () => {
	const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
	const packages: Record<string, { optionalDependencies?: Record<string, string> }> =
		JSON.parse(text).packages;
	const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies)
			.filter((name) => !placesOf(name, path).some((place) => place in packages))
			.map((name) => `${path} → ${name}`)
	);
	expect(missing).toEqual([]);
});

/** Where Node looks for a package that another one asks for: beside it, then further out. */
function placesOf(name: string, from: string): string[] {
	const folders = from.split('/node_modules/');
	const around = folders.map((_, i) => folders.slice(0, i + 1).join('/node_modules/'));
	return [...around.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`];
}
