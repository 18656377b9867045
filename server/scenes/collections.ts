import { lagDays } from '../../src/lib/domain/laggard.ts';
import { elapsedWeight } from '../../src/lib/domain/pace.ts';
import { periodOf } from '../../src/lib/domain/period.ts';
import type { CollectionRow } from '../../src/lib/scenes/states.ts';
import { COLLECTION } from '../alerts/facts.ts';
import type { Metric, Rep, Unit } from '../directory/mirror.ts';
import type { SubjectRef } from '../targets/targets.ts';
import { monthOf, sumOf, toRows } from './month.ts';
import type { Month } from './month.ts';
import { teamNameOf } from './ranked.ts';
import { basisOf } from './scene.ts';
import type { Moment, SceneContext, SceneMaker } from './scene.ts';
import { totalsOf } from './totals.ts';

/** What somebody collected and sold. */
interface Collector {
	subject: SubjectRef;
	of: Rep | Unit;
	value: number;
	today: number;
	sold: number;
	target: number | undefined;
}

const attainmentOf = ({ value, target }: Collector): number =>
	target ? value / target : -Infinity;
const rateOf = (value: number, sold: number): { rate?: number } =>
	sold > 0 ? { rate: value / sold } : {};

/** Of thousands of people only those who may be on it are looked at closely: so many times those who are shown. */
const CLOSELY = 4;

/** Working days that collections lag behind, as an alert reckons them (ALERT-5). */
function lagOf(month: Month, { subject, value, target }: Collector, at: Moment): number {
	if (!target) return 0;
	const { elapsed, timeProgress } = elapsedWeight({
		dates: month.dates,
		weights: month.weightsOf(subject),
		today: at.today,
		shareOfToday: at.shareOfToday
	});
	const index = timeProgress ? value / (target * timeProgress) : undefined;
	return Math.floor(
		lagDays({ metric: COLLECTION, value, target, index, elapsedDays: elapsed / 100 })
	);
}

function rowOf(context: SceneContext, month: Month, one: Collector, at: Moment): CollectionRow {
	const { subject, of, value, today, sold, target } = one;
	const progress = month.progressOf({ subject, period: month.period, target, value });
	const { attainment, timeProgress } = progress;
	const unit = subject.kind === 'rep' ? teamNameOf(context, of.id, at.today) : undefined;
	const lag = lagOf(month, one, at);
	return {
		code: of.code,
		name: of.name,
		...(unit === undefined ? {} : { unit }),
		value,
		today,
		...(target ? { target } : {}),
		...(attainment === undefined ? {} : { attainment }),
		...(target && timeProgress !== undefined ? { timeProgress } : {}),
		...rateOf(value, sold),
		...(lag >= 1 ? { lagDays: lag } : {})
	};
}

/** Teams as they are read for the month, or the reps who are there today. */
function collectorsOf(
	context: SceneContext,
	level: 'team' | 'rep',
	metrics: Record<'collected' | 'sold', Metric>
) {
	const { directory, unit } = context;
	const { mirror } = directory;
	const inMonth = (metric: Metric) =>
		totalsOf(context, {
			metric,
			kind: 'rep',
			name: 'month',
			span: (today) => periodOf('month', today)
		});
	const byRep = {
		collected: inMonth(metrics.collected),
		sold: inMonth(metrics.sold),
		today: totalsOf(context, {
			metric: metrics.collected,
			kind: 'rep',
			name: 'day',
			span: (today) => ({ from: today, to: today })
		})
	};

	async function reps(month: Month, at: Moment): Promise<Collector[]> {
		const [collected, sold, today] = await Promise.all([
			byRep.collected.read(at),
			byRep.sold.read(at),
			byRep.today.read(at)
		]);
		const teams = new Set(mirror.below(unit.id, 'team').map(({ id }) => id));
		return mirror.repsIn(teams, at.today, at.today).map((of) => {
			const subject = { kind: 'rep' as const, id: of.id };
			return {
				subject,
				of,
				value: collected.get(of.id)?.amount ?? 0,
				today: today.get(of.id)?.amount ?? 0,
				sold: sold.get(of.id)?.amount ?? 0,
				target: month.sheet.of(subject)
			};
		});
	}

	function teams(month: Month, sold: Month): Collector[] {
		return mirror.below(unit.id, 'team').map((of) => {
			const subject = { kind: 'unit' as const, id: of.id };
			return {
				subject,
				of,
				value: sumOf(month.teamDays.get(of.id)),
				today: month.teamDays.get(of.id)?.get(month.today) ?? 0,
				sold: sumOf(sold.teamDays.get(of.id)),
				target: month.sheet.of(subject)
			};
		});
	}

	return {
		sources: level === 'rep' ? Object.values(byRep) : [],
		read: (month: Month, sold: Month, at: Moment): Promise<Collector[]> =>
			level === 'rep' ? reps(month, at) : Promise.resolve(teams(month, sold))
	};
}

export const collections: SceneMaker<'collections'> = (context, options) => {
	const { metrics } = context.directory.mirror;
	const collected = metrics.named(COLLECTION) ?? context.metric;
	const named = context.metricOf(options.against);
	const sold = named === collected ? (metrics.named('sales') ?? named) : named;
	// Within a team there are only its people.
	const level = context.unit.kind === 'team' ? 'rep' : options.level;
	const [source, sales] = [monthOf(context, collected), monthOf(context, sold)];
	const collectors = collectorsOf(context, level, { collected, sold });
	return {
		sources: [source, sales, ...collectors.sources],
		async compose(at) {
			const [month, soldMonth] = await Promise.all([source.read(at), sales.read(at)]);
			const all = (await collectors.read(month, soldMonth, at)).filter(
				({ value, target }) => value !== 0 || target
			);
			const row = (one: Collector) => rowOf(context, month, one, at);
			const best = all
				.toSorted((a, b) => attainmentOf(b) - attainmentOf(a) || b.value - a.value)
				.slice(0, options.top);
			const behind = all.filter((one) => lagOf(month, one, at) >= 1);
			const overdue = behind
				.toSorted((a, b) => attainmentOf(a) - attainmentOf(b))
				.slice(0, options.overdue * CLOSELY)
				.map(row)
				.sort((a, b) => b.lagDays! - a.lagDays! || (a.attainment ?? 0) - (b.attainment ?? 0))
				.slice(0, options.overdue);
			const progress = month.ofUnit;
			return {
				...basisOf(context, collected),
				against: basisOf(context, sold).metric,
				month: progress,
				today: month.ofToday(),
				...rateOf(progress.value, soldMonth.ofUnit.value),
				behind: behind.length,
				level,
				best: toRows(best.map(row), ({ code }) => code),
				...(overdue.length > 0 ? { overdue: toRows(overdue, ({ code }) => code) } : {}),
				total: all.length
			};
		}
	};
};
