import { Temporal } from 'temporal-polyfill';
import { weightsOf } from '../../src/lib/domain/calendar.ts';
import { mostImproved } from '../../src/lib/domain/improvement.ts';
import { elapsedWeight, pace } from '../../src/lib/domain/pace.ts';
import { datesOf, periodOf, previousPeriod } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { rank } from '../../src/lib/domain/standing.ts';
import type { MoverRow, NewcomerRow } from '../../src/lib/scenes/states.ts';
import type { Rep } from '../directory/mirror.ts';
import type { Total } from '../ledger/totals.ts';
import type { TargetSheet } from '../targets/targets.ts';
import { comparedSpan } from './compared.ts';
import { facesOf, withFace } from './faces.ts';
import { toRows } from './month.ts';
import { teamNameOf } from './ranked.ts';
import { basisOf } from './scene.ts';
import type { Moment, SceneContext, SceneMaker } from './scene.ts';
import { totalsOf } from './totals.ts';
import type { Span } from './totals.ts';

type Totals = ReadonlyMap<number, Total>;

const monthsBefore = (day: IsoDate, months: number): IsoDate =>
	Temporal.PlainDate.from(day).subtract({ months }).toString();

/** Working days of a span: by the calendar of all, and each rep's own. Most have those of all, which are reckoned once. */
function workingDays({ directory, organisation }: SceneContext, span: Span) {
	const dates = datesOf(span);
	const daysBy = (rep?: ReturnType<typeof directory.mirror.daysOf>) =>
		weightsOf(dates, organisation.calendar, rep).reduce((sum, weight) => sum + weight, 0) / 100;
	const all = daysBy();
	return {
		all,
		of(repId: number): number {
			const own = directory.mirror.daysOf(repId);
			const differs =
				(own.from !== undefined && own.from > span.from) ||
				(own.to !== undefined && own.to < span.to) ||
				own.leave?.some(({ from, to }) => from <= span.to && to >= span.from);
			return differs ? daysBy(own) : all;
		}
	};
}

const byCode = (reps: readonly Rep[]) => new Map(reps.map((rep) => [rep.code, rep]));

function moversOf(
	context: SceneContext,
	reps: readonly Rep[],
	{ now, before, spans }: { now: Totals; before: Totals; spans: { now: Span; before: Span } }
) {
	const [days, daysBefore] = [workingDays(context, spans.now), workingDays(context, spans.before)];
	return mostImproved(
		reps.map(({ id, code }) => ({
			code,
			now: { value: now.get(id)?.amount ?? 0, days: days.of(id) },
			before: { value: before.get(id)?.amount ?? 0, days: daysBefore.of(id) },
			reachedAt: now.get(id)?.reached ?? 0
		})),
		{ now: days.all, before: daysBefore.all }
	);
}

/** Who joined since a day, by what a working day of theirs brings: who began in the middle of the month is not behind for it. */
function newcomersOf(
	context: SceneContext,
	reps: readonly Rep[],
	of: { since: IsoDate; period: Span; totals: Totals; sheet: TargetSheet; at: Moment }
): NewcomerRow[] {
	const { directory, targets } = context;
	const { since, period, totals, sheet, at } = of;
	const days = workingDays(context, { from: period.from, to: at.today });
	const found = reps.filter(({ id }) => {
		const first = directory.mirror.membershipsOf(id)[0]?.since;
		return first !== undefined && first > since && first <= at.today;
	});
	const known = byCode(found);
	const perDayOf = ({ id }: Rep): number => {
		const own = days.of(id);
		return own > 0 ? (totals.get(id)?.amount ?? 0) / own : 0;
	};
	const dates = datesOf(period);
	return rank(
		found.map((rep) => ({
			code: rep.code,
			value: perDayOf(rep),
			reachedAt: totals.get(rep.id)?.reached ?? 0
		}))
	).map(({ rank: place, code, value: perDay = 0 }) => {
		const { id, name } = known.get(code)!;
		const subject = { kind: 'rep' as const, id };
		const unit = teamNameOf(context, id, at.today);
		const value = totals.get(id)?.amount ?? 0;
		const weights = targets.weights(dates, subject);
		const { total, elapsed } = elapsedWeight({ dates, weights, ...at });
		const { attainment, timeProgress } = pace({
			target: sheet.of(subject),
			actual: value,
			totalWeight: total,
			elapsedWeight: elapsed
		});
		return {
			rank: place,
			code,
			name,
			...(unit === undefined ? {} : { unit }),
			since: directory.mirror.membershipsOf(id)[0]!.since,
			value,
			perDay: Math.round(perDay),
			...(attainment === undefined ? {} : { attainment }),
			...(attainment === undefined || timeProgress === undefined ? {} : { timeProgress })
		};
	});
}

export const movers: SceneMaker<'movers'> = (context, options) => {
	const { mirror } = context.directory;
	const metric = context.metricOf(options.metric);
	const periodAt = (today: IsoDate) => periodOf(options.period, today);
	const spansAt = (today: IsoDate) => {
		const current = periodAt(today);
		const earlier = previousPeriod(current);
		return {
			now: { from: current.from, to: today },
			before: comparedSpan(context, { current, earlier, today })
		};
	};
	const as = { metric, kind: 'rep', anywhere: true } as const;
	const source = totalsOf(context, { ...as, name: options.period, span: periodAt });
	const past = totalsOf(context, {
		...as,
		name: `${options.period}:before`,
		span: (today) => spansAt(today).before
	});
	const faces = facesOf(context);
	return {
		sources: [source, past, faces],
		async compose(at) {
			const period = periodAt(at.today);
			const [now, before, sheet] = await Promise.all([
				source.read(at),
				past.read(at),
				context.targets.sheet(metric.id, period)
			]);
			const teams = new Set(mirror.below(context.unit.id, 'team').map(({ id }) => id));
			const reps = mirror.repsIn(teams, at.today, at.today);
			const known = byCode(reps);
			const { improved, compared } = moversOf(context, reps, {
				now,
				before,
				spans: spansAt(at.today)
			});
			const rows = improved.slice(0, options.each).map((one): MoverRow => {
				const { id, name } = known.get(one.code)!;
				const unit = teamNameOf(context, id, at.today);
				const [perDay, was] = [Math.round(one.perDay), Math.round(one.before)];
				return { ...one, perDay, before: was, name, ...(unit === undefined ? {} : { unit }) };
			});
			const newcomers =
				options.months === 0
					? []
					: newcomersOf(context, reps, {
							since: monthsBefore(at.today, options.months),
							period,
							totals: now,
							sheet,
							at
						});
			const begun = newcomers.slice(0, options.each);
			const photos = await faces.read([...rows, ...begun].map(({ code }) => code));
			const faced = <Row extends { code: string }>(list: readonly Row[]) =>
				toRows(
					list.map((row) => withFace(row, photos)),
					({ code }) => code
				);
			return {
				...basisOf(context, metric),
				period: { unit: options.period, from: period.from, to: period.to },
				movers: faced(rows),
				compared,
				newcomers: faced(begun),
				newcomersTotal: newcomers.length
			};
		}
	};
};
