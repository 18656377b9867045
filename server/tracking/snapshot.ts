import type pg from 'pg';
import type { Database } from '../database/connection.ts';

/**
 * Everything that `work` reads belongs to one position of the ledger: a sale that is committed meanwhile is in all of
 * its figures or in none, so that parts add up to the whole.
 */
export async function atOnePosition<T>(
	{ pool }: Database,
	work: (client: pg.ClientBase, position: number) => Promise<T>
): Promise<T> {
	const client = await pool.connect();
	try {
		await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
		const { rows } = await client.query<{ position: number }>('SELECT position FROM ledger_head');
		const result = await work(client, rows[0]!.position);
		await client.query('COMMIT');
		return result;
	} catch (error) {
		await client.query('ROLLBACK').catch(() => {});
		throw error;
	} finally {
		client.release();
	}
}
