import { Temporal } from 'temporal-polyfill';
import { isIsoDate } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Feed } from '../ledger/feed.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { History, World } from './history.ts';

/** From when something is looked at: now, or a past position of the ledger. */
export interface Moment {
	position: number;
	/** Epoch milliseconds. */
	at: number;
	/** The business date that it was. */
	today: IsoDate;
	/** How much of that day's working hours had passed, 0 to 1. */
	shareOfToday: number;
	/** Not now. */
	past: boolean;
}

/** What there was then to reckon with. */
export interface Then {
	moment: Moment;
	world: World;
}

/**
 * The last position booked before an instant. Positions are in the order of commit and so, but for the clocks of
 * different machines, in that of booking: a binary search by the primary key, no index of its own.
 */
const LAST_BEFORE = `
WITH RECURSIVE search (low, high) AS (
	SELECT 0::bigint, position FROM ledger_head
	UNION ALL
	SELECT
		CASE WHEN e.booked_at < $1 THEN e.position ELSE low END,
		CASE WHEN e.booked_at < $1 THEN high ELSE e.position - 1 END
	FROM search JOIN entries e ON e.position = (low + high + 1) / 2
	WHERE low < high
)
SELECT low AS position FROM search WHERE low >= high`;

async function lastBefore({ pool }: Database, instant: number): Promise<number> {
	const { rows } = await pool.query<{ position: number }>(LAST_BEFORE, [
		new Date(instant).toISOString()
	]);
	return rows[0]?.position ?? 0;
}

async function bookedAt({ pool }: Database, position: number): Promise<number | undefined> {
	const { rows } = await pool.query<{ booked_at: Date }>(
		'SELECT booked_at FROM entries WHERE position = $1',
		[position]
	);
	return rows[0]?.booked_at.getTime();
}

/** `2026-11-17T18:00`, on the clock on the wall of the zone, or with an offset of its own; undefined for no instant. */
function instantOf(text: string, zone: string): number | undefined {
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return undefined;
	try {
		return /(Z|[+-]\d\d:?\d\d)$/.test(text)
			? Temporal.Instant.from(text).epochMilliseconds
			: Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
	} catch {
		return undefined;
	}
}

/**
 * Reads `asOf`: absent for now, a position (right after that entry), a date (its end), or an instant, `2026-11-17T18:00`
 * on the clock on the wall.
 */
export function createMoments(options: {
	database: Database;
	history: History;
	present: World;
	organisation: Organisation;
	feed: Feed;
	clock: Clock;
}) {
	const { database, history, present, organisation, feed, clock } = options;

	const now = (): Moment => ({
		position: feed.head,
		at: clock(),
		today: organisation.today(),
		shareOfToday: organisation.shareOfToday(),
		past: false
	});

	async function then(position: number, at: number): Promise<Then> {
		const world = await history.at(at);
		const { today, shareOfToday } = world.organisation;
		return {
			moment: { position, at, today: today(), shareOfToday: shareOfToday(), past: true },
			world
		};
	}

	async function atEndOf(date: IsoDate): Promise<Then> {
		const end = organisation.clock.endOf(date);
		const { moment, world } = await then(await lastBefore(database, end), end - 1);
		return { moment: { ...moment, today: date, shareOfToday: 1 }, world };
	}

	async function read(asOf: string): Promise<Then | undefined> {
		if (isIsoDate(asOf)) return asOf < organisation.today() ? atEndOf(asOf) : undefined;
		if (/^[1-9]\d{0,14}$/.test(asOf)) {
			const at = await bookedAt(database, Number(asOf));
			return at === undefined ? undefined : then(Number(asOf), at);
		}
		const at = instantOf(asOf, organisation.settings.timeZone);
		return at === undefined || at > clock()
			? undefined
			: then(await lastBefore(database, at + 1), at);
	}

	return {
		now,

		/** Problem `bad-value` for what names no moment of the past. */
		async read(asOf: string | undefined): Promise<Outcome<Then>> {
			if (asOf === undefined) return { ok: true, moment: now(), world: present };
			const found = await read(asOf);
			return found ? { ok: true, ...found } : failed(problem('asOf', 'bad-value', asOf));
		}
	};
}

export type Moments = ReturnType<typeof createMoments>;
