/** People of an installation who can sign in. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { NewAccount } from '../../server/auth/accounts.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everybody's. */
export const PASSWORD = 'correct horse battery';

/** Makes accounts with `PASSWORD` in an installation that runs, or does not. */
export async function makeAccount(
	env: { DATA_DIR: string; DATABASE_URL?: string },
	...people: readonly NewAccount[]
): Promise<void> {
	const forms = people.map((person) => ({ password: PASSWORD, ...person }));
	await promisify(execFile)(
		process.execPath,
		['tests/support/make-account.ts', JSON.stringify(forms)],
		{ cwd: root, env: { PATH: process.env.PATH, ...env } }
	);
}
