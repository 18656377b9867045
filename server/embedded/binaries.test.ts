import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hydrateLinks } from './binaries.ts';

test('the links that npm could not carry are made, once, beside what they point to', async () => {
	const root = await mkdtemp(join(tmpdir(), 'lhb-links-'));
	const native = join(root, 'native');
	await mkdir(join(native, 'lib'), { recursive: true });
	await writeFile(
		join(native, 'pg-symlinks.json'),
		JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }])
	);
	await hydrateLinks(native);
	await hydrateLinks(native);
	expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
	await rm(root, { recursive: true });
});
