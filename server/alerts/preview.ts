import { daysOf } from '../../src/lib/domain/calendar.ts';
import { workingMinutes } from '../../src/lib/domain/hours.ts';
import { decide, find } from '../../src/lib/domain/laggard.ts';
import type { Facts, Memory, PaceFacts, Rule, Thresholds } from '../../src/lib/domain/laggard.ts';
import { addDays, datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metric, Rep, Unit } from '../directory/mirror.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Targets, TargetSheet } from '../targets/targets.ts';
import { COLLECTION, paceFacts } from './facts.ts';
import type { MissingOn } from './facts.ts';
import type { AlertThresholds, OwnThresholds } from './thresholds.ts';

const DAYS = 30;
/** Names that are told; how many there are besides is counted. */
const NAMES = 12;
/** What was read serves the next touches of the same form. */
const KEEP_MS = 60_000;

/** The rules that day totals can answer for; a check by when it was ticked. */
export const PREVIEWED: readonly Rule[] = ['pace', 'idle', 'collection', 'check'];

export interface AlertPreview {
	days: { day: IsoDate; working: boolean; counts: Partial<Record<Rule, number>> }[];
	/** Who would have been raised, most often first. */
	reps: { code: string; name: string; team: string; times: number }[];
	/** Reps whom it would have caught, and of how many. */
	caught: number;
	of: number;
	/** Alerts on an average working day. */
	perDay: number;
}

/** A rep's last weeks, read once: whatever the thresholds are, these do not change. */
interface Course {
	rep: Rep;
	teamId: number;
	/** By day, as it stood at its end. */
	days: { weight: number; facts: Omit<Facts, 'missing'> }[];
}

interface DayRow {
	metric: number;
	rep: number;
	day: IsoDate;
	amount: number;
}

const DAY_ROWS = `
SELECT metric_id AS metric, subject_id AS rep, day, sum(amount) AS amount
FROM day_totals
WHERE kind = 'rep' AND day BETWEEN $1 AND $2 AND subject_id = ANY($3)
GROUP BY metric_id, subject_id, day`;

