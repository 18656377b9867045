import type { Clock } from './clock.ts';
import { connectDatabase } from './database/connection.ts';
import { createListener } from './database/listen.ts';
import { migrateDatabase } from './database/migrate.ts';
import { createDirectory } from './directory/directory.ts';
import { createLedger } from './ledger/ledger.ts';
import type { Log } from './log.ts';
import { createOrganisation } from './organisation/organisation.ts';
import { createTargets } from './targets/targets.ts';

/** What PostgreSQL alone holds, wired: enough for whatever reads or writes the books, with or without a server. */
export type BooksOfRecord = Awaited<ReturnType<typeof createRecord>>;

export async function createRecord(options: { databaseUrl: string; clock: Clock; log: Log }) {
	const { databaseUrl, clock, log } = options;
	const database = connectDatabase({ url: databaseUrl, log });
	await migrateDatabase(database);
	const listener = await createListener(database, log);
	const organisation = await createOrganisation({ database, listener, clock, log });
	const directory = await createDirectory({
		database,
		listener,
		clock,
		log,
		today: organisation.today,
		fractionDigits: () => organisation.settings.fractionDigits
	});
	const targets = createTargets({ database, listener, directory, organisation, clock });
	const ledger = await createLedger({ database, listener, directory, organisation, clock, log });

	return {
		database,
		listener,
		organisation,
		directory,
		targets,
		ledger,

		/** Whoever follows the ledger first, the database last. */
		async close(): Promise<void> {
			await ledger.feed.close();
			await listener.close();
			await database.close();
		}
	};
}
