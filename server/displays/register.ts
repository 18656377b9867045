import { and, eq, isNull } from 'drizzle-orm';
import type { Principal } from '../../src/lib/domain/permissions.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import type { Log } from '../log.ts';
import { displays } from './schema.ts';

/** What decides about a display; how it is doing (last seen, report) is read from the record. */
const COLUMNS = {
	id: displays.id,
	name: displays.name,
	board: displays.board,
	unitId: displays.unitId,
	locale: displays.locale,
	hours: displays.hours,
	secretHash: displays.secretHash,
	formerSecretHash: displays.formerSecretHash,
	rotatedAt: displays.rotatedAt,
	muted: displays.muted,
	blankUntil: displays.blankUntil
};
export type Registered = Pick<typeof displays.$inferSelect, keyof typeof COLUMNS>;

/** Called with each display that changed; without one when it is paired no more. */
export type DisplayWatcher = (id: string, display: Registered | undefined) => void;

export type Register = Awaited<ReturnType<typeof createRegister>>;

/** The displays in force, kept in memory: a TV is asked who it is with every handshake and every report. */
export async function createRegister(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	log: Log;
}) {
	const { database, listener, log } = options;
	const { mirror } = options.directory;
	const watchers = new Set<DisplayWatcher>();
	const inForce = isNull(displays.revokedAt);
	let known = new Map<string, Registered>();

	const tell = (id: string) => {
		for (const watcher of watchers) watcher(id, known.get(id));
	};

	async function fill(): Promise<void> {
		const rows = await database.db.select(COLUMNS).from(displays).where(inForce);
		const before = known;
		known = new Map(rows.map((row) => [row.id, row]));
		for (const id of new Set([...before.keys(), ...known.keys()])) tell(id);
	}

	async function read(id: string): Promise<void> {
		const [row] = await database.db
			.select(COLUMNS)
			.from(displays)
			.where(and(eq(displays.id, id), inForce));
		const before = known.get(id);
		if (row) known.set(id, row);
		else known.delete(id);
		if (row || before) tell(id);
	}

	// One after another: an older reading must not overtake a newer one.
	let reading: Promise<unknown> = Promise.resolve();
	function inTurn(work: () => Promise<void>): Promise<void> {
		const done = reading.then(work);
		reading = done.catch(() => {});
		return done;
	}

	listener.on('displays', (id) => {
		inTurn(() => (id ? read(id) : fill())).catch((error: unknown) =>
			log.error({ err: error }, 'the displays could not be read again')
		);
	});
	await fill();

	return {
		get: (id: string): Registered | undefined => known.get(id),
		all: (): IterableIterator<Registered> => known.values(),

		principalOf: ({ id, unitId }: Registered): Principal => ({
			kind: 'display',
			id,
			unit: mirror.units.get(unitId)?.code ?? ''
		}),

		/** Reads a display again: it changed here, or another process may just have changed it. */
		refresh: (id: string): Promise<void> => inTurn(() => read(id)),

		/** Changes a display in a transaction that the other processes hear of, and takes it over here. */
		async change(id: string, work: (tx: Transaction) => Promise<void>): Promise<void> {
			await database.db.transaction(async (tx) => {
				await work(tx);
				await tx.execute(notification('displays', id));
			});
			await inTurn(() => read(id));
		},

		onChange: (watcher: DisplayWatcher) => void watchers.add(watcher)
	};
}
