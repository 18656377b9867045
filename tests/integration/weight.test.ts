/** What a page loads at first, as it goes over the wire: a phone on a weak network, a TV with little memory. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

interface Limit {
	/** Kilobytes of JavaScript, by gzip -9, that the first look may load. */
	kilobytes: number;
	/** What its first picture fetches besides the page itself. */
	fetched?: readonly string[];
}

/** A page joins with a line. A wall's first picture is whole when its chart is drawn. */
const LIMITS: Readonly<Record<string, Limit>> = {
	'/me': { kilobytes: 80 },
	'/tv': { kilobytes: 120, fetched: ['src/lib/charts/line-chart.ts'] }
};

/** Of any page, whatever it does: a phone on a weak network opens it within seconds. */
const LIMIT_OF_ALL = 160;

const OUTPUT = '.svelte-kit/output';

/** As the build compresses it for serving. */
const compressed = (bytes: Buffer): number =>
	gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }).length;

interface Chunk {
	file: string;
	imports?: string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

async function readManifest(): Promise<Manifest> {
	return JSON.parse(await readFile(join(OUTPUT, 'client/.vite/manifest.json'), 'utf8')) as Manifest;
}

/** Numbers of the layouts and of the page of a route, as the built server knows them. */
async function nodesOf(route: string): Promise<number[]> {
	const text = await readFile(join(OUTPUT, 'server/manifest-full.js'), 'utf8');
	const at = text.indexOf(`id: ${JSON.stringify(route)},`);
	const [, layouts, leaf] =
		/page: \{ layouts: \[([^\]]*)\], errors: \[[^\]]*\], leaf: (\d+) \}/.exec(text.slice(at)) ?? [];
	if (at === -1 || leaf === undefined) throw new Error(`${route} is no page of the build`);
	return [...layouts!.split(',').filter(Boolean), leaf].map(Number);
}

/** A chunk and all that it cannot start without. */
function filesOf(manifest: Manifest, entries: readonly string[]): Set<string> {
	const files = new Set<string>();
	const visit = (name: string): void => {
		const chunk = manifest[name];
		if (!chunk) throw new Error(`${name} is not in the manifest of the build`);
		if (files.has(chunk.file)) return;
		files.add(chunk.file);
		chunk.imports?.forEach(visit);
	};
	entries.forEach(visit);
	return files;
}

/** The scripts of a page, and those that it `fetched` besides. */
async function scriptsOf(route: string, fetched: readonly string[] = []): Promise<string[]> {
	const manifest = await readManifest();
	const names = Object.keys(manifest);
	const named = (end: string) => {
		const found = names.find((name) => name.endsWith(end));
		if (!found) throw new Error(`${end} is not in the manifest of the build`);
		return found;
	};
	// The error page (node 1) is part of every start.
	const nodes = [...new Set([0, 1, ...(await nodesOf(route))])];
	const files = filesOf(manifest, [
		named('runtime/client/entry.js'),
		named('generated/client-optimized/app.js'),
		...nodes.map((node) => named(`generated/client-optimized/nodes/${node}.js`)),
		...fetched.map(named)
	]);
	return [...files].filter((file) => file.endsWith('.js'));
}

async function firstLoadOf(route: string, fetched: readonly string[] = []): Promise<number> {
	const sizes = await Promise.all(
		(await scriptsOf(route, fetched)).map(async (file) =>
			compressed(await readFile(join(OUTPUT, 'client', file)))
		)
	);
	return sizes.reduce((sum, size) => sum + size, 0);
}

/** Every page of the site. */
async function pagesOf(): Promise<string[]> {
	const text = await readFile(join(OUTPUT, 'server/manifest-full.js'), 'utf8');
	return [...text.matchAll(/id: ("[^"]*"),[^{}]*?page: \{/gs)].map(
		(of) => JSON.parse(of[1]!) as string
	);
}

describe('the first look loads little', () => {
	for (const [route, { kilobytes, fetched = [] }] of Object.entries(LIMITS))
		test(`[DISPLAY-18] ${route}: at most ${kilobytes} KB of JavaScript`, async () => {
			expect((await firstLoadOf(route, fetched)) / 1024).toBeLessThanOrEqual(kilobytes);
		});
});

test(`[BOOT-7] no page loads more than ${LIMIT_OF_ALL} KB of JavaScript at first`, async () => {
	const heavy: string[] = [];
	for (const page of await pagesOf()) {
		const kilobytes = (await firstLoadOf(page)) / 1024;
		if (kilobytes > LIMIT_OF_ALL) heavy.push(`${page}: ${kilobytes.toFixed(0)} KB`);
	}
	expect(heavy).toEqual([]);
});

test('[BOOT-6] the head of every page stays within what proxies take', async () => {
	const pages = await pagesOf();
	expect(pages.length).toBeGreaterThan(40);
	for (const page of pages) {
		const named = (await scriptsOf(page)).map((file) => `</${file}>; rel="modulepreload"; nopush`);
		expect(named.join(', ').length, page).toBeLessThan(6 * 1024);
	}
});
