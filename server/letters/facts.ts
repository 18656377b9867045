/** The targets in force of a party, as a letter says them. docs/SPEC.md, LETTER-2. */
import type { MetricTarget } from '../../src/lib/domain/commitment.ts';
import { addDays, datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { Period } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { SubjectRef, Targets } from '../targets/targets.ts';

/** `2:rep:17` → the newest settled split that the subject stands in. */
type Settled = ReadonlyMap<string, { version: number; amount: number }>;

const monthsIn = (period: Period): Period[] => {
	const months: Period[] = [];
	for (let date = period.from; date <= period.to; date = addDays(months.at(-1)!.to, 1))
		months.push(periodOf('month', date));
	return months;
};

export type Facts = ReturnType<typeof createFacts>;

export function createFacts(options: {
	database: Database;
	directory: Directory;
	targets: Targets;
}) {
	const { database, directory, targets } = options;
	const { mirror } = directory;

	/** In which settled splits of a period the subjects stand, by metric. */
	async function readSettled(period: Period, refs: readonly SubjectRef[]): Promise<Settled> {
		const ids = (kind: SubjectRef['kind']) =>
			refs.filter((ref) => ref.kind === kind).map(({ id }) => id);
		const { rows } = await database.pool.query<{
			metric_id: number;
			rep_id: number | null;
			unit_id: number | null;
			version: number;
			amount: number;
		}>({
			name: 'letters-settled-parts',
			text: `SELECT DISTINCT ON (s.metric_id, p.rep_id, p.unit_id)
					s.metric_id, p.rep_id, p.unit_id, s.version, p.amount
				FROM splits s JOIN split_parts p ON p.split_id = s.id
				WHERE s.period_unit = $1 AND s.period_start = $2 AND s.state = 'settled'
					AND p.customer_id IS NULL AND p.product_id IS NULL
					AND (p.rep_id = ANY ($3) OR p.unit_id = ANY ($4))
				ORDER BY s.metric_id, p.rep_id, p.unit_id, s.saved_at DESC`,
			values: [period.unit, period.from, ids('rep'), ids('unit')]
		});
		return new Map(
			rows.map(({ metric_id, rep_id, unit_id, version, amount }) => [
				`${metric_id}:${rep_id === null ? `unit:${unit_id}` : `rep:${rep_id}`}`,
				{ version, amount }
			])
		);
	}

	async function targetsOf(ref: SubjectRef, period: Period, settled: Settled) {
		const found: MetricTarget[] = [];
		for (const metric of mirror.metrics.all()) {
			const amount = (await targets.sheet(metric.id, period)).of(ref);
			// Nobody signs for nothing.
			if (amount === undefined || amount === 0) continue;
			const part = settled.get(`${metric.id}:${ref.kind}:${ref.id}`);
			const ofMonth = period.unit === 'month';
			const days = ofMonth ? await targets.days(metric.id, period, ref) : undefined;
			found.push({
				code: metric.code,
				name: metric.name,
				kind: metric.kind,
				amount,
				split: part?.amount === amount ? part.version : null,
				months: ofMonth
					? []
					: await Promise.all(
							monthsIn(period).map(async (month) => ({
								date: month.from,
								amount: (await targets.ofMonth(metric.id, month, ref))?.amount ?? null
							}))
						),
				days: days ? datesOf(period).map((date) => ({ date, amount: days.get(date) ?? 0 })) : []
			});
		}
		return found;
	}

	return {
		/** In the order of the subjects; one without any target has none. */
		async of(refs: readonly SubjectRef[], period: Period): Promise<MetricTarget[][]> {
			const settled = await readSettled(period, refs);
			const found: MetricTarget[][] = [];
			for (const ref of refs) found.push(await targetsOf(ref, period, settled));
			return found;
		}
	};
}
