import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint } from './build.mjs';

let folder: string;
const write = (path: string, text: string) => writeFileSync(join(folder, path), text);

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'lhb-build-'));
	mkdirSync(join(folder, 'src', 'lib', 'paraglide'), { recursive: true });
	mkdirSync(join(folder, 'docs'));
	write('src/app.css', 'a');
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
	['a changed source', () => write('src/app.css', 'b')],
	['a new source', () => write('src/lib/new.ts', '')],
	['a renamed source', () => (rmSync(join(folder, 'src/app.css')), write('src/app2.css', 'a'))],
	['an updated dependency', () => write('package-lock.json', '{}')]
])('%s asks for a new build', (_, change) => {
	const before = fingerprint(folder);
	change();
	expect(fingerprint(folder)).not.toBe(before);
});

test.each([
	['a fresh checkout of the same sources', () => utimesSync(join(folder, 'src/app.css'), 1, 1)],
	['what the build itself generates', () => write('src/lib/paraglide/messages.js', 'x')],
	['what the site does not contain', () => write('docs/SPEC.md', 'x')]
])('%s asks for none', (_, change) => {
	const before = fingerprint(folder);
	change();
	expect(fingerprint(folder)).toBe(before);
});
