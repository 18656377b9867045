/** The product without HTTP: all of the app in one process with the load, which calls `ledger.append`. Forked by the bench. */
import { createServer } from 'node:http';
import { createApp } from '../../../server/app.ts';
import { openDatabases } from '../../../server/databases.ts';
import { createLog } from '../../../server/log.ts';
import { answerCalls } from '../wire/calls.ts';
import { now } from '../wire/clock.ts';
import { COMPANY, sale } from '../world.ts';
import { fillRecord } from './fill.ts';

type App = Awaited<ReturnType<typeof createApp>>;

export interface AppendFor {
	/** Appends under way at a time; each is awaited before its place is taken again. */
	atOnce: number;
	/** Appends begun together and awaited together. */
	batch: number;
	ms: number;
	from: number;
}

let app: App | undefined;
let close = async () => {};

async function append(number: number): Promise<void> {
	const appended = await app!.ledger.append(sale({ number }), 'bench');
	if (!appended.ok) throw new Error(JSON.stringify(appended.problems));
}

answerCalls({
	async open(dataDir: string): Promise<void> {
		const log = createLog('warn');
		const databases = await openDatabases(
			{ dataDir, databaseUrl: undefined, redisUrl: undefined },
			log
		);
		const { databaseUrl, redisTarget } = databases;
		const http = createServer();
		app = await createApp({ databaseUrl, redisTarget, http, clock: Date.now, log });
		close = async () => {
			await app!.beginClosing();
			await app!.close();
			await databases.stop();
		};
		await fillRecord(app);
		await app.boards.open(COMPANY);
	},

	async append({ atOnce, batch, ms, from }: AppendFor): Promise<{ sales: number; ms: number }> {
		const start = now();
		let number = from;
		async function work(): Promise<void> {
			while (now() - start < ms)
				await Promise.all(Array.from({ length: batch }, () => append(number++)));
		}
		await Promise.all(Array.from({ length: atOnce }, work));
		return { sales: number - from, ms: now() - start };
	},

	close: () => close()
});
