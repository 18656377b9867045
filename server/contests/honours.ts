import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { badgesOf } from '../../src/lib/domain/honour.ts';
import type { Badge, Deeds } from '../../src/lib/domain/honour.ts';
import { addDays, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Feed } from '../ledger/feed.ts';
import { readDays } from '../ledger/totals.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Targets } from '../targets/targets.ts';
import { badges } from './schema.ts';

/** Badges are looked for a moment after the sale, in one go for everybody who sold. */
const LOOK_MS = 2_000;
const AT_ONCE = 50;
/** How far back a run of days or months is looked for. */
const DAYS_BACK = 45;
const MONTHS_BACK = 13;

export interface Honour {
	badge: Badge;
	/** Epoch milliseconds. */
	at: number;
}

export interface RecordRow {
	code: string;
	name: string;
	team?: string;
	amount: number;
	/** The day, or the first day of the month. */
	day: IsoDate;
}

export const RECORD_KINDS = [
	'rep-sale',
	'rep-day',
	'rep-month',
	'team-day',
	'team-month',
	'company-day',
	'company-month'
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
export type Records = Record<RecordKind, RecordRow[]>;

const BEST_DAYS = `
SELECT subject_id AS id, day, sum(amount) AS amount
FROM day_totals WHERE kind = $1 AND metric_id = $2
GROUP BY subject_id, day HAVING sum(amount) > 0
ORDER BY amount DESC, max(reached) LIMIT $3`;
const BEST_MONTHS = `
SELECT subject_id AS id, date_trunc('month', day)::date AS day, sum(amount) AS amount
FROM day_totals WHERE kind = $1 AND metric_id = $2
GROUP BY subject_id, date_trunc('month', day) HAVING sum(amount) > 0
ORDER BY amount DESC, max(reached) LIMIT $3`;
const COMPANY = (unit: 'day' | 'month') => `
SELECT date_trunc('${unit}', day)::date AS day, sum(amount) AS amount
FROM day_totals WHERE kind = 'team' AND metric_id = $1
GROUP BY date_trunc('${unit}', day) HAVING sum(amount) > 0
ORDER BY amount DESC, max(reached) LIMIT $2`;

/** Badges that reps have earned, and the records of the company, its teams and its people. */
export function createHonours(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	feed: Feed;
	clock: Clock;
	log: Log;
}) {
	const { database, directory, organisation, targets, feed, clock, log } = options;
	const { mirror } = directory;
	const closing = new AbortController();
	const due = new Set<number>();

	/** The metric that badges and records are about: sales. */
	const salesId = (): number | undefined => mirror.metrics.named('sales')?.id;

	const follower = feed.follow(feed.head, (batch) => {
		for (const { metricId, credits } of batch)
			if (metricId === salesId()) for (const { repId } of credits) due.add(repId);
		return Promise.resolve();
	});

	async function monthsOf(repId: number, metricId: number, today: IsoDate): Promise<number[]> {
		const shares: number[] = [];
		const first = periodOf(
			'month',
			addDays(periodOf('month', today).from, -31 * (MONTHS_BACK - 1))
		);
		const subject = { kind: 'rep', id: repId } as const;
		const results = await readDays(database.pool, {
			kind: 'rep',
			metricId,
			subjectIds: [repId],
			from: first.from,
			to: today
		});
		for (let month = first; month.to < today; month = periodOf('month', addDays(month.to, 1))) {
			const target = (await targets.sheet(metricId, month)).of(subject);
			if (target === undefined || target <= 0) continue;
			let sum = 0;
			for (const [day, amount] of results) if (day >= month.from && day <= month.to) sum += amount;
			shares.push(sum / target);
		}
		return shares;
	}

	/** Whether the target was reached, of the working days up to today. */
	async function daysOf(repId: number, metricId: number, today: IsoDate): Promise<boolean[]> {
		const reach = { from: addDays(today, -DAYS_BACK), to: today };
		const goals = await targets.days(metricId, reach, { kind: 'rep', id: repId });
		const results = await readDays(database.pool, {
			kind: 'rep',
			metricId,
			subjectIds: [repId],
			...reach
		});
		return [...goals]
			.filter(([, goal]) => goal > 0)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([day, goal]) => (results.get(day) ?? 0) >= goal);
	}

	async function deedsOf(repId: number, metricId: number): Promise<Deeds> {
		const today = organisation.today();
		const { rows } = await database.pool.query<{ sales: boolean; deals: number; wins: number }>(
			`SELECT EXISTS (
					SELECT FROM day_totals WHERE kind = 'rep' AND subject_id = $1 AND metric_id = $2 AND amount > 0
				) AS sales,
				(SELECT count(*)::int FROM celebrations c WHERE rep_id = $1 AND reason = 'big-deal'
					AND NOT EXISTS (SELECT FROM entries r WHERE r.reverses = c.position)) AS deals,
				(SELECT count(*)::int FROM contests WHERE level = 'rep' AND settled_at IS NOT NULL
					AND outcome -> 'winners' @> jsonb_build_array(jsonb_build_object('code', $3::text))) AS wins`,
			[repId, metricId, mirror.reps.get(repId)!.code]
		);
		const { sales, deals, wins } = rows[0]!;
		return {
			sales: sales ? 1 : 0,
			bigDeals: deals,
			days: await daysOf(repId, metricId, today),
			months: await monthsOf(repId, metricId, today),
			wins
		};
	}

	/** Gives what was earned and is not there yet; a badge is given once (BADGE-1). */
	async function award(repId: number): Promise<void> {
		const metricId = salesId();
		if (metricId === undefined || !mirror.reps.get(repId)) return;
		const earned = badgesOf(await deedsOf(repId, metricId));
		if (earned.length === 0) return;
		const at = new Date(clock());
		await database.db
			.insert(badges)
			.values(earned.map((badge) => ({ repId, badge, at })))
			.onConflictDoNothing();
	}

	async function look(): Promise<void> {
		for (const repId of [...due].slice(0, AT_ONCE)) {
			due.delete(repId);
			if (closing.signal.aborted) return;
			await award(repId);
		}
	}

	/** Who sold before there were badges gets theirs too. */
	async function begin(): Promise<void> {
		const { rows } = await database.pool.query<{ none: boolean }>(
			'SELECT NOT EXISTS (SELECT FROM badges) AS none'
		);
		if (rows[0]!.none && feed.head > 0) for (const { id } of mirror.reps.all()) due.add(id);
	}

	async function run(): Promise<void> {
		await begin().catch((error: unknown) => log.warn({ err: error }, 'badges come later'));
		while (!closing.signal.aborted) {
			await delay(LOOK_MS, undefined, { signal: closing.signal, ref: false }).catch(() => {});
			if (closing.signal.aborted) return;
			await look().catch((error: unknown) =>
				log.warn({ err: error }, 'badges cannot be given now, will be later')
			);
		}
	}
	const running = run();

	const nameRow = (kind: 'rep' | 'team', row: { id: number; day: IsoDate; amount: number }) => {
		const { id, day, amount } = row;
		const of = kind === 'rep' ? mirror.reps.get(id) : mirror.units.get(id);
		const teamId = kind === 'rep' ? mirror.teamOn(id, day) : undefined;
		const team = teamId === undefined ? undefined : mirror.units.get(teamId)?.name;
		return { code: of?.code ?? '', name: of?.name ?? '', day, amount, ...(team ? { team } : {}) };
	};

	async function best(kind: 'rep' | 'team', text: string, metricId: number, count: number) {
		const { rows } = await database.pool.query<{ id: number; day: IsoDate; amount: number }>(text, [
			kind,
			metricId,
			count
		]);
		return rows.map((row): RecordRow => nameRow(kind, row));
	}

	async function bestOfCompany(unit: 'day' | 'month', metricId: number, count: number) {
		const company = mirror.company();
		const { rows } = await database.pool.query<{ day: IsoDate; amount: number }>(COMPANY(unit), [
			metricId,
			count
		]);
		return rows.map((row) => ({ ...row, code: company?.code ?? '', name: company?.name ?? '' }));
	}

	async function bestSales(metricId: number, count: number): Promise<RecordRow[]> {
		const { rows } = await database.pool.query<{ id: number; day: IsoDate; amount: number }>(
			`SELECT rep_id AS id, day, amount FROM best_sales WHERE metric_id = $1
			ORDER BY amount DESC, position LIMIT $2`,
			[metricId, count]
		);
		return rows.map((row) => nameRow('rep', row));
	}

	let kept: { at: number; head: number; records: Records } | undefined;

	return {
		/** Somebody may have earned a badge in another way than by selling. */
		consider(codes: readonly string[]): void {
			for (const code of codes) {
				const rep = mirror.reps.named(code);
				if (rep) due.add(rep.id);
			}
		},

		/** A rep's badges, oldest first. */
		async ofRep(code: string): Promise<Honour[]> {
			const rep = mirror.reps.named(code);
			if (!rep) return [];
			const rows = await database.db
				.select()
				.from(badges)
				.where(sql`rep_id = ${rep.id}`)
				.orderBy(badges.at);
			return rows.map(({ badge, at }) => ({ badge, at: at.getTime() }));
		},

		/** The newest badges of all, newest first. */
		async latest(limit: number): Promise<(Honour & { code: string; name: string })[]> {
			const rows = await database.db
				.select()
				.from(badges)
				.orderBy(sql`at DESC, rep_id`)
				.limit(limit);
			return rows.flatMap(({ repId, badge, at }) => {
				const rep = mirror.reps.get(repId);
				return rep ? [{ badge, at: at.getTime(), code: rep.code, name: rep.name }] : [];
			});
		},

		/** The best there ever was, of sales; kept until something is sold, for a minute at least. */
		async records(): Promise<Records> {
			const metricId = salesId();
			const [now, head] = [clock(), feed.head];
			if (kept && (kept.head === head || now - kept.at < 60_000)) return kept.records;
			if (metricId === undefined) throw new Error('the metric sales is missing');
			const [sale, day, month, teamDay, teamMonth, companyDay, companyMonth] = await Promise.all([
				bestSales(metricId, 5),
				best('rep', BEST_DAYS, metricId, 5),
				best('rep', BEST_MONTHS, metricId, 5),
				best('team', BEST_DAYS, metricId, 3),
				best('team', BEST_MONTHS, metricId, 3),
				bestOfCompany('day', metricId, 3),
				bestOfCompany('month', metricId, 3)
			]);
			const records: Records = {
				'rep-sale': sale,
				'rep-day': day,
				'rep-month': month,
				'team-day': teamDay,
				'team-month': teamMonth,
				'company-day': companyDay,
				'company-month': companyMonth
			};
			kept = { at: now, head, records };
			return records;
		},

		async close(): Promise<void> {
			closing.abort();
			await running;
			await follower.stop();
		}
	};
}
