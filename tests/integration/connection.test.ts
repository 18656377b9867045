/** The pool of connections, as outages leave it. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabase } from '../../server/database/connection.ts';
import type { Database } from '../../server/database/connection.ts';
import { createLog } from '../../server/log.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';

let databases: Databases;
let database: Database;

beforeAll(async () => {
	databases = await startDatabases();
	database = connectDatabase({ url: databases.databaseUrl, log: createLog('silent'), max: 1 });
});

afterAll(async () => {
	await database?.close();
	await databases?.stop();
});

const one = async () => (await database.db.execute(sql`SELECT 1 AS one`)).rows;

test('a transaction that cannot even begin gives its connection back', async () => {
	const level = 'none that there is' as 'serializable';
	const never = () => expect.unreachable();
	await expect(database.db.transaction(never, { isolationLevel: level })).rejects.toThrow();
	expect(await one()).toEqual([{ one: 1 }]);
});

test('one whose connection is lost under way leaves the pool a sound one', async () => {
	const lost = database.db.transaction(async (tx) => {
		await tx.execute(sql`SELECT pg_terminate_backend(pg_backend_pid())`);
	});
	await expect(lost).rejects.toThrow();
	expect(await one()).toEqual([{ one: 1 }]);
});

test('a transaction that throws is undone, and its connection goes on', async () => {
	const backend = async () =>
		(await database.db.execute<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`)).rows[0]!.pid;
	const before = await backend();
	const thrown = database.db.transaction(async (tx) => {
		await tx.execute(sql`CREATE TABLE undone ()`);
		throw new Error('never mind');
	});
	await expect(thrown).rejects.toThrow('never mind');
	const { rows } = await database.db.execute(sql`SELECT to_regclass('undone') AS found`);
	expect(rows).toEqual([{ found: null }]);
	expect(await backend()).toBe(before);
});
