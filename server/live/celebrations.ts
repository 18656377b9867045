import { periodOf } from '../../src/lib/domain/period.ts';
import type { LiveEvent, Room } from '../../src/lib/live/protocol.ts';
import type { Database } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import type { Handlers } from '../jobs/jobs.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import { readOne } from '../ledger/read.ts';
import type { Rankings } from '../rankings/rankings.ts';

/** How long a celebration waits for the rankings before it goes out without a rank. */
const RANK_WAIT_MS = 2_000;

const celebrationId = (position: number) => `big-deal:${position}`;

/** Small whatever is shared: a notification holds 8,000 bytes. */
interface Moment {
	/** The teams credited. */
	teamIds: number[];
	metricId: number;
	event: LiveEvent;
}

/** Decides once per cluster what is celebrated, and tells the screens of every process. */
export function createCelebrations(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	rankings: Rankings;
	roomsOf: (teamId: number, metricId: number) => Room[];
	celebrate: (room: Room, event: LiveEvent) => void;
}): Handlers {
	const { database, listener, directory, rankings, roomsOf, celebrate } = options;
	const { mirror } = directory;

	function show({ teamIds, metricId, event }: Moment): void {
		const rooms = teamIds.flatMap((teamId) => roomsOf(teamId, metricId));
		for (const room of new Set(rooms)) celebrate(room, event);
	}
	listener.on('moment', (payload) => payload && show(JSON.parse(payload) as Moment));

	async function tellAll(moment: Moment): Promise<void> {
		await database.db.execute(notification('moment', JSON.stringify(moment)));
		show(moment);
	}

	const teamsOf = (entry: BookedEntry): number[] =>
		entry.credits.filter((c) => c.role === 'credit').map((c) => c.teamId);

	/** The rank that the entry led to, on the company's month. */
	async function rankAfter(entry: BookedEntry, code: string): Promise<number | undefined> {
		const company = mirror.company();
		if (!company || rankings.unwellSince !== undefined) return undefined;
		await rankings.reached(entry.position, AbortSignal.timeout(RANK_WAIT_MS));
		const { subjects } = await rankings.read({
			ranking: {
				metricId: entry.metricId,
				measure: 'total',
				level: 'rep',
				scopeId: company.id,
				...periodOf('month', entry.businessDate)
			},
			count: 1,
			around: code
		});
		return subjects.find((subject) => subject.code === code)?.rank;
	}

	const positionIn = (payload: unknown): number => (payload as { position: number }).position;

	return {
		async celebration(payload) {
			const entry = await readOne(database, positionIn(payload));
			if (!entry || entry.reversedBy !== null) return;
			const first = entry.credits.find((credit) => credit.role === 'credit')!;
			const rep = mirror.reps.get(first.repId)!;
			const rank = await rankAfter(entry, rep.code);
			const customer =
				entry.customerId === null ? undefined : mirror.customers.get(entry.customerId);
			await tellAll({
				teamIds: teamsOf(entry),
				metricId: entry.metricId,
				event: {
					kind: 'celebration',
					id: celebrationId(entry.position),
					reason: 'big-deal',
					rep: { code: rep.code, name: rep.name },
					team: mirror.units.get(first.teamId)!.name,
					amount: entry.amount,
					...(customer ? { customer: customer.name } : {}),
					...(rank === undefined ? {} : { rank }),
					at: entry.bookedAt
				}
			});
		},

		async withdrawal(payload) {
			const entry = await readOne(database, positionIn(payload));
			if (entry?.reverses == null) return;
			await tellAll({
				teamIds: teamsOf(entry),
				metricId: entry.metricId,
				event: { kind: 'withdrawal', id: celebrationId(entry.reverses) }
			});
		}
	};
}
