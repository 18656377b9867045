import { elapsedShare } from '../../src/lib/domain/calendar.ts';
import { isIsoDate } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Feed } from '../ledger/feed.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';

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

/** Reads `asOf`: absent for now, a position (right after that entry), or a date (its end). */
export function createMoments(options: {
	database: Database;
	organisation: Organisation;
	feed: Feed;
	clock: Clock;
}) {
	const { database, organisation, feed, clock } = options;

	const now = (): Moment => ({
		position: feed.head,
		at: clock(),
		today: organisation.today(),
		shareOfToday: organisation.shareOfToday(),
		past: false
	});

	async function atPosition(position: number): Promise<Moment | undefined> {
		const at = await bookedAt(database, position);
		if (at === undefined) return undefined;
		return {
			position,
			at,
			today: organisation.clock.dateOf(at),
			shareOfToday: elapsedShare(
				organisation.clock.minuteOf(at),
				organisation.settings.workingHours
			),
			past: true
		};
	}

	async function atEndOf(date: IsoDate): Promise<Moment> {
		const end = organisation.clock.endOf(date);
		return {
			position: await lastBefore(database, end),
			at: end - 1,
			today: date,
			shareOfToday: 1,
			past: true
		};
	}

	return {
		now,

		/** Problem `bad-value` for what names no moment of the past. */
		async read(asOf: string | undefined): Promise<Outcome<{ moment: Moment }>> {
			if (asOf === undefined) return { ok: true, moment: now() };
			const wrong = failed(problem('asOf', 'bad-value', asOf));
			if (isIsoDate(asOf))
				return asOf < organisation.today() ? { ok: true, moment: await atEndOf(asOf) } : wrong;
			if (!/^[1-9]\d{0,14}$/.test(asOf)) return wrong;
			const moment = await atPosition(Number(asOf));
			return moment ? { ok: true, moment } : wrong;
		}
	};
}
