/**
 * Makes accounts in an installation, as the first run does for the first administrator. Their forms come as JSON on the
 * command line:
 *
 *     DATA_DIR=… node tests/support/make-account.ts '[{"code":"admin","name":"Admin","password":"…","administrator":true}]'
 */
import { createAccounts } from '../../server/auth/accounts.ts';
import type { NewAccount } from '../../server/auth/accounts.ts';
import { withRecord } from '../../server/cli/with-record.ts';
import { createLog } from '../../server/log.ts';

const forms = JSON.parse(process.argv[2] ?? '') as NewAccount[];
await withRecord(createLog('warn'), async ({ database, directory, organisation }) => {
	const accounts = createAccounts({ database, directory, organisation, clock: Date.now });
	for (const form of forms) {
		const made = await accounts.create(form, 'test');
		if (!made.ok) throw new Error(JSON.stringify(made.problems));
	}
});
