import { elapsedWeight, pace } from '../../src/lib/domain/pace.ts';
import type { PaceStatus } from '../../src/lib/domain/pace.ts';
import { contains, datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { Progress, Rows, StandingRow } from '../../src/lib/live/board.ts';
import type { Trend } from '../../src/lib/scenes/states.ts';
import type { Metric } from '../directory/mirror.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { SubjectRef, TargetSheet } from '../targets/targets.ts';
import type { Moment, SceneContext, Source } from './scene.ts';

const LATEST = 8;

/** Results of the teams under a unit, per team and business date. */
export type TeamDays = ReadonlyMap<number, ReadonlyMap<IsoDate, number>>;

/** A unit's month in one metric: results, targets and pace, read at one moment. */
export interface Month {
	period: Period;
	dates: readonly IsoDate[];
	today: IsoDate;
	sheet: TargetSheet;
	/** Day targets of the unit. */
	dayTargets: ReadonlyMap<IsoDate, number>;
	/** Weights of a subject's dates. */
	weightsOf(subject: SubjectRef): readonly number[];
	teamDays: TeamDays;
	/** What was booked on each date up to today. */
	actuals: Record<IsoDate, number>;
	/** The newest entries, newest first. */
	latest: readonly BookedEntry[];
	/** The pace of a subject in (a part of) the month. */
	progressOf(of: {
		subject: SubjectRef;
		period: Period;
		target: number | undefined;
		value: number;
	}): Progress;
	/** The pace of the unit itself, with its outlook. */
	ofUnit: Progress;
	ofToday(): Progress;
	trend(): Trend;
}

export interface MonthSource extends Source {
	metric: Metric;
	read(at: Moment): Promise<Month>;
}

export const sumOf = (days: ReadonlyMap<IsoDate, number> | undefined): number => {
	let total = 0;
	for (const amount of days?.values() ?? []) total += amount;
	return total;
};

export function toRows<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Rows<Row> {
	return {
		order: rows.map(keyOf),
		rows: Object.fromEntries(rows.map((row) => [keyOf(row), row]))
	};
}

/** The pace of a row; without a target only the bare value is shown. */
export function present(pace: {
	target?: number | undefined;
	attainment?: number | undefined;
	timeProgress?: number | undefined;
	status?: PaceStatus | undefined;
}): Pick<StandingRow, 'target' | 'attainment' | 'timeProgress' | 'status'> {
	const { target, attainment, timeProgress, status } = pace;
	if (target === undefined) return {};
	return {
		target,
		...(attainment === undefined ? {} : { attainment }),
		...(timeProgress === undefined ? {} : { timeProgress }),
		...(status === undefined ? {} : { status })
	};
}

function actualsOf(teamDays: TeamDays, dates: readonly IsoDate[], today: IsoDate) {
	const actuals: Record<IsoDate, number> = {};
	for (const date of dates) {
		if (date > today) break;
		actuals[date] = 0;
		for (const days of teamDays.values()) actuals[date] += days.get(date) ?? 0;
	}
	return actuals;
}

/** A unit's month in one metric, shared by all scenes of a room that show it. */
export const monthOf = (context: SceneContext, metric: Metric): MonthSource =>
	context.share(`month:${context.unit.id}:${metric.id}`, () => createMonth(context, metric));

/** Keeps what it has read until an entry touches it, and then reads again only the teams that were touched. */
function createMonth(context: SceneContext, metric: Metric): MonthSource {
	const { booked, directory, organisation, outlooks, targets, unit } = context;
	const { mirror } = directory;
	let month: Period | undefined;
	let teamIds = new Set<number>();
	const teamDays = new Map<number, Map<IsoDate, number>>();
	let latest: BookedEntry[] = [];
	let stale: Set<number> | 'all' = 'all';
	/** What several scenes ask for at once is read once. */
	let catching: Promise<void> | undefined;

	async function readTeams(ids: readonly number[], period: Period): Promise<void> {
		const found = await booked.teamDays({
			metricId: metric.id,
			teamIds: ids,
			from: period.from,
			to: period.to
		});
		for (const id of ids) teamDays.set(id, new Map());
		for (const { teamId, day, amount } of found) teamDays.get(teamId)!.set(day, amount);
	}

	async function catchUp(period: Period): Promise<void> {
		if (month?.from !== period.from) stale = 'all';
		const work = stale;
		stale = new Set();
		try {
			if (work === 'all') {
				month = period;
				const ids = mirror.below(unit.id, 'team').map((team) => team.id);
				teamIds = new Set(ids);
				teamDays.clear();
				latest = [];
				await readTeams(ids, period);
				const read = await booked.latest({
					metricId: metric.id,
					teamIds: ids,
					limit: LATEST
				});
				// What was noted while reading is newer.
				const newer = latest.filter((entry) => entry.position > (read[0]?.position ?? 0));
				latest = [...newer, ...read].slice(0, LATEST);
			} else if (work.size > 0) await readTeams([...work], period);
		} catch (error) {
			stale = 'all';
			throw error;
		}
	}

	async function read(at: Moment): Promise<Month> {
		const { today, shareOfToday } = at;
		const period = periodOf('month', today);
		const subject: SubjectRef = { kind: 'unit', id: unit.id };
		catching ??= catchUp(period).finally(() => (catching = undefined));
		const [sheet, dayTargets] = await Promise.all([
			targets.sheet(metric.id, period),
			targets.days(metric.id, period, subject),
			catching
		]);
		const dates = datesOf(period);
		const ofUnits = targets.weights(dates, subject);
		const weightsOf = (of: SubjectRef) =>
			of.kind === 'rep' ? targets.weights(dates, of) : ofUnits;
		const actuals = actualsOf(teamDays, dates, today);
		const progressOf: Month['progressOf'] = (of) => {
			const [first, end] = [dates.indexOf(of.period.from), dates.indexOf(of.period.to) + 1];
			const { total, elapsed } = elapsedWeight({
				dates: dates.slice(first, end),
				weights: weightsOf(of.subject).slice(first, end),
				today,
				shareOfToday
			});
			return {
				period: { from: of.period.from, to: of.period.to },
				...pace({
					target: of.target,
					actual: of.value,
					totalWeight: total,
					elapsedWeight: elapsed,
					thresholds: organisation.settings.paceThresholds
				})
			};
		};
		const [ofUnit] = await outlooks.tell(metric, period, [
			{
				subject,
				progress: progressOf({
					subject,
					period,
					target: sheet.of(subject),
					value: [...teamDays.values()].reduce((total, days) => total + sumOf(days), 0)
				})
			}
		]);
		return {
			period,
			dates,
			today,
			sheet,
			dayTargets,
			weightsOf,
			teamDays,
			actuals,
			latest,
			progressOf,
			ofUnit: ofUnit!,
			ofToday: () =>
				progressOf({
					subject,
					period: { unit: 'day', from: today, to: today },
					target: dayTargets.get(today),
					value: actuals[today] ?? 0
				}),
			trend: () => ({ targets: Object.fromEntries(dayTargets), actuals })
		};
	}

	return {
		metric,
		note(entries) {
			let touched = false;
			for (const entry of entries) {
				if (entry.metricId !== metric.id) continue;
				const teams = entry.credits
					.filter((credit) => credit.role === 'credit' && teamIds.has(credit.teamId))
					.map((credit) => credit.teamId);
				if (teams.length === 0) continue;
				touched = true;
				if (entry.position > (latest[0]?.position ?? 0))
					latest = [entry, ...latest].slice(0, LATEST);
				if (stale !== 'all' && month && contains(month, entry.businessDate))
					for (const team of teams) stale.add(team);
			}
			return touched;
		},
		forget() {
			stale = 'all';
		},
		read
	};
}
