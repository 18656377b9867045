/** What the children of a target could be weighed by, and what they sold. docs/SPEC.md, SPLIT-4. */
import { factorAmount } from '../../src/lib/domain/factors.ts';
import { previousPeriod } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';
import { readProductMix } from '../ledger/past.ts';
import type { PlanPlace } from './asked.ts';
import type { Factors } from './factors.ts';
import { periodsBefore, yearBefore } from './past.ts';
import type { Past } from './past.ts';
import type { SplitBasis } from './schema.ts';
import { nameOnly } from './subjects.ts';
import type { PlanSubject, PlanSubjects } from './subjects.ts';
import type { Targets } from './targets.ts';

/** By basis; a basis that says nothing about anybody is absent. */
export type Weights = Partial<Record<SplitBasis, number>>;

/** Periods before that are looked at. */
export const PAST = 6;
/** Of them, what the basis "history" counts. */
const HISTORY = 3;
/** Weights beyond keep their proportions and lose their last digits. */
const MOST_WEIGHT = 10 ** 12;

const weigh = (amount: number): number => Math.min(MOST_WEIGHT, Math.max(0, amount));

/** Shares of a whole in basis points: who may not see results is told proportions. */
export function proportions(weights: readonly number[]): number[] {
	const whole = weights.reduce((sum, weight) => sum + weight, 0);
	return weights.map((weight) => (whole > 0 ? Math.round((weight / whole) * 10_000) : 0));
}

/** The same by basis in proportions. */
export function veiled(weights: Map<string, Weights>): Map<string, Weights> {
	const keys = [...weights.keys()];
	const hidden = new Map<string, Weights>(keys.map((key) => [key, {}]));
	for (const basis of Object.keys(weights.get(keys[0]!) ?? {}) as SplitBasis[]) {
		const shares = proportions(keys.map((key) => weights.get(key)![basis]!));
		keys.forEach((key, i) => (hidden.get(key)![basis] = shares[i]!));
	}
	return hidden;
}

export function createSplitBases(options: {
	database: Database;
	subjects: PlanSubjects;
	past: Past;
	factors: Factors;
	targets: Targets;
}) {
	const { database, subjects, past, factors, targets } = options;

	return {
		/** What each basis says about each child; a basis that says nothing at all is left out. */
		async weightsOf(
			{ metric, period, subject: parent }: PlanPlace,
			children: readonly PlanSubject[],
			results: Map<string, number[]>
		): Promise<Map<string, Weights>> {
			const units = children.filter(({ kind }) => kind === 'unit').map(({ ref }) => ref.id);
			const [market, before] = await Promise.all([
				factors.of(metric.id, period, units),
				targets.sheet(metric.id, previousPeriod(period))
			]);
			const by: Record<Exclude<SplitBasis, 'equal'>, (child: PlanSubject) => number> = {
				history: ({ key }) => (results.get(key) ?? []).slice(0, HISTORY).reduce((a, b) => a + b, 0),
				factors: ({ kind, ref }) => {
					const found = kind === 'unit' ? market.get(ref.id) : undefined;
					return found ? factorAmount(found) : 0;
				},
				last: ({ ref }) => (parent.level === 'dealer' ? 0 : (before.of(ref) ?? 0))
			};
			const weights = new Map<string, Weights>(children.map(({ key }) => [key, { equal: 1 }]));
			for (const [basis, of] of Object.entries(by)) {
				const all = children.map((child) => weigh(of(child)));
				if (all.every((weight) => weight === 0)) continue;
				children.forEach(({ key }, i) => (weights.get(key)![basis as SplitBasis] = all[i]!));
			}
			return weights;
		},

		/** What the teams around a rep or dealer sell, by product. */
		async productsOf({ metric, period, subject }: PlanPlace) {
			if (subject.level !== 'rep') return [];
			const earlier = periodsBefore(period, HISTORY);
			const mix = await readProductMix(database.pool, {
				metricId: metric.id,
				teamIds: subjects.teamsOf(subject, period),
				from: earlier.at(-1)!.from,
				to: earlier[0]!.to
			});
			return subjects
				.products()
				.map((product) => ({ ...nameOnly(product), weight: weigh(mix.get(product.ref.id) ?? 0) }));
		},

		/** Results for the basis; a dealer's products have none of their own, so the mix of its team stands for them. */
		async resultsOf(
			{ metric, period, subject }: PlanPlace,
			children: readonly PlanSubject[]
		): Promise<Map<string, number[]>> {
			const spans = [...periodsBefore(period, PAST), yearBefore(period)];
			if (subject.level !== 'dealer') return past.sums(metric.id, children, spans);
			const mix = await readProductMix(database.pool, {
				metricId: metric.id,
				teamIds: subjects.teamsOf(subject, period),
				from: spans[HISTORY - 1]!.from,
				to: spans[0]!.to
			});
			return new Map(children.map(({ key, ref }) => [key, [mix.get(ref.id) ?? 0]]));
		}
	};
}

export type SplitBases = ReturnType<typeof createSplitBases>;
