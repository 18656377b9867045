import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { createApp } from '../../server/app.ts';
import type { App } from '../../server/app.ts';
import { createLog } from '../../server/log.ts';

export interface LocalApp {
	app: App;
	/** For walls; there are no pages. */
	url: string;
	port: number;
	/** Straight to the record. */
	pool: pg.Pool;
	close(): Promise<void>;
}

/** The whole application in this process, without pages: for stories that need its clock in hand. */
export async function startLocalApp({
	publicBoards = true,
	...options
}: Pick<
	Parameters<typeof createApp>[0],
	'databaseUrl' | 'redisTarget' | 'clock' | 'mail' | 'publicUrl' | 'isPushService'
> & {
	/** Whether anybody may watch the boards; they may, unless it is what the story is about. */
	publicBoards?: boolean;
}): Promise<LocalApp> {
	const http = createServer((_, response) => void response.writeHead(404).end());
	const log = createLog(process.env.DEBUG ? 'debug' : 'silent');
	const app = await createApp({ ...options, http, log });
	if (app.organisation.settings.publicBoards !== publicBoards)
		await app.organisation.update({ publicBoards }, {}, 'test');
	http.listen(0, '127.0.0.1');
	await once(http, 'listening');
	const { port } = http.address() as AddressInfo;
	const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 3 });
	pool.on('error', () => {});
	return {
		app,
		url: `http://127.0.0.1:${port}`,
		port,
		pool,
		async close() {
			await pool.end();
			await app.beginClosing();
			await app.close();
		}
	};
}
