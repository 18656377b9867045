import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensurePrivateFolder, openDataFolder, socketFolder } from './folder.ts';

let root: string;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'lhb-folder-'));
});
afterEach(() => rm(root, { recursive: true }));

test('sockets live in the data folder while their path is short enough, in bytes', () => {
	expect(socketFolder('/srv/longhubang')).toBe('/srv/longhubang/run');
	expect(socketFolder(`/srv/${'d'.repeat(71)}`)).toMatch(/^\/srv\/d+\/run$/);
	expect(socketFolder(`/srv/${'d'.repeat(72)}`)).toMatch(/^\/tmp\/longhubang-[0-9a-f]{16}$/);
	expect(socketFolder(`/srv/${'龙'.repeat(24)}`)).toMatch(/^\/tmp\//);
});

test('every long data folder has its own folder for sockets', () => {
	const long = (letter: string) => socketFolder(`/srv/${letter.repeat(100)}`);
	expect(long('a')).toBe(long('a'));
	expect(long('a')).not.toBe(long('b'));
});

test('a data folder has one name, by whatever link it is reached', async () => {
	const { path } = await openDataFolder(join(root, 'data'));
	await symlink(path, join(root, 'link'));
	expect(await openDataFolder(join(root, 'link'))).toEqual(await openDataFolder(path));
	expect((await stat(path)).mode & 0o777).toBe(0o700);
});

test('a data folder that cannot be made says so, and what to set', async () => {
	await writeFile(join(root, 'file'), '');
	await expect(openDataFolder(join(root, 'file', 'data'))).rejects.toThrow(
		/file\/data cannot be made.*DATA_DIR/
	);
});

test('a folder for sockets that others could enter is refused', async () => {
	await ensurePrivateFolder(join(root, 'private'));
	await ensurePrivateFolder(join(root, 'private')); // again is fine

	await mkdir(join(root, 'open'));
	await chmod(join(root, 'open'), 0o755);
	await expect(ensurePrivateFolder(join(root, 'open'))).rejects.toThrow(/chmod 700/);

	await symlink(join(root, 'private'), join(root, 'link'));
	await expect(ensurePrivateFolder(join(root, 'link'))).rejects.toThrow(/only this user can enter/);
});
