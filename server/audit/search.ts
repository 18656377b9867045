import type { IsoDate } from '../../src/lib/domain/period.ts';
import { addDays, isIsoDate } from '../../src/lib/domain/period.ts';
import { anywhere } from '../../src/lib/list-query.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { namesOf, resolveNames } from './names.ts';

export interface AuditQuery {
	/** Who, what it was done to, or text of what it was before and after. */
	q?: string | undefined;
	/** What kind of thing changed: the part of the action before the dot. */
	what?: string | undefined;
	/** Business dates; both ends belong to it. What is no date counts as not asked for. */
	from?: IsoDate | undefined;
	to?: IsoDate | undefined;
	/** Id: only what is older. */
	before?: number | undefined;
}

export interface AuditRow {
	id: number;
	at: Date;
	/** `person:R001`, `key:…`, `cli` … */
	actor: string;
	actorName: string | undefined;
	/** `customers.put` … */
	action: string;
	subject: string;
	subjectName: string | undefined;
	before: unknown;
	after: unknown;
}

export interface AuditPage {
	rows: AuditRow[];
	/** Continue with `before` this id; absent: there is nothing older. */
	next?: number;
	/** The search stopped at this instant before it had a whole page; what is older was not looked at. */
	stoppedAt?: Date;
}

const PAGE = 50;
/** Rows that one query looks at, and all queries of one page: a word that nowhere stands is given up in time. */
const WINDOW = 10_000;
const LONGEST_LOOK = 100_000;
/** Clocks of several processes differ: ids are in the order of time only about. */
const SLACK = 1_000;
/** Of ISO dates with four digits of a year. */
const LAST_DATE = '9999-12-31';
const EXPORTED_AT_ONCE = 1_000;

type Stored = Omit<AuditRow, 'actorName' | 'subjectName'>;

/** Filters besides the range of ids, as SQL with its values from `$3` on. */
interface Condition {
	sql: string;
	values: unknown[];
}

/**
 * The audit log, newest first. Pages continue at an id, and a search looks at so many rows at a time: a log of a
 * million changes opens as quickly as a new one.
 */
export function createAuditSearch(books: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
}) {
	const { database, organisation } = books;
	const { pool } = database;

	const startOf = (day: IsoDate) => new Date(organisation.clock.startOf(day));

	async function newestId(): Promise<number> {
		const { rows } = await pool.query<{ id: number | null }>('SELECT max(id) AS id FROM audit');
		return rows[0]!.id ?? 0;
	}

	/** The first id of an instant, found by halving: the log needs no index of time. */
	async function firstIdFrom(instant: Date, newest: number): Promise<number> {
		let [low, high] = [1, newest + 1];
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			const { rows } = await pool.query<{ id: number; at: Date }>({
				name: 'audit-from',
				text: 'SELECT id, at FROM audit WHERE id >= $1 ORDER BY id LIMIT 1',
				values: [middle]
			});
			if (!rows[0] || rows[0].at >= instant) high = middle;
			else low = rows[0].id + 1;
		}
		return low;
	}

	/** When a business date ends; the last of all dates, like what is none, ends nothing. */
	const endOf = (to: IsoDate | undefined) =>
		isIsoDate(to) && to < LAST_DATE ? startOf(addDays(to, 1)) : undefined;

	/** Ids among which everything of the dates asked for lies: from `low`, below `high`. */
	async function rangeOf({ from, to, before }: AuditQuery): Promise<{ low: number; high: number }> {
		const newest = await newestId();
		const low = isIsoDate(from) ? (await firstIdFrom(startOf(from), newest)) - SLACK : 1;
		const end = endOf(to);
		const last = end ? (await firstIdFrom(end, newest)) + SLACK : newest + 1;
		const high = Math.min(last, newest + 1, before ?? Infinity);
		return { low: Math.max(1, low), high };
	}

	async function conditionOf({ q, what, from, to }: AuditQuery): Promise<Condition> {
		const parts: string[] = [];
		const values: unknown[] = [];
		const value = (of: unknown): string => `$${values.push(of) + 2}`;
		if (isIsoDate(from)) parts.push(`at >= ${value(startOf(from))}`);
		const end = endOf(to);
		if (end) parts.push(`at < ${value(end)}`);
		if (what) parts.push(`split_part(action, '.', 1) = ${value(what)}`);
		if (q) {
			const { actors, subjects } = await resolveNames(books, q);
			const text = value(anywhere(q));
			parts.push(`(subject ILIKE ${text} OR actor ILIKE ${text}
				OR actor = ANY(${value(actors)}) OR subject = ANY(${value(subjects)})
				OR before::text ILIKE ${text} OR after::text ILIKE ${text})`);
		}
		return { sql: parts.map((part) => `AND ${part}`).join(' '), values };
	}

	async function read(
		range: { low: number; high: number },
		{ sql, values }: Condition,
		limit: number
	): Promise<Stored[]> {
		const { rows } = await pool.query<Stored>(
			`SELECT id, at, actor, action, subject, before, after FROM audit
			WHERE id >= $1 AND id < $2 ${sql} ORDER BY id DESC LIMIT ${limit}`,
			[range.low, range.high, ...values]
		);
		return rows;
	}

	async function withNames(rows: readonly Stored[]): Promise<AuditRow[]> {
		const names = await namesOf(books, rows);
		return rows.map((row) => ({
			...row,
			actorName: names.actor(row.actor),
			subjectName: names.subject(row)
		}));
	}

	async function timeOf(id: number): Promise<Date | undefined> {
		const { rows } = await pool.query<{ at: Date }>(
			'SELECT at FROM audit WHERE id >= $1 ORDER BY id LIMIT 1',
			[id]
		);
		return rows[0]?.at;
	}

	return {
		/** A page, newest first. */
		async page(query: AuditQuery): Promise<AuditPage> {
			const [{ low, high }, condition] = await Promise.all([rangeOf(query), conditionOf(query)]);
			const found: Stored[] = [];
			let [end, looked] = [high, 0];
			while (end > low && found.length <= PAGE && looked < LONGEST_LOOK) {
				const window = { low: Math.max(low, end - WINDOW), high: end };
				found.push(...(await read(window, condition, PAGE + 1 - found.length)));
				looked += window.high - window.low;
				end = window.low;
			}
			const rows = await withNames(found.slice(0, PAGE));
			if (found.length > PAGE) return { rows, next: rows.at(-1)!.id };
			if (end <= low) return { rows };
			const stoppedAt = await timeOf(end);
			return { rows, next: end, ...(stoppedAt ? { stoppedAt } : {}) };
		},

		/** All of it, newest first, some at a time. */
		async *all(query: AuditQuery): AsyncGenerator<AuditRow> {
			const [{ low, high }, condition] = await Promise.all([rangeOf(query), conditionOf(query)]);
			for (let end = high; end > low;) {
				const rows = await read({ low, high: end }, condition, EXPORTED_AT_ONCE);
				yield* await withNames(rows);
				if (rows.length < EXPORTED_AT_ONCE) return;
				end = rows.at(-1)!.id;
			}
		},

		async count(query: AuditQuery): Promise<number> {
			const [{ low, high }, { sql, values }] = await Promise.all([
				rangeOf(query),
				conditionOf(query)
			]);
			const { rows } = await pool.query<{ count: number }>(
				`SELECT count(*) FROM audit WHERE id >= $1 AND id < $2 ${sql}`,
				[low, high, ...values]
			);
			return rows[0]!.count;
		}
	};
}
