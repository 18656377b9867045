/** An account for a browser story, beside the server: `DATA_DIR=… node tests/support/make-account.ts CODE PASSWORD`. */
import { hashPassword } from '../../server/auth/passwords.ts';
import { accounts } from '../../server/auth/schema.ts';
import { withDatabase } from '../../server/cli/with-database.ts';

const [code = 'admin', password = 'longhubang'] = process.argv.slice(2);

await withDatabase(async ({ db }) => {
	const passwordHash = await hashPassword(password);
	await db
		.insert(accounts)
		.values({ code, name: '周敏', passwordHash, administrator: true, createdAt: new Date() });
});
