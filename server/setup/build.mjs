import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode } from './node-modules.mjs';
import { attempt, root, say, SetupError } from './run.mjs';

/** All that the built site depends on. Of server/ it contains only the slot that hands over the app. */
const SOURCES = [
	'src',
	'static',
	'messages',
	'project.inlang/settings.json',
	'server/handoff.ts',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json',
	'package.json',
	'package-lock.json'
];
/** Written by the build itself. */
const GENERATED = ['src/lib/paraglide'];

const stamp = join(root, 'build', '.sources');

/** Builds the site unless the build that is there was made from exactly these sources. */
export function ensureBuild() {
	const sources = fingerprint(root);
	const built = existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
	if (built === sources) return;

	say(`building the site, since ${built ? 'its sources have changed' : 'there is no build'}`);
	rmSync(stamp, { force: true });
	// Nothing is printed when all is well: what is wrong is told on stderr.
	const trouble = attempt(
		pinnedNode,
		[join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
		{ onlyWarnings: true }
	);
	if (trouble) throw new SetupError(`the site could not be built (${trouble}), see above.`);
	writeFileSync(stamp, sources);
}

/**
 * A hash over names and contents: times say nothing after a checkout or a copy.
 * @param {string} folder The root of the clone.
 */
export function fingerprint(folder) {
	const hash = createHash('sha256');
	for (const file of SOURCES.flatMap((path) => filesBelow(folder, path))) {
		const content = readFileSync(join(folder, file));
		hash.update(`${file}\0${content.byteLength}\0`).update(content);
	}
	return hash.digest('hex');
}

/**
 * @param {string} folder
 * @param {string} path
 * @returns {string[]} paths below the folder, in a fixed order
 */
function filesBelow(folder, path) {
	const found = statSync(join(folder, path), { throwIfNoEntry: false });
	if (!found || GENERATED.includes(path)) return [];
	if (!found.isDirectory()) return [path];
	const names = readdirSync(join(folder, path)).sort();
	return names.flatMap((name) => filesBelow(folder, `${path}/${name}`));
}
