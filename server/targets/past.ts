/** What one looks at before deciding on a target: results of past periods, and what a subject's own history carries. */
import { historyOf, historySpan, reachOf } from '../../src/lib/domain/outlook.ts';
import type { Reach } from '../../src/lib/domain/outlook.ts';
import { elapsedWeight } from '../../src/lib/domain/pace.ts';
import type { PastPeriod } from '../../src/lib/domain/methods.ts';
import { datesOf, periodKey, periodOf, previousPeriod } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import { readDaysEach, readFirstDay, readSpans } from '../ledger/past.ts';
import type { Span } from '../ledger/past.ts';
import type { TotalKind } from '../ledger/schema.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { PlanSubject } from './subjects.ts';
import type { Targets } from './targets.ts';

/** A past period with the part of its working days that results are known for. */
export interface PastSpan extends PastPeriod {
	/** `2026-10` */
	key: string;
	from: IsoDate;
	to: IsoDate;
	/** It is not over yet, or began before the ledger did. */
	partial: boolean;
}

/** Tables longer than this sample less for each row: 500 rows are answered as quickly as 100. */
const MANY = 100;
const TRIALS_OF_MANY = 200;

export const yearBefore = ({ unit, from }: Period): Period =>
	periodOf(unit, `${String(Number(from.slice(0, 4)) - 1).padStart(4, '0')}${from.slice(4)}`);

/** The periods before this one, nearest first. */
export function periodsBefore(period: Period, count: number): Period[] {
	const found: Period[] = [];
	for (let at = period; found.length < count;) found.push((at = previousPeriod(at)));
	return found;
}

export type Past = ReturnType<typeof createPast>;

export function createPast(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
}) {
	const { database, directory, organisation, targets } = options;
	const { mirror } = directory;

	/** Where the subjects' results lie among the day totals, and whose each one is. */
	function source(subjects: readonly PlanSubject[]): {
		kind: TotalKind;
		owners: Map<number, string[]>;
	} {
		const owners = new Map<number, string[]>();
		const own = (id: number, key: string) => {
			const keys = owners.get(id);
			if (keys) keys.push(key);
			else owners.set(id, [key]);
		};
		const kind = subjects[0]?.ref.kind ?? 'rep';
		for (const { key, ref } of subjects) {
			if (ref.kind !== 'unit') own(ref.id, key);
			else for (const { id } of mirror.below(ref.id, 'team')) own(id, key);
		}
		return { kind: kind === 'unit' ? 'team' : kind, owners };
	}

	/** Results by key of the subject, in the order of the spans. Subjects of one kind. */
	async function sums(
		metricId: number,
		subjects: readonly PlanSubject[],
		spans: readonly Span[]
	): Promise<Map<string, number[]>> {
		const found = new Map(subjects.map(({ key }) => [key, spans.map(() => 0)]));
		if (subjects.length === 0) return found;
		const { kind, owners } = source(subjects);
		const rows = await readSpans(database.pool, {
			kind,
			metricId,
			subjectIds: [...owners.keys()],
			spans
		});
		for (const [id, amounts] of rows)
			for (const key of owners.get(id) ?? [])
				amounts.forEach((amount, i) => (found.get(key)![i]! += amount));
		return found;
	}

	/** The working days of a past period that results are known for, in hundredths. */
	function knownWeight(period: Period, since: IsoDate | undefined, subject: PlanSubject) {
		const today = organisation.today();
		const dates = datesOf(period);
		const weights = targets
			.weights(period, subject.ref)
			.map((weight, i) => (since !== undefined && dates[i]! >= since ? weight : 0));
		const { elapsed } = elapsedWeight({
			dates,
			weights,
			today,
			shareOfToday: organisation.shareOfToday()
		});
		return {
			weight: Math.round(elapsed),
			partial: period.to >= today || since === undefined || period.from < since
		};
	}

	return {
		sums,

		/** Past periods of one subject; those without any known day are left out. */
		async spans(
			metricId: number,
			subject: PlanSubject,
			periods: readonly Period[]
		): Promise<PastSpan[]> {
			const [since, found] = await Promise.all([
				readFirstDay(database.pool),
				sums(metricId, [subject], periods)
			]);
			const amounts = found.get(subject.key)!;
			return periods
				.map((period, i) => ({
					key: periodKey(period),
					from: period.from,
					to: period.to,
					amount: amounts[i]!,
					...knownWeight(period, since, subject)
				}))
				.filter(({ weight }) => weight > 0);
		},

		/** What each subject's own last 60 working days carry over the whole period (SPLIT-8). */
		async reaches(
			metricId: number,
			subjects: readonly PlanSubject[],
			period: Period
		): Promise<Map<string, Reach>> {
			const found = new Map<string, Reach>();
			if (subjects.length === 0) return found;
			const today = organisation.today();
			const span = historySpan(today);
			const dates = datesOf(span);
			const { kind, owners } = source(subjects);
			const rows = await readDaysEach(database.pool, {
				kind,
				metricId,
				subjectIds: [...owners.keys()],
				...span
			});
			const days = new Map<string, Map<IsoDate, number>>();
			for (const [id, results] of rows)
				for (const key of owners.get(id) ?? []) {
					const sum = days.get(key) ?? days.set(key, new Map()).get(key)!;
					for (const [day, amount] of results) sum.set(day, (sum.get(day) ?? 0) + amount);
				}
			const trials = subjects.length > MANY ? TRIALS_OF_MANY : undefined;
			for (const { key, ref } of subjects) {
				const results = days.get(key);
				if (!results) continue;
				const history = historyOf(dates, targets.weights(span, ref), results);
				const weight = targets.weights(period, ref).reduce((sum, one) => sum + one, 0);
				const reach = reachOf({
					history,
					days: weight / 100,
					seed: `${key}:${periodKey(period)}:${today}`,
					trials
				});
				if (reach) found.set(key, reach);
			}
			return found;
		}
	};
}
