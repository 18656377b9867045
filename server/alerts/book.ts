import { gte, inArray, isNull, or } from 'drizzle-orm';
import type { Rule } from '../../src/lib/domain/laggard.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { alerts } from './schema.ts';
import type { AlertRow } from './schema.ts';

const CHANNEL = 'alerts';
/** A notification holds 8,000 bytes; more than this and everything is read again. */
const NAMED_AT_MOST = 400;

/** Whose alerts changed; undefined: anybody's. */
export type Watcher = (repIds: ReadonlySet<number> | undefined) => void;

const keyOf = (repId: number, rule: Rule): string => `${repId}:${rule}`;

export type Book = Awaited<ReturnType<typeof createBook>>;

/** The open alerts and those of today, in the memory of each process; the record has all of them. */
export async function createBook(options: {
	database: Database;
	listener: Listener;
	organisation: Organisation;
	clock: Clock;
	log: Log;
}) {
	const { database, listener, organisation, clock, log } = options;
	const watchers = new Set<Watcher>();
	/** Of this process: names what it knew, not when. */
	const opened = clock();
	let changes = 0;
	/** The newest of each rep and rule. */
	let newest = new Map<string, AlertRow>();
	let open = new Map<number, AlertRow>();

	function put(row: AlertRow): void {
		const key = keyOf(row.repId, row.rule);
		const known = newest.get(key);
		if (!known || known.id <= row.id) newest.set(key, row);
		if (row.endedAt === null) open.set(row.id, row);
		else open.delete(row.id);
	}

	async function load(): Promise<void> {
		const since: IsoDate = addDays(organisation.today(), -1);
		const rows = await database.db
			.select()
			.from(alerts)
			.where(or(isNull(alerts.endedAt), gte(alerts.day, since)))
			.orderBy(alerts.id);
		newest = new Map();
		open = new Map();
		rows.forEach(put);
	}

	async function refresh(ids: readonly number[]): Promise<void> {
		const rows = await database.db
			.select()
			.from(alerts)
			.where(inArray(alerts.id, [...ids]))
			.orderBy(alerts.id);
		apply(rows);
	}

	const tell: Watcher = (repIds) => {
		changes++;
		for (const watcher of watchers) watcher(repIds);
	};

	function apply(rows: readonly AlertRow[]): void {
		if (rows.length === 0) return;
		rows.forEach(put);
		tell(new Set(rows.map(({ repId }) => repId)));
	}

	await load();
	// One after another: an older reading must not overtake a newer one.
	let reading: Promise<void> = Promise.resolve();
	listener.on(CHANNEL, (payload) => {
		const ids = payload === '' ? undefined : payload.split(',').map(Number);
		reading = reading
			.then(() => (ids ? refresh(ids) : load().then(() => tell(undefined))))
			.catch((error: unknown) => log.warn({ err: error }, 'alerts could not be read again'));
	});

	return {
		/** For the transaction of a change: the other processes hear of it. */
		announce: async (tx: Transaction, ids: readonly number[]): Promise<void> => {
			await tx.execute(notification(CHANNEL, ids.length <= NAMED_AT_MOST ? ids.join(',') : ''));
		},

		/** Once it is committed: known here, and told. */
		apply,

		/** Another one: something has changed since, or another process answers. */
		get revision(): string {
			return `${opened}.${changes}`;
		},

		newestOf: (repId: number, rule: Rule): AlertRow | undefined => newest.get(keyOf(repId, rule)),
		open: (): IterableIterator<AlertRow> => open.values(),
		get: (id: number): AlertRow | undefined => open.get(id),
		onChange: (watcher: Watcher): (() => void) => {
			watchers.add(watcher);
			return () => void watchers.delete(watcher);
		}
	};
}
