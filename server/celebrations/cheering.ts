import { and, desc, eq, gte, isNull, sql } from 'drizzle-orm';
import type { CheerKind } from '../../src/lib/domain/celebration.ts';
import type { SentCheer } from '../../src/lib/forms/cheer.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { CelebrationRow } from './celebrations.ts';
import { celebrations, cheers } from './schema.ts';

/** A person's cheers within a minute, and for one moment or, without one, one person in 24 hours (CHEER-3). */
export const CHEER_LIMITS = { perMinute: 20, perMoment: 5 } as const;
/** A moment can be cheered this long (CHEER-4). */
const OPEN_MS = 24 * 3_600_000;

type Counts = Partial<Record<CheerKind, number>>;
type CheerRow = typeof cheers.$inferSelect;
type Person = { code: string; name: string };
/** What a cheer is for: a moment, a person, or a moment of a person's. */
type Aim = Pick<CheerRow, 'celebrationId' | 'repId'>;

/** A cheer that was not there before. */
export interface NewCheer {
	id: string;
	kind: CheerKind;
	by: Person;
	/** The moment; absent: an encouragement. */
	celebration?: string;
	/** Code of whom it is for; absent for a unit's moment. */
	rep?: string;
	/** The moment's cheers so far; without a moment, 1. */
	total: number;
}

