import { parseArgs } from 'node:util';
import { KEY_SCOPES } from '../../src/lib/domain/permissions.ts';
import type { KeyScope } from '../../src/lib/domain/permissions.ts';
import { createKeyStore } from '../auth/keys.ts';
import { withDatabase } from './with-database.ts';

const USAGE = `Usage:
  npm run key -- create NAME [--scopes read,entries]
                                make an API key; it is printed once, as the last line. Scopes:
                                ${KEY_SCOPES.join(', ')}; all unless named
  npm run key -- list           all keys, newest first
  npm run key -- revoke ID      put a key out of force`;

const ACTOR = 'cli';

function fail(message: string): never {
	console.error(message);
	process.exit(1);
}

function readArguments() {
	try {
		const { values, positionals } = parseArgs({
			options: { scopes: { type: 'string' } },
			allowPositionals: true
		});
		const [command, ...rest] = positionals;
		return { command, argument: rest.join(' ').trim(), scopes: values.scopes };
	} catch {
		fail(USAGE);
	}
}

/** What `--scopes` names; all unless it is given. */
function readScopes(text: string | undefined): readonly KeyScope[] {
	if (text === undefined) return KEY_SCOPES;
	const names = text.split(',').map((name) => name.trim());
	const unknown = names.find((name) => !KEY_SCOPES.includes(name as KeyScope));
	if (unknown !== undefined) fail(`"${unknown}" is no scope. There are: ${KEY_SCOPES.join(', ')}.`);
	return KEY_SCOPES.filter((scope) => names.includes(scope));
}

const { command, argument, scopes: named } = readArguments();
const takes = command === 'create' || command === 'revoke';
if (command !== 'list' && !(takes && argument)) fail(USAGE);
if (named !== undefined && command !== 'create') fail(USAGE);
const scopes = readScopes(named);

try {
	await withDatabase(async (database) => {
		const keys = createKeyStore({ database, clock: Date.now });
		if (command === 'create') {
			console.log(await keys.create({ name: argument, scopes }, ACTOR));
		} else if (command === 'revoke') {
			if (!(await keys.revoke(argument, ACTOR)))
				fail(`No key in force has the id "${argument}". See: npm run key -- list`);
			console.error(`Key ${argument} is out of force.`);
		} else {
			for (const key of await keys.list()) {
				const state = key.revokedAt ? `revoked ${key.revokedAt.toISOString()}` : 'in force';
				const may = `(${key.scopes.join(', ')})`;
				console.log(`${key.id}  ${key.createdAt.toISOString()}  ${state}  ${key.name}  ${may}`);
			}
		}
	});
} catch (error) {
	fail(error instanceof Error ? error.message : String(error));
}
