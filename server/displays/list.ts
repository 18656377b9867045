import { and, asc, eq, ilike, inArray, isNull, or, sql } from 'drizzle-orm';
import type { AwakeHours } from '../../src/lib/domain/awake.ts';
import { anywhere } from '../../src/lib/list-query.ts';
import type { ListPage, ListQuery } from '../../src/lib/list-query.ts';
import type { Database } from '../database/connection.ts';
import type { Mirror } from '../directory/mirror.ts';
import { units } from '../directory/schema.ts';
import { displays } from './schema.ts';
import type { DisplayReport } from './schema.ts';

export const DISPLAY_SORTS = ['name', 'unit', 'board', 'seen'] as const;
export type DisplaySort = (typeof DISPLAY_SORTS)[number];

/** A display reports twice in this time. */
const ONLINE_MS = 45_000;

export interface DisplayQuery extends Partial<ListQuery<DisplaySort>> {
	/** Codes of the units whose displays, and those of all units below, are listed; absent: all. */
	within?: readonly string[] | undefined;
	/** Only this one. */
	id?: string;
}

/** A display as its administration shows it. Instants are epoch milliseconds. */
export interface ListedDisplay {
	id: string;
	name: string;
	unit: { code: string; name: string };
	/** Code of the board. */
	board: string;
	locale: 'zh-CN' | 'en' | null;
	/** When it is awake; null: always. */
	hours: AwakeHours | null;
	muted: boolean;
	blankUntil: number | null;
	online: boolean;
	lastSeenAt: number | null;
	pairedAt: number;
	/** `person:CODE`. */
	pairedBy: string;
	report: DisplayReport | null;
}

const COLUMNS = {
	name: displays.name,
	unit: units.name,
	board: displays.board,
	seen: displays.lastSeenAt
};

/** Ids of the units named, and of all below them. */
function unitIdsBelow(mirror: Mirror, codes: readonly string[]): number[] {
	return [...mirror.units.all()]
		.filter((unit) => mirror.lineOf(unit.id).some(({ code }) => codes.includes(code)))
		.map(({ id }) => id);
}

/** The displays in force, one page of them. */
export async function readDisplays(
	{ db }: Database,
	query: DisplayQuery & { mirror: Mirror; now: number; connected: ReadonlyMap<string, number> }
): Promise<ListPage<ListedDisplay>> {
	const { within, id, q = '', sort = 'name', descending = false, page = 1, size = 50 } = query;
	const which = and(
		isNull(displays.revokedAt),
		id === undefined ? undefined : eq(displays.id, id),
		within && inArray(displays.unitId, unitIdsBelow(query.mirror, within)),
		q ? or(ilike(displays.name, anywhere(q)), ilike(units.name, anywhere(q))) : undefined
	);
	const rows = await db
		.select({
			display: displays,
			unit: { code: units.code, name: units.name },
			total: sql<number>`count(*) over ()`.mapWith(Number)
		})
		.from(displays)
		.innerJoin(units, eq(units.id, displays.unitId))
		.where(which)
		.orderBy(
			descending ? sql`${COLUMNS[sort]} desc nulls last` : asc(COLUMNS[sort]),
			asc(displays.id)
		)
		.limit(size)
		.offset((page - 1) * size);
	return {
		total: rows[0]?.total ?? 0,
		rows: rows.map(({ display, unit }) => {
			const { lastSeenAt, blankUntil } = display;
			const seen = lastSeenAt?.getTime() ?? null;
			const recently = seen !== null && query.now - seen < ONLINE_MS;
			const dark = blankUntil !== null && blankUntil.getTime() > query.now;
			return {
				id: display.id,
				name: display.name,
				unit,
				board: display.board,
				locale: display.locale,
				hours: display.hours,
				muted: display.muted,
				blankUntil: dark ? blankUntil.getTime() : null,
				online: query.connected.has(display.id) || recently,
				lastSeenAt: seen,
				pairedAt: display.pairedAt.getTime(),
				pairedBy: display.pairedBy,
				report: display.report
			};
		})
	};
}
