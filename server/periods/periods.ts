/** 月结: months are closed and reopened, and keep what they came to. docs/SPEC.md, PERIOD-*. */
import { and, desc, eq, gte, isNull } from 'drizzle-orm';
import { addDays, periodKey, periodOf, previousPeriod } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import { recordChange } from '../audit/record.ts';
import { accounts } from '../auth/schema.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readFirstDay } from '../ledger/past.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Targets } from '../targets/targets.ts';
import { countEntries, entriesOf, readFigures } from './figures.ts';
import type { EntryCounts } from './figures.ts';
import { periodClosings } from './schema.ts';
import type { ClosedFigure } from './schema.ts';

/** What a month came to, by metric. */
export interface MonthFigure extends Omit<ClosedFigure, 'metricId'> {
	metric: { code: string; name: string; kind: 'money' | 'count' };
}

export interface Closing {
	closedAt: number;
	closedBy: string;
	/** The last entry of the ledger then. */
	position: number;
	entries: number;
	figures: MonthFigure[];
	reopened?: { at: number; by: string; reason: string };
}

export interface PeriodView {
	/** `2026-10` */
	key: string;
	from: IsoDate;
	to: IsoDate;
	state: 'running' | 'open' | 'closed';
	entries: number;
	/** As they were closed; of an open month as they are. */
	figures: MonthFigure[];
	/** Newest first; the first is in force if the month is closed. */
	closings: Closing[];
	/** Months that are closed, or opened again, together with this one: itself the last. */
	together: string[];
}

export interface PeriodsView {
	/** Newest first. */
	months: PeriodView[];
	/** Earlier months are on no page any more. */
	earlier: boolean;
}

/** Months on the page. */
const MONTHS = 36;

type ClosingRow = typeof periodClosings.$inferSelect;

const nextMonth = ({ to }: Period): Period => periodOf('month', addDays(to, 1));

/** `2026-10` as a month; undefined for anything else. */
function monthNamed(key: string): Period | undefined {
	return /^\d{4}-(0[1-9]|1[0-2])$/.test(key) ? periodOf('month', `${key}-01`) : undefined;
}

/** From the first month to the last, both included. */
function monthsBetween(first: Period, last: Period): Period[] {
	const months: Period[] = [];
	for (let month = first; month.from <= last.from; month = nextMonth(month)) months.push(month);
	return months;
}

export type Periods = ReturnType<typeof createPeriods>;

