/** What the pages of targets are asked for, kept in their address: `?metric=sales&period=2026-Q4&subject=unit:E1`. */
import { isIsoDate, periodKey, periodOf, type IsoDate, type Period } from './domain/period.ts';

export type PlanUnit = 'month' | 'quarter' | 'year';
export const PLAN_UNITS: readonly PlanUnit[] = ['month', 'quarter', 'year'];

export interface PlanAddress {
	metric: string;
	unit: PlanUnit;
	/** A date of the period. */
	date: IsoDate;
	subject: string;
}

/** Nobody plans earlier, and pages look at the periods before one too: those of year 1 do not exist (TIME-1). */
const FIRST: IsoDate = '1900-01-01';

const MONTH = /^(\d{4})-(\d{2})$/;
const QUARTER = /^(\d{4})-Q([1-4])$/;
const YEAR = /^(\d{4})$/;

/** 2026-11, 2026-Q4 and 2026 back into periods; undefined for anything else, and before 1900. */
export function periodOfKey(key: string): Period | undefined {
	const month = MONTH.exec(key);
	const quarter = QUARTER.exec(key);
	const year = YEAR.exec(key);
	const [unit, date]: [PlanUnit, string] = month
		? ['month', `${key}-01`]
		: quarter
			? ['quarter', `${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, '0')}-01`]
			: ['year', `${year?.[1]}-01-01`];
	return isIsoDate(date) && date >= FIRST ? periodOf(unit, date) : undefined;
}

/** What does not fit counts as not asked for: this month, sales. */
export function readPlanAddress(url: URL, today: IsoDate): PlanAddress {
	const asked = url.searchParams;
	const period = periodOfKey(asked.get('period') ?? '') ?? periodOf('month', today);
	return {
		metric: asked.get('metric') ?? 'sales',
		unit: period.unit as PlanUnit,
		date: period.from,
		subject: asked.get('subject') ?? ''
	};
}

/** An address of a page of targets. */
export function planHref(
	page: '' | '/set' | '/split' | '/days' | '/changes',
	at: { metric: string; period: Period; subject?: string; open?: string; by?: string }
): string {
	const query = new URLSearchParams({ metric: at.metric, period: periodKey(at.period) });
	if (at.subject) query.set('subject', at.subject);
	if (at.open) query.set('open', at.open);
	if (at.by) query.set('by', at.by);
	return `/targets${page}?${query.toString().replaceAll('%3A', ':')}`;
}

/** The letters of a unit and period. */
export const lettersHref = (unit: string, period: Period): string =>
	`/targets/letters?${new URLSearchParams({ unit, period: periodKey(period) })}`;
