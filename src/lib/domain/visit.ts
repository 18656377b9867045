/** 拜访: planned, then done or cancelled. docs/SPEC.md, VISIT-*. */
import { addDays, type IsoDate } from './date.ts';

export const VISIT_PURPOSES = [
	'new-customer',
	'market-survey',
	'collection',
	'service',
	'complaint',
	'order',
	'other'
] as const;
export type VisitPurpose = (typeof VISIT_PURPOSES)[number];

export const VISIT_STATES = ['planned', 'done', 'cancelled'] as const;
export type VisitState = (typeof VISIT_STATES)[number];
export type VisitStep = 'change' | 'done' | 'cancel' | 'reopen';

/** How far back a visit can still be written down, and how far ahead one is planned. */
export const VISIT_DAYS_BACK = 7;
export const VISIT_DAYS_AHEAD = 92;

/** Why a visit cannot be planned on the date; undefined when it can (VISIT-1). */
export function visitDateProblem(
	date: IsoDate,
	today: IsoDate
): 'visit-too-early' | 'visit-too-late' | undefined {
	if (date < addDays(today, -VISIT_DAYS_BACK)) return 'visit-too-early';
	return date > addDays(today, VISIT_DAYS_AHEAD) ? 'visit-too-late' : undefined;
}

/** A slot of the day, "HH:MM" each; the end is optional and after the start (VISIT-2). */
export const isSlot = (start: string | undefined, end: string | undefined): boolean =>
	end === undefined || (start !== undefined && start < end);

interface Visit {
	state: VisitState;
	date: IsoDate;
	/** The business date on which it was done or cancelled. */
	settledOn?: IsoDate | undefined;
}

/** What a step makes of a visit, or why it does not (VISIT-3, VISIT-4). */
export function stepVisit(
	visit: Visit,
	step: VisitStep,
	today: IsoDate
):
	| { ok: true; state: VisitState }
	| { ok: false; reason: 'visit-settled' | 'visit-to-come' | 'visit-open' | 'visit-reopen-late' } {
	if (step === 'reopen') {
		if (visit.state === 'planned') return { ok: false, reason: 'visit-open' };
		return visit.settledOn === today
			? { ok: true, state: 'planned' }
			: { ok: false, reason: 'visit-reopen-late' };
	}
	if (visit.state !== 'planned') return { ok: false, reason: 'visit-settled' };
	if (step === 'change') return { ok: true, state: 'planned' };
	if (step === 'cancel') return { ok: true, state: 'cancelled' };
	return visit.date > today ? { ok: false, reason: 'visit-to-come' } : { ok: true, state: 'done' };
}