export function createPeriods(options: {
	database: Database;
	ledger: Ledger;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	clock: Clock;
}) {
	const { database, ledger, directory, organisation, targets, clock } = options;
	const { mirror } = directory;
	const running = () => periodOf('month', organisation.today());

	/** The first month that is not closed: after the last closed one, else that of the first entry. */
	async function firstOpen(closedThrough: IsoDate | undefined): Promise<Period> {
		const date =
			closedThrough === undefined ? await readFirstDay(database.pool) : addDays(closedThrough, 1);
		return periodOf('month', date ?? organisation.today());
	}

	const figureOf = ({ metricId, ...figure }: ClosedFigure): MonthFigure => {
		const { code, name, kind } = mirror.metrics.get(metricId)!;
		return { metric: { code, name, kind }, ...figure };
	};

	/** What the log calls `person:R001`, by name. */
	function nameOf(actor: string, names: ReadonlyMap<string, string>): string {
		const code = actor.replace(/^person:/, '');
		return mirror.reps.named(code)?.name ?? names.get(code) ?? code;
	}

	const closingOf = (row: ClosingRow, names: ReadonlyMap<string, string>): Closing => ({
		closedAt: row.closedAt.getTime(),
		closedBy: nameOf(row.closedBy, names),
		position: row.position,
		entries: row.entries,
		figures: row.figures.map(figureOf),
		...(row.reopenedAt
			? {
					reopened: {
						at: row.reopenedAt.getTime(),
						by: nameOf(row.reopenedBy!, names),
						reason: row.reason!
					}
				}
			: {})
	});

	async function figuresNow(month: Period): Promise<ClosedFigure[]> {
		const counts = await countEntries(database.db, month, { after: 0, upTo: ledger.feed.head });
		return readFigures(database.db, { mirror, targets }, month, [counts]);
	}

	async function viewOf(
		month: Period,
		closings: readonly (Closing & { month: IsoDate })[],
		all: { open: readonly Period[]; closed: readonly Period[] }
	): Promise<PeriodView> {
		const own = closings.filter((closing) => closing.month === month.from);
		const inForce = own.find(({ reopened }) => !reopened);
		const figures = inForce?.figures ?? (await figuresNow(month)).map(figureOf);
		const { closedThrough } = ledger;
		const isClosed = closedThrough !== undefined && month.to <= closedThrough;
		const state = isClosed ? 'closed' : month.to < organisation.today() ? 'open' : 'running';
		const together = isClosed
			? all.closed.filter(({ from }) => from >= month.from).reverse()
			: all.open.filter(({ from }) => from <= month.from);
		return {
			key: periodKey(month),
			from: month.from,
			to: month.to,
			state,
			entries: entriesOf(figures),
			figures,
			closings: own,
			together: together.map(periodKey)
		};
	}

	/** Writes what a month came to when it was closed. */
	async function keep(
		tx: Transaction,
		month: Period,
		of: { counts: readonly EntryCounts[]; position: number; at: Date; actor: string }
	): Promise<void> {
		const { counts, position, at, actor } = of;
		const figures = await readFigures(tx, { mirror, targets }, month, counts);
		await tx.insert(periodClosings).values({
			month: month.from,
			closedAt: at,
			closedBy: actor,
			position,
			entries: entriesOf(figures),
			figures
		});
		await recordChange(tx, {
			at,
			actor,
			action: 'period.close',
			subject: periodKey(month),
			before: null,
			after: { position, entries: entriesOf(figures) }
		});
	}

	return {
		async list(): Promise<PeriodsView> {
			const first = await firstOpen(undefined);
			const last = running();
			const months = monthsBetween(first, last).reverse();
			const shown = months.slice(0, MONTHS);
			const { closedThrough } = ledger;
			const isClosed = ({ to }: Period) => closedThrough !== undefined && to <= closedThrough;
			const rows = await database.db.select().from(periodClosings).orderBy(desc(periodClosings.id));
			const all = {
				open: months.filter((month) => !isClosed(month)).reverse(),
				closed: months.filter(isClosed).reverse()
			};
			const people = await database.db
				.select({ code: accounts.code, name: accounts.name })
				.from(accounts);
			const names = new Map(people.map(({ code, name }) => [code, name]));
			const closings = rows.map((row) => ({ month: row.month, ...closingOf(row, names) }));
			return {
				months: await Promise.all(shown.map((month) => viewOf(month, closings, all))),
				earlier: months.length > shown.length
			};
		},

		/**
		 * Closes a month and all before it that are still open. Problems: `unknown-month`, `month-not-over`,
		 * `month-closed`.
		 */
		async close(key: string, actor: string): Promise<Outcome<{ closed: string[] }>> {
			const last = monthNamed(key);
			if (!last) return failed(problem('month', 'unknown-month', key));
			if (last.to >= organisation.today()) return failed(problem('month', 'month-not-over', key));
			const first = await firstOpen(undefined);
			// Most is counted before the ledger is held: a sale waits for what came in between only.
			const before = ledger.feed.head;
			const counted = new Map<IsoDate, EntryCounts>();
			for (const month of monthsBetween(first, last))
				counted.set(month.from, await countEntries(database.db, month, { after: 0, upTo: before }));
			const settled = await ledger.settle(async (tx, { position, closedThrough }) => {
				if (closedThrough !== undefined && last.to <= closedThrough)
					return failed(problem('month', 'month-closed', key));
				const from = await firstOpen(closedThrough);
				const months = monthsBetween(from.from < last.from ? from : last, last);
				const at = new Date(clock());
				for (const month of months) {
					const known = counted.get(month.from);
					const since = await countEntries(tx, month, {
						after: known ? before : 0,
						upTo: position
					});
					await keep(tx, month, { counts: [known ?? new Map(), since], position, at, actor });
				}
				return { ok: true, through: last.to, closed: months.map(periodKey) };
			});
			return settled;
		},

		/** Opens a month again and all closed after it; what they came to stays. Problems: `unknown-month`, `month-open`. */
		async reopen(
			key: string,
			reason: string,
			actor: string
		): Promise<Outcome<{ opened: string[] }>> {
			const month = monthNamed(key);
			if (!month) return failed(problem('month', 'unknown-month', key));
			return ledger.settle(async (tx) => {
				const at = new Date(clock());
				const opened = await tx
					.update(periodClosings)
					.set({ reopenedAt: at, reopenedBy: actor, reason })
					.where(and(gte(periodClosings.month, month.from), isNull(periodClosings.reopenedAt)))
					.returning({ month: periodClosings.month });
				const names = opened.map((row) => row.month.slice(0, 7)).sort();
				if (names[0] !== key) return failed(problem('month', 'month-open', key));
				for (const name of names)
					await recordChange(tx, {
						at,
						actor,
						action: 'period.reopen',
						subject: name,
						before: null,
						after: { reason }
					});
				const before = previousPeriod(month);
				const [still] = await tx
					.select({ month: periodClosings.month })
					.from(periodClosings)
					.where(and(eq(periodClosings.month, before.from), isNull(periodClosings.reopenedAt)));
				return { ok: true, through: still ? before.to : undefined, opened: names };
			});
		}
	};
}
