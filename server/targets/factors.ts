/** The five factors of the units' markets, by metric and period. docs/SPEC.md, TARGET-6. */
import { and, eq, inArray } from 'drizzle-orm';
import type { MarketFactors } from '../../src/lib/domain/factors.ts';
import { previousPeriod } from '../../src/lib/domain/period.ts';
import type { Period } from '../../src/lib/domain/period.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { targetFactors } from './schema.ts';
import type { PeriodWithTarget } from './schema.ts';
import type { PlanSubject } from './subjects.ts';

export type Factors = ReturnType<typeof createFactors>;

const only = (row: typeof targetFactors.$inferSelect): MarketFactors => ({
	capacity: row.capacity,
	share: row.share,
	penetration: row.penetration,
	growth: row.growth,
	potential: row.potential
});

export function createFactors(options: { database: Database; clock: Clock }) {
	const { database, clock } = options;
	const at = (metricId: number, period: Period) =>
		and(
			eq(targetFactors.metricId, metricId),
			eq(targetFactors.periodUnit, period.unit as PeriodWithTarget),
			eq(targetFactors.periodStart, period.from)
		);

	async function read(metricId: number, period: Period, unitIds: readonly number[]) {
		if (unitIds.length === 0) return new Map<number, MarketFactors>();
		const rows = await database.db
			.select()
			.from(targetFactors)
			.where(and(at(metricId, period), inArray(targetFactors.unitId, [...unitIds])));
		return new Map(rows.map((row) => [row.unitId, only(row)]));
	}

	return {
		/** By id of the unit; a unit without any for this period brings those of the period before. */
		async of(
			metricId: number,
			period: Period,
			unitIds: readonly number[]
		): Promise<Map<number, MarketFactors>> {
			const [before, now] = await Promise.all([
				read(metricId, previousPeriod(period), unitIds),
				read(metricId, period, unitIds)
			]);
			return new Map([...before, ...now]);
		},

		async put(
			of: { metric: { id: number; code: string }; period: Period; unit: PlanSubject },
			factors: MarketFactors,
			actor: string
		): Promise<void> {
			const { metric, period, unit } = of;
			await database.db.transaction(async (tx) => {
				const mine = and(at(metric.id, period), eq(targetFactors.unitId, unit.ref.id));
				const [before] = await tx.select().from(targetFactors).where(mine).for('update');
				await tx
					.insert(targetFactors)
					.values({
						metricId: metric.id,
						periodUnit: period.unit as PeriodWithTarget,
						periodStart: period.from,
						unitId: unit.ref.id,
						...factors
					})
					.onConflictDoUpdate({
						target: [
							targetFactors.metricId,
							targetFactors.periodUnit,
							targetFactors.periodStart,
							targetFactors.unitId
						],
						set: factors
					});
				const about = { metric: metric.code, period: { unit: period.unit, start: period.from } };
				await recordChange(tx, {
					at: new Date(clock()),
					actor,
					action: 'factors.put',
					subject: unit.key,
					before: before ? { ...about, ...only(before) } : null,
					after: { ...about, ...factors }
				});
			});
		}
	};
}
