/** Run as a program: creates an account in an installation, as nobody but a test does. Its form comes as JSON. */
import { createAccounts } from '../../server/auth/accounts.ts';
import type { NewAccount } from '../../server/auth/accounts.ts';
import { withRecord } from '../../server/cli/with-record.ts';
import { createLog } from '../../server/log.ts';

await withRecord(createLog('silent'), async (record) => {
	const accounts = createAccounts({ ...record, clock: Date.now });
	const made = await accounts.create(JSON.parse(process.argv[2]!) as NewAccount, 'test');
	if (!made.ok) throw new Error(JSON.stringify(made.problems));
});
