import { apportion } from '../../src/lib/domain/apportion.ts';
import { heatOf } from '../../src/lib/domain/heat.ts';
import type { TrackedDay } from '../../src/lib/domain/heat.ts';
import { outlook } from '../../src/lib/domain/outlook.ts';
import type { Outlook } from '../../src/lib/domain/outlook.ts';
import { elapsedWeight, pace, trackingTable } from '../../src/lib/domain/pace.ts';
import type { Pace } from '../../src/lib/domain/pace.ts';
import { addDays, datesOf, periodKey, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import { raceOf } from '../../src/lib/domain/race.ts';
import type { RaceDay } from '../../src/lib/domain/race.ts';
import type { Progress } from '../../src/lib/live/board.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metric } from '../directory/mirror.ts';
import type { Feed } from '../ledger/feed.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Targets } from '../targets/targets.ts';
import { createChanges } from './changes.ts';
import type { Watcher } from './changes.ts';
import { readEntriesOf, readProductsOf } from './entries.ts';
import type { EntriesPage } from './entries.ts';
import { readFormerTargets } from './former-targets.ts';
import { createMoments } from './moment.ts';
import type { Moment } from './moment.ts';
import { readRace } from './race.ts';
import { formerResults, presentResults } from './results.ts';
import type { Results } from './results.ts';
import { allProducts, lineAbove, partsOf, targetOf, trackedSubject } from './subjects.ts';
import type { Tracked, TrackedKind } from './subjects.ts';

export type { TrackedKind } from './subjects.ts';
export type { EntriesPage, TrackedEntry } from './entries.ts';

/** Working days that the outlook draws from, and how far back they may lie. */
const HISTORY_DAYS = 60;
const HISTORY_REACH = 180;
/** Parts on one page, and entries. */
export const PARTS = 50;
export const ENTRIES = 50;
const RACE_TOP = 10;

export interface TrackingQuery {
	metric: string;
	/** Any date of the month; the month that is looked at from unless named. */
	month?: IsoDate | undefined;
	kind: TrackedKind;
	code: string;
	/** A past position of the ledger, or a past date for its end (TRACK-9). */
	asOf?: string | undefined;
	/** The company's parts by unit unless named. */
	by?: 'product' | undefined;
	/** Of the parts, from 1. */
	page?: number | undefined;
}

export interface SubjectName {
	kind: TrackedKind;
	code: string;
	name: string;
}

/** A part of the subject, one step down. */
export interface Part extends SubjectName, Pace {
	outlook?: Outlook;
}

export interface TrackingView {
	position: number;
	/** Epoch milliseconds; the moment that is looked at. */
	at: number;
	/** The moment is over: nothing here moves. */
	past: boolean;
	today: IsoDate;
	month: { from: IsoDate; to: IsoDate };
	metric: { code: string; name: string; kind: 'money' | 'count' };
	subject: SubjectName;
	/** The company first. */
	above: SubjectName[];
	progress: Progress;
	outlook?: Outlook;
	/** How many past working days the outlook draws from. */
	historyDays: number;
	days: TrackedDay[];
	/** Furthest behind first. `rest`: what the subject has beyond all of its parts, where they should add up. */
	parts: { rows: Part[]; total: number; rest?: number };
}

export interface RaceView {
	month: { from: IsoDate; to: IsoDate };
	today: IsoDate;
	metric: { code: string; name: string; kind: 'money' | 'count' };
	unit: SubjectName;
	target?: number;
	/** Up to today. */
	days: RaceDay[];
	/** Of the month, 0 to 1, at the end of each day. */
	timeProgress: number[];
	/** Everybody who is named in `days`. */
	names: Record<string, { name: string; team?: string; target?: number }>;
	/** How many take part. */
	field: number;
}

export type Tracking = ReturnType<typeof createTracking>;

const nameOf = ({ kind, code, name }: Tracked): SubjectName => ({ kind, code, name });
const metricOf = ({ code, name, kind }: Metric) => ({ code, name, kind });
const UNKNOWN = { unit: 'unit', rep: 'rep', dealer: 'customer', product: 'product' } as const;

/** 日跟踪进度表: any subject's month day by day, what it is made of, and the month as a race. docs/SPEC.md, TRACK-*. */
export function createTracking(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	feed: Feed;
	clock: Clock;
}) {
	const { database, directory, organisation, targets, feed } = options;
	const { mirror } = directory;
	const moments = createMoments(options);
	const changes = createChanges(options);
	const present = presentResults(database);

	const resultsAt = (moment: Moment): Results =>
		moment.past ? formerResults(database, moment.position) : present;

	/** Target amounts of the month, as they stood at the moment. */
	async function targetsAt(
		moment: Moment,
		metric: Metric,
		month: Period,
		subjects: readonly Tracked[]
	): Promise<(subject: Tracked) => number | undefined> {
		const sheet = await targets.sheet(metric.id, month);
		if (!moment.past) return (subject) => sheet.of(targetOf(subject));
		const nameIn = ({ kind, code }: Tracked) => `${kind}:${code}`;
		const former = await readFormerTargets(database, {
			subjects: subjects.map(nameIn),
			metric: metric.code,
			monthStart: month.from,
			at: moment.at
		});
		return (subject) => {
			const name = nameIn(subject);
			return former.has(name) ? former.get(name) : sheet.of(targetOf(subject));
		};
	}

	/** The day targets that sum to `target`. Those of a former target are its own by the calendar. */
	async function dayTargets(
		moment: Moment,
		metric: Metric,
		month: Period,
		subject: Tracked,
		target: number | undefined
	): Promise<number[]> {
		const of = targetOf(subject);
		const set = await targets.days(metric.id, month, of);
		const dates = datesOf(month);
		const inForce = dates.map((date) => set.get(date) ?? 0);
		if (!moment.past || target === undefined) return inForce;
		if (inForce.reduce((sum, amount) => sum + amount, 0) === target) return inForce;
		const parts = apportion(target, targets.weights(month, of));
		return parts.ok ? parts.parts : inForce;
	}

	/** Weights of the dates; most reps share the organisation's, which are computed once. */
	function weigher(dates: readonly IsoDate[]): (subject: Tracked) => number[] {
		const [from, to] = [dates[0]!, dates.at(-1)!];
		let shared: number[] | undefined;
		return (subject) => {
			if (subject.kind === 'rep') {
				const own = mirror.daysOf(subject.id);
				const differs =
					(own.from !== undefined && own.from > from) ||
					(own.to !== undefined && own.to < to) ||
					(own.leave ?? []).some((leave) => leave.from <= to && leave.to >= from);
				if (differs) return targets.weights(dates, targetOf(subject));
			}
			return (shared ??= targets.weights(dates, { kind: 'unit', id: 0 }));
		};
	}

	function paceOf(of: {
		moment: Moment;
		dates: readonly IsoDate[];
		weights: readonly number[];
		target: number | undefined;
		actual: number;
	}): { pace: Pace; remaining: number } {
		const { moment, dates, weights, target, actual } = of;
		const { today, shareOfToday } = moment;
		const { total, elapsed, remaining } = elapsedWeight({ dates, weights, today, shareOfToday });
		return {
			pace: pace({
				target,
				actual,
				totalWeight: total,
				elapsedWeight: elapsed,
				thresholds: organisation.settings.paceThresholds
			}),
			remaining
		};
	}

	/** The dates before today that the outlook may draw from; a month that is over has no outlook. */
	const historySpan = ({ today }: Moment, month: Period) =>
		month.to < today ? undefined : { from: addDays(today, -HISTORY_REACH), to: addDays(today, -1) };

	/** Results of the last working days, from the first one that has any on. */
	function historyOf(
		dates: readonly IsoDate[],
		weights: readonly number[],
		results: ReadonlyMap<IsoDate, number>
	): number[] {
		const working = dates.filter((_, i) => weights[i]! > 0);
		const first = working.findIndex((date) => results.has(date));
		if (first === -1) return [];
		return working
			.slice(first)
			.slice(-HISTORY_DAYS)
			.map((date) => results.get(date) ?? 0);
	}

	function outlookOf(
		subject: Tracked,
		of: {
			metric: Metric;
			month: Period;
			moment: Moment;
			pace: Pace;
			remaining: number;
			history: readonly number[];
		}
	): Outlook | undefined {
		const { metric, month, moment, pace: now, remaining, history } = of;
		if (now.target === undefined) return undefined;
		return outlook({
			target: now.target,
			actual: now.value,
			remainingWeight: remaining,
			history,
			// The same as of /progress: both say the same.
			seed: `${subject.kind}:${subject.code}:${metric.code}:${periodKey(month)}:${moment.today}`
		});
	}

	/** Furthest behind first; without a target after the others, by what they brought. */
	const furthestBehind = (a: Part, b: Part): number =>
		(a.index ?? Infinity) - (b.index ?? Infinity) ||
		Number(a.target === undefined) - Number(b.target === undefined) ||
		b.value - a.value ||
		(a.code < b.code ? -1 : 1);

	interface View {
		moment: Moment;
		metric: Metric;
		month: Period;
		subject: Tracked;
		results: Results;
		targetAt: (subject: Tracked) => number | undefined;
	}

	/** The parts with their pace; the outlook only of those on the page, since it needs their history. */
	async function readParts(view: View, all: readonly Tracked[], page: number) {
		const { moment, metric, month, results, targetAt } = view;
		if (all.length === 0) return { rows: [], total: 0, sum: 0 };
		const dates = datesOf(month);
		const weigh = weigher(dates);
		const kind = all[0]!.source.kind;
		const asked = { kind, metricId: metric.id };
		const groups = all.map(({ source }) => source.ids);
		const sums = await results.sums({ ...asked, groups, from: month.from, to: month.to });
		const paced = all.map((part, i) => {
			const { pace: now, remaining } = paceOf({
				moment,
				dates,
				weights: weigh(part),
				target: targetAt(part),
				actual: sums[i]!
			});
			return { part, remaining, row: { ...nameOf(part), ...now } as Part };
		});
		paced.sort((a, b) => furthestBehind(a.row, b.row));
		const shown = paced.slice((page - 1) * PARTS, page * PARTS);

		const span = historySpan(moment, month);
		if (span) {
			const past = datesOf(span);
			const weighPast = weigher(past);
			const histories = await results.days({
				...asked,
				groups: shown.map(({ part }) => part.source.ids),
				...span
			});
			for (const [i, { part, row, remaining }] of shown.entries()) {
				const history = historyOf(past, weighPast(part), histories[i]!);
				const likely = outlookOf(part, { ...view, pace: row, remaining, history });
				if (likely) row.outlook = likely;
			}
		}
		return {
			rows: shown.map(({ row }) => row),
			total: all.length,
			sum: sums.reduce((sum, amount) => sum + amount, 0)
		};
	}

	/** What a dealer bought, product by product: amounts without targets. */
	async function readDealerProducts({ moment, metric, month, subject }: View) {
		const amounts = await readProductsOf(database, {
			customerId: subject.id,
			metricId: metric.id,
			from: month.from,
			to: month.to,
			position: moment.position
		});
		const rows = [...amounts]
			.map(([id, value]): Part => {
				const { code, name } = mirror.products.get(id)!;
				return { kind: 'product', code, name, value };
			})
			.sort(furthestBehind);
		return { rows, total: rows.length, sum: rows.reduce((sum, { value }) => sum + value, 0) };
	}

	interface Found {
		metric: Metric;
		subject: Tracked;
	}

	function find(query: Pick<TrackingQuery, 'metric' | 'kind' | 'code'>): Outcome<Found> {
		const metric = mirror.metrics.named(query.metric);
		if (!metric) return failed(problem('metric', 'unknown-metric', query.metric));
		const subject = trackedSubject(mirror, query);
		if (!subject) return failed(problem('code', `unknown-${UNKNOWN[query.kind]}`, query.code));
		return { ok: true, metric, subject };
	}

	/** The subject's own month: header, outlook and days. */
	async function readMonth(view: View) {
		const { moment, metric, month, subject, results, targetAt } = view;
		const dates = datesOf(month);
		const weights = weigher(dates)(subject);
		const span = historySpan(moment, month);
		const { kind, ids } = subject.source;
		// One reading for the month and the history before it.
		const [read] = await results.days({
			kind,
			metricId: metric.id,
			groups: [ids],
			from: span && span.from < month.from ? span.from : month.from,
			to: month.to
		});
		const actual = dates.reduce((sum, date) => sum + (read!.get(date) ?? 0), 0);
		const target = targetAt(subject);
		const { pace: now, remaining } = paceOf({ moment, dates, weights, target, actual });
		const past = span ? datesOf(span) : [];
		const history = span ? historyOf(past, weigher(past)(subject), read!) : [];
		const likely = span && outlookOf(subject, { ...view, pace: now, remaining, history });
		const rows = trackingTable({
			dates,
			weights,
			targets: await dayTargets(moment, metric, month, subject, target),
			actuals: Object.fromEntries(read!),
			today: moment.today
		});
		return {
			progress: { period: { from: month.from, to: month.to }, ...now },
			...(likely ? { outlook: likely } : {}),
			historyDays: history.length,
			days: heatOf({
				rows,
				today: moment.today,
				now,
				thresholds: organisation.settings.paceThresholds
			})
		};
	}

	return {
		/**
		 * The table of a subject's month. `sees` says of which other subjects the reader may see figures; a dealer's products
		 * are the dealer's own.
		 */
		async read(
			query: TrackingQuery,
			sees: (subject: SubjectName) => boolean = () => true
		): Promise<Outcome<{ tracking: TrackingView }>> {
			const found = find(query);
			if (!found.ok) return found;
			const asOf = await moments.read(query.asOf);
			if (!asOf.ok) return asOf;
			const { moment } = asOf;
			const { metric, subject } = found;
			const month = periodOf('month', query.month ?? moment.today);
			const byProduct =
				query.by === 'product' && subject.kind === 'unit' && subject.id === mirror.company()?.id;
			const parts = (byProduct ? allProducts(mirror) : partsOf(mirror, subject, month)).filter(
				sees
			);
			const view: View = {
				moment,
				metric,
				month,
				subject,
				results: resultsAt(moment),
				targetAt: await targetsAt(moment, metric, month, [subject, ...parts])
			};
			const [own, { rows, total, sum }] = await Promise.all([
				readMonth(view),
				subject.kind === 'dealer'
					? readDealerProducts(view)
					: readParts(view, parts, query.page ?? 1)
			]);
			const rest = own.progress.value - sum;
			const adds = subject.kind === 'unit' || subject.kind === 'dealer';
			return {
				ok: true,
				tracking: {
					position: moment.position,
					at: moment.at,
					past: moment.past,
					today: moment.today,
					month: { from: month.from, to: month.to },
					metric: metricOf(metric),
					subject: nameOf(subject),
					above: lineAbove(mirror, subject, moment.today).map(nameOf),
					...own,
					parts: { rows, total, ...(adds && total > 0 && rest !== 0 ? { rest } : {}) }
				}
			};
		},

		/** The entries that a day of the table (or its whole month) is made of, newest first. */
		async entries(
			query: Omit<TrackingQuery, 'month' | 'by'> & {
				from: IsoDate;
				to: IsoDate;
				product?: string | undefined;
			}
		): Promise<Outcome<{ entries: EntriesPage }>> {
			const found = find(query);
			if (!found.ok) return found;
			const asOf = await moments.read(query.asOf);
			if (!asOf.ok) return asOf;
			const product =
				query.product === undefined ? undefined : mirror.products.named(query.product);
			if (query.product !== undefined && !product)
				return failed(problem('product', 'unknown-product', query.product));
			const entries = await readEntriesOf(database, mirror, {
				subject: found.subject,
				metricId: found.metric.id,
				from: query.from,
				to: query.to,
				productId: product?.id,
				position: asOf.moment.position,
				dateOf: organisation.clock.dateOf,
				limit: ENTRIES,
				offset: ((query.page ?? 1) - 1) * ENTRIES
			});
			return { ok: true, entries };
		},

		/** Tells when what a table shows has changed (TRACK-7). Gives the function that ends it; undefined for no subject. */
		watch(
			query: Pick<TrackingQuery, 'metric' | 'kind' | 'code'>,
			watcher: Watcher
		): (() => void) | undefined {
			const found = find(query);
			return found.ok
				? changes.watch({ subject: found.subject, metricId: found.metric.id }, watcher)
				: undefined;
		},

		/** The newest position, for whoever begins to watch. */
		get position() {
			return feed.head;
		},

		/** The month as a race of the unit's reps, up to today. */
		async race(query: {
			metric: string;
			month?: IsoDate | undefined;
			unit: string;
		}): Promise<Outcome<{ race: RaceView }>> {
			const found = find({ metric: query.metric, kind: 'unit', code: query.unit });
			if (!found.ok) return found;
			const { metric, subject } = found;
			const today = organisation.today();
			const month = periodOf('month', query.month ?? today);
			const dates = datesOf(month);
			const teamIds = subject.source.ids;
			const [results, sheet] = await Promise.all([
				readRace(database, mirror, { metricId: metric.id, teamIds, ...month }),
				targets.sheet(metric.id, month)
			]);
			const everybody = mirror.repsIn(new Set(teamIds), month.from, month.to);
			const days = raceOf({
				dates: dates.filter((date) => date <= today),
				codes: everybody.map(({ code }) => code),
				results,
				top: RACE_TOP
			});
			const weights = weigher(dates)(subject);
			const total = weights.reduce((sum, weight) => sum + weight, 0);
			let elapsed = 0;
			const timeProgress = days.map((_, i) => {
				elapsed += weights[i]!;
				return total > 0 ? elapsed / total : 0;
			});
			const target = sheet.of(targetOf(subject));
			const codes = new Set(days.flatMap(({ rows }) => rows.map(({ code }) => code)));
			const names = [...codes].map((code) => {
				const rep = mirror.reps.named(code)!;
				const team = mirror.teamOn(rep.id, today) ?? mirror.membershipsOf(rep.id).at(-1)?.teamId;
				const own = sheet.of({ kind: 'rep', id: rep.id });
				return [
					code,
					{
						name: rep.name,
						...(team === undefined ? {} : { team: mirror.units.get(team)!.name }),
						...(own === undefined ? {} : { target: own })
					}
				] as const;
			});
			return {
				ok: true,
				race: {
					month: { from: month.from, to: month.to },
					today,
					metric: metricOf(metric),
					unit: nameOf(subject),
					...(target === undefined ? {} : { target }),
					days,
					timeProgress,
					names: Object.fromEntries(names),
					field: Math.max(everybody.length, codes.size)
				}
			};
		},

		close: () => changes.close()
	};
}
