/** Setting one target: what to look at before, what each method suggests, and putting it in force. */
import type { MarketFactors } from '../../src/lib/domain/factors.ts';
import { factorAmount } from '../../src/lib/domain/factors.ts';
import { growthBetween, plannedGrowth } from '../../src/lib/domain/methods.ts';
import type { Reach } from '../../src/lib/domain/outlook.ts';
import { previousPeriod } from '../../src/lib/domain/period.ts';
import type { Period } from '../../src/lib/domain/period.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { placeOf } from './asked.ts';
import type { PlanQuery } from './asked.ts';
import type { Factors } from './factors.ts';
import { periodsBefore, yearBefore } from './past.ts';
import type { Past, PastSpan } from './past.ts';
import { nameOnly } from './subjects.ts';
import type { PlanSubjects, SubjectName } from './subjects.ts';
import type { Targets } from './targets.ts';

/** Everything that the page of one target shows. Amounts in the metric's unit, weights in hundredths. */
export interface SettingView {
	subject: SubjectName;
	metric: { code: string; name: string; kind: 'money' | 'count' };
	period: Period;
	today: string;
	/** Of the period, for the subject. */
	weight: number;
	current: number | undefined;
	/** The periods before, nearest first. */
	before: PastSpan[];
	yearAgo: PastSpan | undefined;
	/** Basis points to begin with, from what growth was lately. */
	growth: { last: number; yearAgo: number };
	factors: MarketFactors | undefined;
	reach: Reach | undefined;
	parent: (SubjectName & { amount: number | undefined; siblings: number }) | undefined;
	/** The version of the parent's split that says the target: it is not set by itself (AGREE-9). */
	settledBy: number | undefined;
}

const PERIODS = 6;

export function createSetting(options: {
	directory: Directory;
	organisation: Organisation;
	subjects: PlanSubjects;
	past: Past;
	factors: Factors;
	targets: Targets;
}) {
	const { directory, organisation, subjects, past, factors, targets } = options;

	return {
		/** How amounts of a metric are written; what is unknown counts pieces. */
		measureOf: (metric: string) => ({
			kind: directory.mirror.metrics.named(metric)?.kind ?? ('count' as const),
			fractionDigits: organisation.settings.fractionDigits
		}),

		async read(query: PlanQuery): Promise<Outcome<{ setting: SettingView }>> {
			const found = placeOf(directory, subjects, query);
			if (!found.ok) return found;
			const { metric, period, subject } = found.place;
			const earlier = periodsBefore(period, PERIODS);
			const yearAgo = yearBefore(period);
			const parent = subjects.parentOf(subject, period);
			const [before, [lastYear], [lastYearBefore], reaches, sheet, market, settled] =
				await Promise.all([
					past.spans(metric.id, subject, earlier),
					past.spans(metric.id, subject, [yearAgo]),
					past.spans(metric.id, subject, [yearBefore(previousPeriod(period))]),
					past.reaches(metric.id, [subject], period),
					targets.sheet(metric.id, period),
					factors.of(metric.id, period, subject.kind === 'unit' ? [subject.ref.id] : []),
					targets.settledIn(metric.id, period, subject.ref)
				]);
			const siblings = parent ? subjects.childrenOf(parent, period) : [];
			return {
				ok: true,
				setting: {
					subject: nameOnly(subject),
					metric: { code: metric.code, name: metric.name, kind: metric.kind },
					period,
					today: organisation.today(),
					weight: targets.weights(period, subject.ref).reduce((sum, one) => sum + one, 0),
					current: sheet.of(subject.ref),
					before,
					yearAgo: lastYear,
					growth: {
						last: plannedGrowth(growthBetween(before[1], before[0])),
						yearAgo: plannedGrowth(growthBetween(lastYearBefore, before[0]))
					},
					factors: market.get(subject.ref.id),
					reach: reaches.get(subject.key),
					settledBy: settled?.version,
					parent: parent && {
						...nameOnly(parent),
						amount: sheet.of(parent.ref),
						siblings: siblings
							.filter(({ key }) => key !== subject.key)
							.reduce((sum, { ref }) => sum + (sheet.of(ref) ?? 0), 0)
					}
				}
			};
		},

		/** Puts an amount in force at once; in the books as TARGET-1. */
		async put(query: PlanQuery, amount: number, actor: string): Promise<Outcome<object>> {
			const found = placeOf(directory, subjects, query);
			if (!found.ok) return found;
			const { metric, period, subject } = found.place;
			const { kind, code } = subject;
			return targets.put(
				[
					{
						metric: metric.code,
						period: { unit: query.unit, start: period.from },
						subject: { kind, code },
						amount
					}
				],
				actor
			);
		},

		async putFactors(
			query: PlanQuery,
			market: MarketFactors,
			actor: string
		): Promise<Outcome<{ amount: number }>> {
			const found = placeOf(directory, subjects, query);
			if (!found.ok) return found;
			const { metric, period, subject } = found.place;
			if (subject.kind !== 'unit')
				return failed(problem('subject', 'factors-of-units', subject.code));
			await factors.put({ metric, period, unit: subject }, market, actor);
			return { ok: true, amount: factorAmount(market) };
		}
	};
}
