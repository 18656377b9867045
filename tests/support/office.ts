/** A real server with pages, the small company in it, and people who can sign in: for stories of the administration. */
import type { NewAccount } from '../../server/auth/accounts.ts';
import { createApi, foundCompanyOver, runKeyCommand } from './api.ts';
import type { Api } from './api.ts';
import { databasesIn, makeDataFolder } from './databases.ts';
import { makeAccount } from './people.ts';
import { startRealServer } from './real-server.ts';
import { until } from './until.ts';

export interface Office {
	url: string;
	databaseUrl: string;
	api: Api;
	close(): Promise<void>;
}

export async function openOffice(
	people: readonly NewAccount[],
	monthStart: string
): Promise<Office> {
	const folder = await makeDataFolder();
	const server = await startRealServer({ dataDir: folder.path });
	// The address that browsers and forms name as their origin.
	const url = `http://localhost:${server.port}`;
	const key = await runKeyCommand({ DATA_DIR: folder.path }, 'create', 'office');
	const api = createApi(() => url, key);
	await until(async () => (await api('GET', '/units')).status === 200);
	await foundCompanyOver(api, monthStart);
	const { databaseUrl } = await databasesIn(folder.path);
	await makeAccount({ DATA_DIR: folder.path }, ...people);
	return {
		url,
		databaseUrl,
		api,
		async close() {
			await server.end();
			await folder.remove();
		}
	};
}