/** Whom thresholds would have caught: the last 30 days again, as they stood at the end of each (ALERT-11). */
export function createAlertPreview(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	thresholds: AlertThresholds;
	missing: Readonly<Partial<Record<'report' | 'check', MissingOn>>>;
	now: () => number;
}) {
	const { database, directory, organisation, targets, thresholds, missing, now } = options;
	const { mirror } = directory;
	let kept: { unitId: number; day: IsoDate; at: number; courses: Promise<Course[]> } | undefined;

	async function readRows(reps: readonly Rep[], from: IsoDate, to: IsoDate) {
		const { rows } = await database.pool.query<DayRow>({
			name: 'alert-preview-days',
			text: DAY_ROWS,
			values: [from, to, reps.map(({ id }) => id)]
		});
		const byRep = new Map<number, DayRow[]>();
		for (const row of rows) {
			const own = byRep.get(row.rep);
			if (own) own.push(row);
			else byRep.set(row.rep, [row]);
		}
		return byRep;
	}

	/** Pace at the end of each date of the reach, for one metric. */
	function pacesOf(
		{ metric, sheetOf }: { metric: Metric; sheetOf: (month: IsoDate) => TargetSheet | undefined },
		rep: Rep,
		rows: readonly DayRow[],
		dates: readonly { date: IsoDate; weight: number }[],
		from: IsoDate,
		weightOfMonth: (month: IsoDate) => number
	): Map<IsoDate, PaceFacts> {
		const amounts = new Map(
			rows.filter((row) => row.metric === metric.id).map(({ day, amount }) => [day, amount])
		);
		const found = new Map<IsoDate, PaceFacts>();
		let [month, value, elapsed] = ['', 0, 0];
		for (const { date, weight } of dates) {
			if (date.slice(0, 7) !== month) [month, value, elapsed] = [date.slice(0, 7), 0, 0];
			value += amounts.get(date) ?? 0;
			elapsed += weight;
			if (date < from) continue;
			const target = sheetOf(`${month}-01`)?.of({ kind: 'rep', id: rep.id });
			if (!target) continue;
			const total = weightOfMonth(`${month}-01`);
			found.set(date, paceFacts(metric.code, { value, target }, { total, elapsed }));
		}
		return found;
	}

	/** Whole working days without an entry, as minutes: gaps within a day are not seen. */
	function idleOf(rows: readonly DayRow[], dates: readonly { date: IsoDate; weight: number }[]) {
		const whole = workingMinutes(organisation.settings.workingHours);
		const booked = new Set(rows.map(({ day }) => day));
		const found = new Map<IsoDate, number>();
		let idle = 0;
		for (const { date, weight } of dates) {
			idle = booked.has(date) ? 0 : idle + whole * Math.min(1, weight / 100);
			found.set(date, idle);
		}
		return found;
	}

	async function readCourses(unit: Unit, days: readonly IsoDate[]): Promise<Course[]> {
		const to = days.at(-1)!;
		const from = periodOf('month', days[0]!).from;
		const teams = new Set(mirror.below(unit.id, 'team').map(({ id }) => id));
		const reps = mirror.repsIn(teams, to, to);
		const months = [
			...new Set([from, periodOf('month', days[15]!).from, periodOf('month', to).from])
		];
		const metrics = await Promise.all(
			[...mirror.metrics.all()].map(async (metric) => {
				const sheets = new Map<IsoDate, TargetSheet>();
				for (const month of months)
					sheets.set(month, await targets.sheet(metric.id, periodOf('month', month)));
				return { metric, sheetOf: (month: IsoDate) => sheets.get(month) };
			})
		);
		const rows = await readRows(reps, from, to);
		const reach = datesOf({ from, to: periodOf('month', to).to });
		const common = daysOf(reach, organisation.calendar);
		/** Most reps share the organisation's days. */
		function calendarOf(rep: Rep) {
			const own = mirror.daysOf(rep.id);
			const shared =
				(own.from === undefined || own.from <= from) &&
				own.to === undefined &&
				!own.leave?.some((leave) => leave.to >= from);
			return shared ? common : daysOf(reach, organisation.calendar, own);
		}
		const wanted = metrics.filter(({ sheetOf }) =>
			months.some((month) => reps.some(({ id }) => sheetOf(month)?.of({ kind: 'rep', id })))
		);
		return reps.map((rep) => {
			const calendar = calendarOf(rep);
			const until = calendar.filter(({ date }) => date <= to);
			const sums = new Map<IsoDate, number>();
			for (const { date, weight } of calendar) {
				const month = `${date.slice(0, 7)}-01`;
				sums.set(month, (sums.get(month) ?? 0) + weight);
			}
			const own = rows.get(rep.id) ?? [];
			const paces = wanted.map((metric) =>
				pacesOf(metric, rep, own, until, days[0]!, (month) => sums.get(month) ?? 0)
			);
			const idle = idleOf(own, until);
			const weights = new Map(until.map(({ date, weight }) => [date, weight]));
			return {
				rep,
				teamId: mirror.teamOn(rep.id, to)!,
				days: days.map((day) => {
					const on = paces.flatMap((byDay) => byDay.get(day) ?? []);
					const asked = on.length > 0 || own.length > 0;
					return {
						weight: weights.get(day) ?? 0,
						facts: {
							paces: on.filter(({ metric }) => metric !== COLLECTION),
							collection: on.find(({ metric }) => metric === COLLECTION),
							...(asked ? { idleMinutes: idle.get(day)! } : {})
						}
					};
				})
			};
		});
	}

	function coursesOf(unit: Unit, days: readonly IsoDate[]): Promise<Course[]> {
		const last = days.at(-1)!;
		if (kept && kept.unitId === unit.id && kept.day === last && now() - kept.at < KEEP_MS)
			return kept.courses;
		const courses = readCourses(unit, days);
		kept = { unitId: unit.id, day: last, at: now(), courses };
		courses.catch(() => (kept = undefined));
		return courses;
	}

	/** What was not ticked by its cut-off; days before the first tick have none. */
	async function uncheckedOf(days: readonly IsoDate[], own: Thresholds) {
		if (!own.check || !missing.check) return undefined;
		const { check } = missing;
		return Promise.all(
			days.map((day) => check(day, organisation.clock.instantOf(day, own.checkAt)))
		);
	}

	return {
		/** Undefined for an unknown unit. */
		async read(code: string, own: OwnThresholds): Promise<AlertPreview | undefined> {
			const unit = mirror.units.named(code);
			if (!unit) return undefined;
			const today = organisation.today();
			const days = datesOf({ from: addDays(today, -DAYS), to: addDays(today, -1) });
			const replaced = { unitId: unit.id, own };
			const [courses, unchecked] = await Promise.all([
				coursesOf(unit, days),
				uncheckedOf(days, thresholds.with(unit.id, replaced))
			]);
			const byTeam = new Map<number, Thresholds>();
			const counts: Partial<Record<Rule, number>>[] = days.map(() => ({}));
			const working = days.map(() => false);
			const reps: AlertPreview['reps'] = [];
			for (const { rep, teamId, days: course } of courses) {
				let at = byTeam.get(teamId);
				if (!at) byTeam.set(teamId, (at = thresholds.with(teamId, replaced)));
				let times = 0;
				for (const rule of PREVIEWED) {
					let memory: Memory = {};
					for (const [i, day] of days.entries()) {
						const { weight, facts } = course[i]!;
						if (weight > 0) working[i] = true;
						const missed = unchecked && { check: unchecked[i]!.has(rep.id) };
						const { verdict } = find(rule, { ...facts, missing: missed ?? {} }, at);
						const step = decide(memory, verdict, { day, atWork: weight > 0 });
						if (step === 'raise' || step === 'carry') {
							counts[i]![rule] = (counts[i]![rule] ?? 0) + 1;
							times++;
							memory = { open: { day, snoozed: false }, lastDay: day };
						} else if (step === 'clear') memory = { lastDay: memory.lastDay };
					}
				}
				if (times > 0)
					reps.push({
						code: rep.code,
						name: rep.name,
						team: mirror.units.get(teamId)!.name,
						times
					});
			}
			reps.sort((a, b) => b.times - a.times || (a.code < b.code ? -1 : 1));
			const all = reps.reduce((sum, { times }) => sum + times, 0);
			const worked = working.filter(Boolean).length;
			return {
				days: days.map((day, i) => ({ day, working: working[i]!, counts: counts[i]! })),
				reps: reps.slice(0, NAMES),
				caught: reps.length,
				of: courses.length,
				perDay: worked === 0 ? 0 : Math.round((all / worked) * 10) / 10
			};
		}
	};
}
