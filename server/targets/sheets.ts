/** What targets amount to over any period and day: the same for those in force and for those of a past moment. */
import { weightsOf } from '../../src/lib/domain/calendar.ts';
import { fixDays } from '../../src/lib/domain/day-targets.ts';
import { addDays, contains, datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { Mirror } from '../directory/mirror.ts';
import type { Reckoned } from '../organisation/organisation.ts';
import type { PeriodWithTarget, targets } from './schema.ts';

export type SubjectKind = 'unit' | 'rep' | 'customer' | 'product';

export interface SubjectRef {
	kind: SubjectKind;
	id: number;
}

/** Target amounts of one metric and period, by subject. */
export interface TargetSheet {
	of(subject: SubjectRef): number | undefined;
}

/** A target of one subject alone, as it is kept in memory. */
export interface StoredTarget {
	amount: number;
	/** Parts of days that were fixed by hand. */
	fixed?: Map<IsoDate, number>;
}

/** The targets set for exactly this period, of subjects alone, by `nameOf`. */
export type TargetSet = (
	metricId: number,
	unit: PeriodWithTarget,
	start: IsoDate
) => Promise<ReadonlyMap<string, StoredTarget>>;

type Row = Pick<
	typeof targets.$inferSelect,
	'id' | 'unitId' | 'repId' | 'customerId' | 'productId' | 'amount'
>;

export const subjectOf = (row: Row): SubjectRef =>
	row.unitId !== null
		? { kind: 'unit', id: row.unitId }
		: row.repId !== null
			? { kind: 'rep', id: row.repId }
			: row.customerId !== null
				? { kind: 'customer', id: row.customerId }
				: { kind: 'product', id: row.productId! };

export const nameOf = ({ kind, id }: SubjectRef) => `${kind}:${id}`;

/** Rows of the record as they are kept in memory, by `nameOf`. */
export function storedTargets(
	rows: readonly Row[],
	fixed: readonly { targetId: number; day: IsoDate; amount: number }[]
): Map<string, StoredTarget> {
	const found = new Map<string, StoredTarget>();
	const byId = new Map<number, StoredTarget>();
	for (const row of rows) {
		const target: StoredTarget = { amount: row.amount };
		found.set(nameOf(subjectOf(row)), target);
		byId.set(row.id, target);
	}
	for (const { targetId, day, amount } of fixed) {
		const target = byId.get(targetId);
		if (target) (target.fixed ??= new Map()).set(day, amount);
	}
	return found;
}

export type TargetReader = ReturnType<typeof createTargetReader>;

export function createTargetReader({
	mirror,
	organisation,
	set
}: {
	mirror: Mirror;
	organisation: Pick<Reckoned, 'calendar'>;
	set: TargetSet;
}) {
	/** The months that a period touches. */
	function monthsOf(period: Pick<Period, 'from' | 'to'>): Period[] {
		const months: Period[] = [];
		for (let date = period.from; date <= period.to; date = addDays(months.at(-1)!.to, 1))
			months.push(periodOf('month', date));
		return months;
	}

	/** Weights of the dates for a subject: a rep's own days, else the organisation's. */
	function weights(
		days: readonly IsoDate[] | Pick<Period, 'from' | 'to'>,
		subject: SubjectRef
	): number[] {
		const rep = subject.kind === 'rep' ? mirror.daysOf(subject.id) : undefined;
		return weightsOf(days, organisation.calendar, rep);
	}

	/** Day targets of a month: fixed days keep theirs while they fit (DAY-5). */
	function daysOfMonth(
		month: Period,
		{ amount, fixed }: StoredTarget,
		subject: SubjectRef
	): Map<IsoDate, number> {
		const dates = datesOf(month);
		const own = weights(month, subject);
		const held: Record<number, number> = {};
		dates.forEach((date, i) => {
			const part = fixed?.get(date);
			if (part !== undefined && own[i]! > 0) held[i] = part;
		});
		const kept = fixDays(amount, own, held);
		const parts = kept.ok ? kept : fixDays(amount, own, {});
		// A month without a working day for the subject has no day targets (APPORTION-4).
		if (!parts.ok) return new Map();
		return new Map(dates.map((date, i) => [date, parts.parts[i]!]));
	}

	/**
	 * Targets of a period (TARGET-2). Quarter and year: what was set for them, else the sum of the months
	 * that are set. Day and week: the day targets of the months they lie in.
	 */
	async function sheet(metricId: number, period: Period): Promise<TargetSheet> {
		const months = monthsOf(period);
		const byMonth = await Promise.all(months.map((month) => set(metricId, 'month', month.from)));
		const whole =
			period.unit === 'quarter' || period.unit === 'year'
				? await set(metricId, period.unit, period.from)
				: undefined;
		return {
			of(subject) {
				const name = nameOf(subject);
				const own = whole?.get(name);
				if (own) return own.amount;
				let sum: number | undefined;
				months.forEach((month, i) => {
					const target = byMonth[i]!.get(name);
					if (!target) return;
					sum ??= 0;
					if (period.from <= month.from && month.to <= period.to) sum += target.amount;
					else
						for (const [date, part] of daysOfMonth(month, target, subject))
							if (contains(period, date)) sum += part;
				});
				return sum;
			}
		};
	}

	/** Day targets by date, for the dates of the period that have one. */
	async function days(
		metricId: number,
		period: Pick<Period, 'from' | 'to'>,
		subject: SubjectRef
	): Promise<Map<IsoDate, number>> {
		const found = new Map<IsoDate, number>();
		for (const month of monthsOf(period)) {
			const target = (await set(metricId, 'month', month.from)).get(nameOf(subject));
			if (!target) continue;
			for (const [date, part] of daysOfMonth(month, target, subject))
				if (contains(period, date)) found.set(date, part);
		}
		return found;
	}

	return {
		sheet,
		days,
		weights,

		/** The target of a month as it was set, with the days that were fixed by hand. */
		async ofMonth(metricId: number, month: Period, subject: SubjectRef) {
			return (await set(metricId, 'month', month.from)).get(nameOf(subject));
		}
	};
}
