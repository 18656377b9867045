import { asc, eq } from 'drizzle-orm';
import { createLink, linkPath } from '../auth/links.ts';
import { accounts } from '../auth/schema.ts';
import { readConfig } from '../config.ts';
import { withDatabase } from './with-database.ts';

const USAGE = `Usage:
  npm run account -- link CODE   a link with which this account chooses a new password, once, within 72 hours
  npm run account -- list        all accounts`;

const ACTOR = 'cli';

function fail(message: string): never {
	console.error(message);
	process.exit(1);
}

const [command, code] = process.argv.slice(2);
if (command !== 'list' && !(command === 'link' && code)) fail(USAGE);

try {
	await withDatabase(async (database) => {
		const { db } = database;
		if (command === 'list') {
			for (const account of await db.select().from(accounts).orderBy(asc(accounts.code))) {
				const roles = [
					account.administrator ? 'administrator' : '',
					account.viewer ? 'viewer' : '',
					account.disabledAt ? `disabled ${account.disabledAt.toISOString()}` : '',
					account.passwordHash === null ? 'no password yet' : ''
				].filter(Boolean);
				console.log([account.code, account.name, ...roles].join('  '));
			}
			return;
		}
		const [account] = await db.select().from(accounts).where(eq(accounts.code, code!));
		if (!account) fail(`There is no account "${code}". See: npm run account -- list`);
		if (account.disabledAt) fail(`The account "${code}" is disabled; a link would not open it.`);
		const link = { account: account.code, kind: 'reset' as const, actor: ACTOR };
		const { secret, expiresAt } = await createLink({ database, clock: Date.now }, link);
		const { publicUrl } = readConfig(process.env);
		if (!publicUrl) console.error('Open this behind the address of your site:');
		console.error(`Good once, until ${expiresAt.toISOString()}.`);
		console.log(`${publicUrl ?? ''}${linkPath(secret)}`);
	});
} catch (error) {
	fail(error instanceof Error ? error.message : String(error));
}
