/** How one target falls to the days of its month, or to the months of its quarter or year. docs/SPEC.md, DAY-*. */
import { and, eq, sql } from 'drizzle-orm';
import { fixDays } from '../../src/lib/domain/day-targets.ts';
import { addDays, datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { PlanForm } from '../../src/lib/forms/targeting.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import { closedProblem } from '../ledger/closed.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { placeOf } from './asked.ts';
import type { PlanPlace, PlanQuery } from './asked.ts';
import { yearBefore } from './past.ts';
import type { Past } from './past.ts';
import { targetDays, targets as targetsTable } from './schema.ts';
import { nameOnly } from './subjects.ts';
import type { PlanSubjects, SubjectName } from './subjects.ts';
import type { Targets } from './targets.ts';

export interface TimePart {
	/** The day, or the first day of the month. */
	date: IsoDate;
	/** In hundredths of a working day. */
	weight: number;
	/** What it is without anything fixed by hand, or what is set for the month. */
	amount: number;
	/** By hand. */
	fixed: boolean;
	/** What the same month of the year before brought; absent for days. */
	yearAgo?: number;
}

export interface TimePartsView {
	subject: SubjectName;
	metric: { code: string; name: string; kind: 'money' | 'count' };
	period: Period;
	today: IsoDate;
	/** The target in force; absent: there is nothing to divide. */
	amount: number | undefined;
	parts: TimePart[];
}

const COLUMN = {
	unit: targetsTable.unitId,
	rep: targetsTable.repId,
	customer: targetsTable.customerId,
	product: targetsTable.productId
} as const;

const monthsIn = (period: Period): Period[] => {
	const months: Period[] = [];
	for (let date = period.from; date <= period.to; date = addDays(months.at(-1)!.to, 1))
		months.push(periodOf('month', date));
	return months;
};

export function createTimeParts(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	subjects: PlanSubjects;
	past: Past;
	targets: Targets;
	clock: Clock;
}) {
	const { database, directory, organisation, subjects, past, targets, clock } = options;

	async function days({ metric, period, subject }: PlanPlace): Promise<TimePart[]> {
		const [parts, target] = await Promise.all([
			targets.days(metric.id, period, subject.ref),
			targets.ofMonth(metric.id, period, subject.ref)
		]);
		const weights = targets.weights(period, subject.ref);
		return datesOf(period).map((date, i) => ({
			date,
			weight: weights[i]!,
			amount: parts.get(date) ?? 0,
			fixed: weights[i]! > 0 && (target?.fixed?.has(date) ?? false)
		}));
	}

	async function months({ metric, period, subject }: PlanPlace): Promise<TimePart[]> {
		const all = monthsIn(period);
		const [set, before] = await Promise.all([
			Promise.all(all.map((month) => targets.ofMonth(metric.id, month, subject.ref))),
			past.sums(metric.id, [subject], all.map(yearBefore))
		]);
		return all.map((month, i) => ({
			date: month.from,
			weight: targets.weights(month, subject.ref).reduce((sum, one) => sum + one, 0),
			amount: set[i]?.amount ?? 0,
			fixed: set[i] !== undefined,
			yearAgo: before.get(subject.key)![i]!
		}));
	}

	/** Fixed days of a month target, in the place of those it had. */
	async function fix(
		{ metric, period, subject }: PlanPlace,
		fixed: Readonly<Record<IsoDate, number>>,
		actor: string
	): Promise<Outcome<object>> {
		const weights = targets.weights(period, subject.ref);
		const dates = datesOf(period);
		const byIndex: Record<number, number> = {};
		for (const [date, amount] of Object.entries(fixed)) {
			const day = dates.indexOf(date);
			if (day === -1 || weights[day] === 0)
				return failed(problem('parts', 'not-a-working-day', date));
			byIndex[day] = amount;
		}
		const write = async (tx: Transaction): Promise<Outcome<object>> => {
			const [target] = await tx
				.select()
				.from(targetsTable)
				.where(
					and(
						eq(targetsTable.metricId, metric.id),
						eq(targetsTable.periodUnit, 'month'),
						eq(targetsTable.periodStart, period.from),
						eq(COLUMN[subject.ref.kind], subject.ref.id),
						sql`num_nonnulls(unit_id, rep_id, customer_id, product_id) = 1`
					)
				)
				.for('update');
			if (!target) return failed(problem('subject', 'no-target-to-split', subject.code));
			const parts = fixDays(target.amount, weights, byIndex);
			if (!parts.ok) return failed(problem('parts', `days-${parts.reason}`));
			const before = await tx
				.delete(targetDays)
				.where(eq(targetDays.targetId, target.id))
				.returning();
			const rows = Object.entries(fixed).map(([day, amount]) => ({
				targetId: target.id,
				day,
				amount
			}));
			if (rows.length > 0) await tx.insert(targetDays).values(rows);
			await recordChange(tx, {
				at: new Date(clock()),
				actor,
				action: 'target.days',
				subject: subject.key,
				before: {
					metric: metric.code,
					month: period.from,
					fixed: Object.fromEntries(before.map(({ day, amount }) => [day, amount]))
				},
				after: { metric: metric.code, month: period.from, fixed }
			});
			await tx.execute(notification('targets'));
			return { ok: true };
		};
		const outcome = await database.db.transaction(write).catch((error: unknown) => {
			const closed = closedProblem(error, 'parts');
			if (closed) return failed(closed);
			throw error;
		});
		if (outcome.ok) targets.changed();
		return outcome;
	}

	/** Month targets that sum to exactly the longer period's. */
	async function setMonths(
		{ metric, period, subject }: PlanPlace,
		parts: Readonly<Record<IsoDate, number>>,
		actor: string
	): Promise<Outcome<object>> {
		const all = monthsIn(period);
		const fits = Object.keys(parts).length === all.length && all.every(({ from }) => from in parts);
		if (!fits) return failed(problem('parts', 'not-the-months'));
		const target = (await targets.sheet(metric.id, period)).of(subject.ref);
		if (target === undefined) return failed(problem('subject', 'no-target-to-split', subject.code));
		const sum = all.reduce((whole, { from }) => whole + parts[from]!, 0);
		if (sum !== target) return failed(problem('parts', 'months-do-not-sum'));
		const { kind, code } = subject;
		return targets.put(
			all.map(({ from }) => ({
				metric: metric.code,
				period: { unit: 'month', start: from },
				subject: { kind, code },
				amount: parts[from]!
			})),
			actor
		);
	}

	return {
		async read(query: PlanQuery): Promise<Outcome<{ view: TimePartsView }>> {
			const found = placeOf(directory, subjects, query);
			if (!found.ok) return found;
			const { metric, period, subject } = found.place;
			const [sheet, parts] = await Promise.all([
				targets.sheet(metric.id, period),
				period.unit === 'month' ? days(found.place) : months(found.place)
			]);
			return {
				ok: true,
				view: {
					subject: nameOnly(subject),
					metric: { code: metric.code, name: metric.name, kind: metric.kind },
					period,
					today: organisation.today(),
					amount: sheet.of(subject.ref),
					parts
				}
			};
		},

		/** `parts`: of a month its fixed days alone, of a longer period all its months. */
		async save(
			form: PlanForm,
			parts: Readonly<Record<IsoDate, number>>,
			actor: string
		): Promise<Outcome<object>> {
			const found = placeOf(directory, subjects, form);
			if (!found.ok) return found;
			return form.unit === 'month'
				? fix(found.place, parts, actor)
				: setMonths(found.place, parts, actor);
		}
	};
}