/** What colleagues send to a moment, or to a person. */
export function createCheering(options: {
	database: Database;
	directory: Directory;
	clock: Clock;
	onCheer: (cheer: NewCheer) => Promise<void>;
}) {
	const { database, clock, onCheer } = options;
	const { mirror } = options.directory;

	const isOpen = ({ at, withdrawnAt }: Pick<CelebrationRow, 'at' | 'withdrawnAt'>): boolean =>
		withdrawnAt === null && clock() - at.getTime() <= OPEN_MS;

	async function aimAtMoment(tx: Transaction, id: string): Promise<Outcome<Aim>> {
		const [moment] = await tx.select().from(celebrations).where(eq(celebrations.id, id));
		return moment && isOpen(moment)
			? { ok: true, celebrationId: id, repId: moment.repId }
			: failed(problem('celebration', 'unknown-celebration', id));
	}

	/** The rep's newest moment that is still open; else the rep. */
	async function aimAtRep(tx: Transaction, code: string, by: string): Promise<Outcome<Aim>> {
		if (code === by) return failed(problem('rep', 'cheer-oneself'));
		const rep = mirror.reps.named(code);
		if (!rep) return failed(problem('rep', 'unknown-person', code));
		const open = and(
			eq(celebrations.repId, rep.id),
			isNull(celebrations.withdrawnAt),
			gte(celebrations.at, new Date(clock() - OPEN_MS))
		);
		const [newest] = await tx
			.select({ id: celebrations.id })
			.from(celebrations)
			.where(open)
			.orderBy(desc(celebrations.at), desc(celebrations.position))
			.limit(1);
		return { ok: true, celebrationId: newest?.id ?? null, repId: rep.id };
	}

	async function isTooMuch(
		tx: Transaction,
		{ celebrationId, repId }: Aim,
		by: string,
		now: Date
	): Promise<boolean> {
		const minuteAgo = new Date(now.getTime() - 60_000);
		const dayAgo = new Date(now.getTime() - OPEN_MS);
		const there =
			celebrationId === null
				? sql`celebration_id IS NULL AND rep_id = ${repId} AND at > ${dayAgo}`
				: sql`celebration_id = ${celebrationId}`;
		const { rows } = await tx.execute<{ lately: number; there: number }>(sql`
			SELECT count(*) FILTER (WHERE at > ${minuteAgo})::int AS lately,
				count(*) FILTER (WHERE ${there})::int AS there
			FROM cheers WHERE by = ${by}`);
		const [{ lately, there: here }] = rows as [(typeof rows)[0]];
		return lately >= CHEER_LIMITS.perMinute || here >= CHEER_LIMITS.perMoment;
	}

	const totalOf = async (tx: Transaction, { celebrationId }: Aim): Promise<number> =>
		celebrationId === null ? 1 : tx.$count(cheers, eq(cheers.celebrationId, celebrationId));

	/** Writes it once, if the person has not cheered too much. */
	async function write(
		tx: Transaction,
		sent: SentCheer,
		by: string
	): Promise<Outcome<{ isNew: boolean; total: number; aim: Aim }>> {
		// One person's cheers one after another: two at once would both be the last that is allowed.
		await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`cheer ${by}`}))`);
		const [known] = await tx.select().from(cheers).where(eq(cheers.id, sent.id));
		// Whatever has happened to the moment since: it was cheered.
		if (known?.by === by)
			return { ok: true, isNew: false, total: await totalOf(tx, known), aim: known };
		if (known) return failed(problem('id', 'command-id-in-use', sent.id));
		const aim =
			'rep' in sent ? await aimAtRep(tx, sent.rep, by) : await aimAtMoment(tx, sent.celebration);
		if (!aim.ok) return aim;
		const now = new Date(clock());
		const path = 'rep' in sent ? 'rep' : 'celebration';
		if (await isTooMuch(tx, aim, by, now)) return failed(problem(path, 'too-many-cheers'));
		const { celebrationId, repId } = aim;
		const row = { id: sent.id, celebrationId, repId, kind: sent.cheer, by, at: now };
		await tx.insert(cheers).values(row);
		return { ok: true, isNew: true, total: await totalOf(tx, row), aim: row };
	}

	return {
		isOpen,

		/**
		 * Sends one cheer; the same id again is the same cheer, and the same answer. Problems: `unknown-celebration`,
		 * `unknown-person`, `cheer-oneself`, `too-many-cheers`, `command-id-in-use`.
		 */
		async cheer(
			sent: SentCheer,
			person: Person
		): Promise<Outcome<{ total: number; celebration?: string }>> {
			const written = await database.db.transaction((tx) => write(tx, sent, person.code));
			if (!written.ok) return written;
			const { isNew, total, aim } = written;
			const of = aim.celebrationId === null ? {} : { celebration: aim.celebrationId };
			if (isNew) {
				const rep = aim.repId === null ? undefined : mirror.reps.get(aim.repId)?.code;
				const whose = rep === undefined ? {} : { rep };
				await onCheer({ id: sent.id, kind: sent.cheer, by: person, ...of, ...whose, total });
			}
			return { ok: true, total, ...of };
		},

		/** By id of the rep, the newest moment of theirs that can be cheered still. */
		async newestOf(repIds: readonly number[]): Promise<Map<number, { id: string; at: number }>> {
			const { rows } = await database.pool.query<{ repId: number; id: string; at: Date }>({
				name: 'celebrations-newest',
				text: `SELECT DISTINCT ON (rep_id) rep_id AS "repId", id, at FROM celebrations
					WHERE rep_id = ANY($1) AND at >= $2 AND withdrawn_at IS NULL
					ORDER BY rep_id, at DESC, position DESC`,
				values: [repIds, new Date(clock() - OPEN_MS)]
			});
			return new Map(rows.map(({ repId, id, at }) => [repId, { id, at: at.getTime() }]));
		},

		/** By celebration: how many of each kind, and which ones somebody sent. */
		async of(
			ids: readonly string[],
			code: string | undefined
		): Promise<Map<string, { counts: Counts; own: CheerKind[] }>> {
			const { rows } = await database.pool.query<{
				id: string;
				kind: CheerKind;
				count: number;
				own: boolean;
			}>(
				`SELECT celebration_id AS id, kind, count(*)::int AS count, coalesce(bool_or(by = $2), false) AS own
				FROM cheers WHERE celebration_id = ANY($1) GROUP BY celebration_id, kind`,
				[ids, code ?? null]
			);
			const found = new Map<string, { counts: Counts; own: CheerKind[] }>();
			for (const { id, kind, count, own } of rows) {
				const of = found.get(id) ?? { counts: {}, own: [] };
				of.counts[kind] = count;
				if (own) of.own.push(kind);
				found.set(id, of);
			}
			return found;
		},

		/** How many cheers a rep has got in all. */
		ofRep: (repId: number): Promise<number> =>
			database.db.$count(cheers, eq(cheers.repId, repId)) as Promise<number>
	};
}
