import { and, desc, eq, gte, isNull, ne, sql } from 'drizzle-orm';
import type { CheerKind } from '../../src/lib/domain/celebration.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { MeApplause, MeCheer, MeMoment } from '../../src/lib/live/me.ts';
import { accounts } from '../auth/schema.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { celebrations, cheers } from './schema.ts';

/** The newest of today; the page of moments has them all. */
const MOMENTS = 12;
const CHEERS_SHOWN = 30;

/** Whose phone shows something else now; without a rep: everybody's. */
export interface ApplauseChange {
	rep?: string | undefined;
}

type Moment = Omit<MeMoment, 'own'> & { rep?: string };
type Received = Pick<MeApplause, 'received' | 'counts'>;
export type Applause = ReturnType<typeof createApplause>;

/** What is read of a business date, until something of it changes. */
function keptOfDay<Value>(read: (key: string, day: IsoDate) => Promise<Value>) {
	const kept = new Map<string, { day: IsoDate; value: Promise<Value> }>();
	return {
		forget: (key: string) => void kept.delete(key),
		of(key: string, day: IsoDate): Promise<Value> {
			const known = kept.get(key);
			if (known?.day === day) return known.value;
			const value = read(key, day);
			const mine = { day, value };
			kept.set(key, mine);
			// What could not be read is read again.
			value.catch(() => kept.get(key) === mine && kept.delete(key));
			return value;
		}
	};
}

/**
 * Today's moments and cheers as a phone shows them (POCKET-11, POCKET-12). Read once for all phones, or once for one,
 * until they change: a moment touches every phone at the same time.
 */
export function createApplause(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
}) {
	const { db } = options.database;
	const { organisation } = options;
	const { mirror } = options.directory;
	const watchers = new Set<(change: ApplauseChange) => void>();
	const beginOf = (day: IsoDate) => new Date(organisation.clock.startOf(day));

	function momentOf(row: typeof celebrations.$inferSelect): Moment {
		const rep = row.repId === null ? undefined : mirror.reps.get(row.repId);
		const unit = mirror.units.get(row.unitId)?.name ?? '';
		const { code, kind } = mirror.metrics.get(row.metricId)!;
		return {
			id: row.id,
			reason: row.reason,
			...(rep ? { rep: rep.code, name: rep.name, team: unit } : { name: unit }),
			metric: code,
			kind,
			amount: row.amount,
			at: row.at.getTime()
		};
	}

	/** Everybody may cheer everybody: the company's. One more than is shown of each rep's own is left out by whoever asks. */
	const moments = keptOfDay(async (_, day) => {
		const rows = await db
			.select()
			.from(celebrations)
			.where(and(isNull(celebrations.withdrawnAt), gte(celebrations.at, beginOf(day))))
			.orderBy(desc(celebrations.at), desc(celebrations.position))
			.limit(MOMENTS * 2);
		return rows.map(momentOf);
	});

	const received = keptOfDay(async (code, day): Promise<Received> => {
		const rep = mirror.reps.named(code)!;
		const mine = and(
			eq(cheers.repId, rep.id),
			gte(cheers.at, beginOf(day)),
			// One may cheer one's own moment on the page; that is no news to oneself.
			ne(cheers.by, code)
		);
		const [rows, sums] = await Promise.all([
			db
				.select({
					id: cheers.id,
					cheer: cheers.kind,
					at: cheers.at,
					code: cheers.by,
					name: accounts.name,
					reason: celebrations.reason
				})
				.from(cheers)
				.leftJoin(celebrations, eq(celebrations.id, cheers.celebrationId))
				.leftJoin(accounts, eq(accounts.code, cheers.by))
				.where(mine)
				.orderBy(desc(cheers.at), desc(cheers.id))
				.limit(CHEERS_SHOWN),
			db
				.select({ kind: cheers.kind, count: sql<number>`count(*)::int` })
				.from(cheers)
				.where(mine)
				.groupBy(cheers.kind)
		]);
		const list = rows.map(({ id, cheer, code, name, reason, at }): MeCheer => {
			const by = name ?? mirror.reps.named(code)?.name ?? code;
			return { id, by, cheer, at: at.getTime(), ...(reason === null ? {} : { reason }) };
		});
		return {
			received: {
				order: list.map(({ id }) => id),
				rows: Object.fromEntries(list.map((row) => [row.id, row]))
			},
			counts: Object.fromEntries(sums.map(({ kind, count }) => [kind, count]))
		};
	});

	/** What a person has sent to moments since a day began. */
	const sent = keptOfDay(async (code, day): Promise<Map<string, CheerKind[]>> => {
		const rows = await db
			.selectDistinct({ id: cheers.celebrationId, kind: cheers.kind })
			.from(cheers)
			.where(and(eq(cheers.by, code), gte(cheers.at, beginOf(day))));
		const found = new Map<string, CheerKind[]>();
		for (const { id, kind } of rows)
			if (id !== null) found.set(id, [...(found.get(id) ?? []), kind].sort());
		return found;
	});

	return {
		/** Of a rep: what they got today, and what others celebrate. */
		async of(rep: string): Promise<MeApplause> {
			const today = organisation.today();
			const [all, own, got] = await Promise.all([
				moments.of('', today),
				sent.of(rep, today),
				received.of(rep, today)
			]);
			const shown = all
				.filter((moment) => moment.rep !== rep)
				.slice(0, MOMENTS)
				.map(({ rep: _, ...moment }) => ({ ...moment, own: own.get(moment.id) ?? [] }));
			return {
				...got,
				moments: {
					order: shown.map(({ id }) => id),
					rows: Object.fromEntries(shown.map((moment) => [moment.id, moment]))
				}
			};
		},

		/** In every process: a moment came or went. */
		noteMoment(): void {
			moments.forget('');
			for (const watcher of watchers) watcher({});
		},

		/** In every process: somebody cheered, and whom. */
		noteCheer({ by, rep }: { by: string; rep?: string | undefined }): void {
			sent.forget(by);
			if (rep !== undefined) received.forget(rep);
			for (const code of new Set([by, rep]))
				if (code !== undefined) for (const watcher of watchers) watcher({ rep: code });
		},

		onChange: (watcher: (change: ApplauseChange) => void) => void watchers.add(watcher)
	};
}
