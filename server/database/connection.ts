import { drizzle } from 'drizzle-orm/node-postgres';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Log } from '../log.ts';

/** int8: amounts and positions stay within ±2^53 (MONEY-2), so a number holds them exactly. */
const INT8 = 20;
/** sum(int8) is numeric; the same bound holds. */
const NUMERIC = 1700;
const DATE = 1082;

function exactInteger(text: string): number {
	const value = Number(text);
	if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a safe integer`);
	return value;
}

const types: pg.CustomTypesConfig = {
	getTypeParser(oid, format) {
		if (oid === INT8 || oid === NUMERIC) return exactInteger;
		// A business date is text: a Date would bring the host's time zone in.
		if (oid === DATE) return (text: string) => text;
		return pg.types.getTypeParser(oid, format);
	}
};

export interface Database {
	pool: pg.Pool;
	db: NodePgDatabase;
	/** How to open one more connection of one's own, for LISTEN or an advisory lock. */
	connection: pg.ClientConfig;
	close(): Promise<void>;
}

export type Transaction = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];

export function connectDatabase(options: { url: string; log: Log; max?: number }): Database {
	const connection: pg.ClientConfig = {
		connectionString: options.url,
		application_name: 'longhubang',
		// A network that goes away without a word is noticed, also by the connection that only listens.
		keepAlive: true,
		// One that a dying server never answers would be waited for without end, by whoever leads or listens too.
		connectionTimeoutMillis: 5_000,
		// Our statements are prepared once and take arrays: PostgreSQL would plan the commit anew for every
		// sale, at about the cost of running it, and come to the same plan.
		options: '-c plan_cache_mode=force_generic_plan',
		types
	};
	const pool = new pg.Pool({
		...connection,
		max: options.max ?? 10,
		idleTimeoutMillis: 60_000
	});
	// Without a listener a database restart would end the process; and so it would between two queries of
	// a transaction, when the pool itself does not listen.
	pool.on('error', (error) =>
		options.log.warn({ err: error }, 'an idle database connection was lost')
	);
	pool.on('connect', (client) => {
		client.on('error', (error) => options.log.debug({ err: error }, 'a connection was lost'));
	});
	return { pool, db: withReturnedClients(pool), connection, close: () => pool.end() };
}

/**
 * Drizzle 0.45 begins a transaction of a pool before it minds the client: when BEGIN fails, as it does in an outage, the
 * client is never given back, and after ten of them nobody gets one (drizzle-orm #6241). Of a client of our own it minds
 * the transaction alone, and the pool drops one that is broken.
 */
function withReturnedClients(pool: pg.Pool): NodePgDatabase {
	const databases = new WeakMap<pg.PoolClient, NodePgDatabase>();
	const databaseOf = (client: pg.PoolClient): NodePgDatabase => {
		const known = databases.get(client) ?? drizzle(client);
		databases.set(client, known);
		return known;
	};
	const db = drizzle(pool);
	db.transaction = async (work, config) => {
		const client = await pool.connect();
		try {
			return await databaseOf(client).transaction(work, config);
		} finally {
			client.release();
		}
	};
	return db;
}
