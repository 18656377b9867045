/** The check of credits looks up what was added, however large the ledger is: no timing, only rows read. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabase } from '../../server/database/connection.ts';
import type { Database } from '../../server/database/connection.ts';
import { commitBatch } from '../../server/ledger/commit.ts';
import type { PreparedEntry } from '../../server/ledger/entry.ts';
import { NOW, startRecords } from '../support/records.ts';

const IMPORTED = 1_000;
const SALES = 20;

let records: Awaited<ReturnType<typeof startRecords>>;
beforeAll(async () => {
	records = await startRecords();
});
afterAll(() => records.stop());

/** Rows of the ledger that this connection's server process has read so far. */
async function rowsRead({ pool }: Database): Promise<number> {
	await pool.query('SELECT pg_stat_force_next_flush()');
	const { rows } = await pool.query<{ read: number }>(
		`SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) + (
				SELECT sum(idx_tup_read) FROM pg_stat_user_indexes
				WHERE relname IN ('entries', 'entry_credits')
			) AS read
		FROM pg_stat_user_tables WHERE relname IN ('entries', 'entry_credits')`
	);
	return rows[0]!.read;
}

test('[LEDGER-4] on a ledger that began with an import, a sale is checked by its own rows', async () => {
	const books = await records.open();
	const { directory } = books.record;
	await directory.put('units', 'c', { name: '公司', kind: 'company' }, 'test');
	await directory.put('units', 't', { name: '一队', kind: 'team', parent: 'c' }, 'test');
	await directory.put('reps', 'r', { name: '李娜', team: 't' }, 'test');
	const { mirror } = directory;
	const repId = mirror.reps.named('r')!.id;
	const teamId = mirror.units.named('t')!.id;
	const metricId = mirror.metrics.named('sales')!.id;
	const entry = (number: number): PreparedEntry => ({
		source: 'test',
		externalId: String(number),
		kind: 'sale',
		metricId,
		amount: number,
		customerId: null,
		productId: null,
		quantity: null,
		occurredAt: NOW,
		businessDate: '2026-11-23',
		note: null,
		reverses: null,
		corrects: null,
		recordedBy: 'test',
		credits: [{ repId, teamId, role: 'credit', share: 10_000, amount: number }]
	});

	// One connection: the one that planned its checks while the ledger was empty.
	const database = connectDatabase({ url: books.databaseUrl, log: books.log, max: 1 });
	const imported = Array.from({ length: IMPORTED }, (_, i) => entry(i + 1));
	await commitBatch(database, imported, NOW);
	const before = await rowsRead(database);
	for (let i = 1; i <= SALES; i++) await commitBatch(database, [entry(IMPORTED + i)], NOW);
	const perSale = ((await rowsRead(database)) - before) / SALES;
	await database.close();
	await books.close();

	expect(perSale).toBeGreaterThan(0);
	expect(perSale).toBeLessThan(20);
});
