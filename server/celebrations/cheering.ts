import { sql } from 'drizzle-orm';
import type { CheerKind } from '../../src/lib/domain/celebration.ts';
import type { CheerForm } from '../../src/lib/forms/cheer.ts';
import type { LiveEvent } from '../../src/lib/live/protocol.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { CelebrationRow } from './celebrations.ts';
import { cheers } from './schema.ts';

/** A person's cheers within a minute, and for one moment (CHEER-3). */
export const CHEER_LIMITS = { perMinute: 20, perMoment: 5 } as const;
/** A moment can be cheered this long (CHEER-4). */
const OPEN_MS = 24 * 3_600_000;

type CheerEvent = Extract<LiveEvent, { kind: 'cheer' }>;
type Counts = Partial<Record<CheerKind, number>>;

/** What colleagues send to a moment. */
export function createCheering(options: {
	database: Database;
	organisation: Organisation;
	clock: Clock;
	readOne: (id: string) => Promise<CelebrationRow | undefined>;
	onCheer: (cheer: CheerEvent) => Promise<void>;
}) {
	const { database, clock, readOne, onCheer } = options;

	const isOpen = ({ at, withdrawnAt }: Pick<CelebrationRow, 'at' | 'withdrawnAt'>): boolean =>
		withdrawnAt === null && clock() - at.getTime() <= OPEN_MS;

	/** Writes it once, if the person has not cheered too much. Gives the sum of the moment's cheers. */
	async function write(
		{ id, celebration, kind }: CheerForm,
		by: string,
		now: Date
	): Promise<{ state: 'new' | 'known' | 'too-many'; total: number }> {
		return database.db.transaction(async (tx) => {
			// One person's cheers one after another: two at once would both be the last that is allowed.
			await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`cheer ${by}`}))`);
			const { rows } = await tx.execute<{ known: boolean; lately: number; here: number }>(sql`
				SELECT EXISTS (SELECT FROM cheers WHERE id = ${id}) AS known,
					count(*) FILTER (WHERE at > ${new Date(now.getTime() - 60_000)})::int AS lately,
					count(*) FILTER (WHERE celebration_id = ${celebration})::int AS here
				FROM cheers WHERE by = ${by}`);
			const { known, lately, here } = rows[0]!;
			const total = async () =>
				tx.$count(cheers, sql`celebration_id = ${celebration}`) as Promise<number>;
			if (known) return { state: 'known', total: await total() };
			if (lately >= CHEER_LIMITS.perMinute || here >= CHEER_LIMITS.perMoment)
				return { state: 'too-many', total: 0 };
			await tx.insert(cheers).values({ id, celebrationId: celebration, kind, by, at: now });
			return { state: 'new', total: await total() };
		});
	}

	return {
		isOpen,

		/** Sends one cheer; the same id again is the same cheer. Problems: `unknown-celebration`, `too-many-cheers`. */
		async cheer(
			form: CheerForm,
			person: { code: string; name: string }
		): Promise<Outcome<{ total: number }>> {
			const moment = await readOne(form.celebration);
			if (!moment || !isOpen(moment))
				return failed(problem('celebration', 'unknown-celebration', form.celebration));
			const { state, total } = await write(form, person.code, new Date(clock()));
			if (state === 'too-many') return failed(problem('celebration', 'too-many-cheers'));
			if (state === 'new')
				await onCheer({
					kind: 'cheer',
					id: form.celebration,
					cheer: form.kind,
					name: person.name,
					serial: form.id,
					total
				});
			return { ok: true, total };
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

		/** How many cheers a rep's moments got in all. */
		async ofRep(repId: number): Promise<number> {
			const { rows } = await database.pool.query<{ count: number }>(
				`SELECT count(*)::int AS count FROM cheers
				JOIN celebrations ON celebrations.id = celebration_id WHERE rep_id = $1`,
				[repId]
			);
			return rows[0]!.count;
		}
	};
}
