import { desc, sql } from 'drizzle-orm';
import type { CheerKind } from '../../src/lib/domain/celebration.ts';
import type { CelebrationEvent, LiveEvent, Room } from '../../src/lib/live/protocol.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import type { Handlers } from '../jobs/jobs.ts';
import type { Feed } from '../ledger/feed.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { PeopleMedia } from '../people/media.ts';
import type { Targets } from '../targets/targets.ts';
import type { Applause } from './applause.ts';
import { createCheering } from './cheering.ts';
import type { NewCheer } from './cheering.ts';
import { startReferee } from './referee.ts';
import { celebrations } from './schema.ts';

/** What screens would not show any more is not told to them either (CELEBRATE-6). */
const MAX_AGE_MS = 60_000;

export type CelebrationRow = typeof celebrations.$inferSelect;

/** A moment as it stands in the list, with what colleagues sent. */
export interface Celebrated {
	event: CelebrationEvent;
	cheers: Partial<Record<CheerKind, number>>;
	/** Of whoever asks. */
	own: CheerKind[];
	/** Whether it can still be cheered. */
	open: boolean;
}

/** Small whatever is shared: a notification holds 8,000 bytes. */
type Told =
	| { kind: 'celebration' | 'withdrawal'; id: string }
	/** `id` is that of the cheer. */
	| ({ kind: 'cheered' } & Omit<NewCheer, 'kind'> & { cheer: CheerKind });

export type Celebrations = ReturnType<typeof createCelebrations>;

