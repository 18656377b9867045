/** What a page of targets is asked about: a metric, a period and a subject. */
import { periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metric } from '../directory/mirror.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { PeriodWithTarget } from './schema.ts';
import type { PlanSubject, PlanSubjects } from './subjects.ts';

export interface PlanQuery {
	metric: string;
	unit: PeriodWithTarget;
	/** Any business date of the period. */
	date: IsoDate;
	/** `unit:E1` */
	subject: string;
}

export interface PlanPlace {
	metric: Metric;
	period: Period;
	subject: PlanSubject;
}

/** What was asked for, or why there is no such thing. */
export function placeOf(
	directory: Directory,
	subjects: PlanSubjects,
	{ metric: code, unit, date, subject: key }: PlanQuery
): Outcome<{ place: PlanPlace }> {
	const metric = directory.mirror.metrics.named(code);
	if (!metric) return failed(problem('metric', 'unknown-metric', code));
	const found = subjects.find(key);
	if (!found.ok) return found;
	return { ok: true, place: { metric, period: periodOf(unit, date), subject: found.subject } };
}
