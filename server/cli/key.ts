import { KEY_SCOPES } from '../../src/lib/domain/permissions.ts';
import { createKeyStore } from '../auth/keys.ts';
import { withDatabase } from './with-database.ts';

const USAGE = `Usage:
  npm run key -- create NAME    make an API key; it is printed once, as the last line
  npm run key -- list           all keys, newest first
  npm run key -- revoke ID      put a key out of force`;

const ACTOR = 'cli';

function fail(message: string): never {
	console.error(message);
	process.exit(1);
}

const [command, ...rest] = process.argv.slice(2);
const argument = rest.join(' ').trim();
const takes = command === 'create' || command === 'revoke';
if (command !== 'list' && !(takes && argument)) fail(USAGE);

try {
	await withDatabase(async (database) => {
		const keys = createKeyStore({ database, clock: Date.now });
		if (command === 'create') {
			console.log(await keys.create({ name: argument, scopes: KEY_SCOPES }, ACTOR));
		} else if (command === 'revoke') {
			if (!(await keys.revoke(argument, ACTOR)))
				fail(`No key in force has the id "${argument}". See: npm run key -- list`);
			console.error(`Key ${argument} is out of force.`);
		} else {
			for (const key of await keys.list()) {
				const state = key.revokedAt ? `revoked ${key.revokedAt.toISOString()}` : 'in force';
				console.log(`${key.id}  ${key.createdAt.toISOString()}  ${state}  ${key.name}`);
			}
		}
	});
} catch (error) {
	fail(error instanceof Error ? error.message : String(error));
}