/** Decides once per cluster what is celebrated, tells the screens of every process, and takes the cheers. */
export function createCelebrations(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	feed: Feed;
	media: PeopleMedia;
	/** What phones show of it. */
	applause: Applause;
	/** The rooms in which what is credited to a team shows. */
	roomsOf: (teamId: number, metricId: number) => Room[];
	celebrate: (room: Room, event: LiveEvent) => void;
	clock: Clock;
	log: Log;
}) {
	const { database, listener, directory, media, applause, clock, log } = options;
	const { mirror } = directory;
	const outboxWatchers = new Set<() => void>();
	const cheerWatchers = new Set<(cheer: NewCheer) => void>();
	const watchers = new Set<{ onChange: () => void; onEnd: () => void }>();

	async function readOne(id: string): Promise<CelebrationRow | undefined> {
		const [row] = await database.db
			.select()
			.from(celebrations)
			.where(sql`id = ${id}`);
		return row;
	}

	/** A rep's shows where the teams credited show; a unit's on its own screens, those above and those below. */
	function roomsOf({ repId, unitId, teamIds, metricId }: CelebrationRow): Set<Room> {
		const teams = repId === null ? mirror.below(unitId, 'team').map(({ id }) => id) : teamIds;
		return new Set(teams.flatMap((team) => options.roomsOf(team, metricId)));
	}

	async function eventOf(row: CelebrationRow): Promise<CelebrationEvent> {
		const rep = row.repId === null ? undefined : mirror.reps.get(row.repId);
		const unit = mirror.units.get(row.unitId);
		const { code, name, kind } = mirror.metrics.get(row.metricId)!;
		return {
			kind: 'celebration',
			id: row.id,
			reason: row.reason,
			meanings: row.meanings.map((meaning) =>
				meaning.reason === 'number-one'
					? { ...meaning, unit: mirror.units.named(meaning.unit)?.name ?? meaning.unit }
					: meaning
			),
			...(rep ? { rep: { code: rep.code, name: rep.name, ...(await media.of(rep.code)) } } : {}),
			unit: { code: unit?.code ?? '', name: unit?.name ?? '', kind: unit?.kind ?? 'team' },
			metric: { code, name, kind },
			day: row.day,
			amount: row.amount,
			...(row.customer === null ? {} : { customer: row.customer }),
			...(row.rank === null ? {} : { rank: row.rank }),
			at: row.at.getTime()
		};
	}

	function showIn(row: CelebrationRow, event: LiveEvent): void {
		for (const room of roomsOf(row)) options.celebrate(room, event);
		for (const { onChange } of watchers) onChange();
	}

	async function showCheer(told: Extract<Told, { kind: 'cheered' }>): Promise<void> {
		const { id: serial, by, cheer, celebration, rep, total } = told;
		applause.noteCheer({ by: by.code, rep });
		const row = celebration === undefined ? undefined : await readOne(celebration);
		if (row) showIn(row, { kind: 'cheer', id: row.id, cheer, name: by.name, serial, total });
	}

	async function show(told: Told): Promise<void> {
		if (told.kind === 'cheered') return showCheer(told);
		applause.noteMoment();
		const row = await readOne(told.id);
		if (!row) return;
		showIn(
			row,
			told.kind === 'celebration' ? await eventOf(row) : { kind: 'withdrawal', id: row.id }
		);
	}
	const showOrLog = (told: Told) =>
		void show(told).catch((error: unknown) => log.warn({ err: error }, 'a moment was not shown'));
	listener.on('moment', (payload) => payload && showOrLog(JSON.parse(payload) as Told));

	async function tellAll(told: Told): Promise<void> {
		await database.db.execute(notification('moment', JSON.stringify(told)));
		await show(told);
	}

	const cheering = createCheering({
		database,
		directory,
		clock,
		async onCheer({ kind, ...cheer }) {
			await tellAll({ kind: 'cheered', cheer: kind, ...cheer });
			for (const watcher of cheerWatchers) watcher({ kind, ...cheer });
		}
	});

	const referee = startReferee({
		...options,
		onDecided: () => {
			for (const watcher of outboxWatchers) watcher();
		}
	});

	const idIn = (payload: unknown): string => (payload as { id: string }).id;
	const handlers: Handlers = {
		async celebration(payload) {
			const row = await readOne(idIn(payload));
			if (!row || row.withdrawnAt !== null || clock() - row.at.getTime() > MAX_AGE_MS) return;
			await tellAll({ kind: 'celebration', id: row.id });
		},
		withdrawal: (payload) => tellAll({ kind: 'withdrawal', id: idIn(payload) })
	};

	return {
		handlers,
		cheer: cheering.cheer,
		cheersOf: cheering.ofRep,
		newestOf: cheering.newestOf,

		/** The newest moments, newest first: of a unit and all below, or the company. `code` is of whoever asks. */
		async recent(options: {
			unit?: string | undefined;
			limit: number;
			code?: string | undefined;
		}): Promise<Celebrated[]> {
			const unit = options.unit === undefined ? mirror.company() : mirror.units.named(options.unit);
			if (!unit) return [];
			const units = [...mirror.below(unit.id, 'team'), ...mirror.below(unit.id, 'region'), unit];
			const ids = sql.join(
				units.map(({ id }) => sql`${id}`),
				sql`, `
			);
			const rows = await database.db
				.select()
				.from(celebrations)
				.where(sql`withdrawn_at IS NULL AND unit_id IN (${ids})`)
				.orderBy(desc(celebrations.at), desc(celebrations.position))
				.limit(options.limit);
			const cheers = await cheering.of(
				rows.map(({ id }) => id),
				options.code
			);
			return Promise.all(
				rows.map(async (row) => ({
					event: await eventOf(row),
					cheers: cheers.get(row.id)?.counts ?? {},
					own: cheers.get(row.id)?.own ?? [],
					open: cheering.isOpen(row)
				}))
			);
		},

		/** In the process that took it, once. */
		onCheer: (watcher: (cheer: NewCheer) => void) => void cheerWatchers.add(watcher),

		/** Told when a moment was decided, withdrawn or cheered somewhere. Gives the function that ends it. */
		watch(watcher: { onChange: () => void; onEnd: () => void }): () => void {
			watchers.add(watcher);
			return () => watchers.delete(watcher);
		},

		/** Something for the job queue was committed. */
		onOutbox: (watcher: () => void) => void outboxWatchers.add(watcher),

		/** Ends what streams to pages. */
		beginClosing(): void {
			for (const { onEnd } of [...watchers]) onEnd();
		},

		close: () => referee.stop()
	};
}
