import { elapsedWeight, pace } from '../../src/lib/domain/pace.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import { movement } from '../../src/lib/domain/standing.ts';
import type {
	BoardState,
	EntryRow,
	PaceStatus,
	Progress,
	Rows,
	StandingRow,
	TeamRow
} from '../../src/lib/live/board.ts';
import type { Metric, Mirror, Unit } from '../directory/mirror.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { Reckoned } from '../organisation/organisation.ts';
import type { Ranked } from '../rankings/rankings.ts';
import type { SubjectRef, TargetSheet } from '../targets/targets.ts';

/** Results of the teams under a board, per team and business date. */
export type TeamDays = ReadonlyMap<number, ReadonlyMap<IsoDate, number>>;

/** Everything a board is composed of, read at one moment. */
export interface Ingredients {
	mirror: Mirror;
	organisation: Pick<Reckoned, 'settings' | 'clock'>;
	unit: Unit;
	metric: Metric;
	now: number;
	month: Period;
	/** Of the month. */
	dates: readonly IsoDate[];
	today: IsoDate;
	/** How much of today's working hours has passed, 0 to 1. */
	shareOfToday: number;
	sheet: TargetSheet;
	/** Day targets of the unit, over the month. */
	dayTargets: ReadonlyMap<IsoDate, number>;
	/** Weights of a subject's dates, over the month. */
	weightsOf: (subject: SubjectRef) => readonly number[];
	teamDays: TeamDays;
	ranked: Ranked;
	latest: readonly BookedEntry[];
}

function toRows<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Rows<Row> {
	return {
		order: rows.map(keyOf),
		rows: Object.fromEntries(rows.map((row) => [keyOf(row), row]))
	};
}

/** The pace of a row; without a target only the bare value is shown. */
function present(pace: {
	target: number | undefined;
	attainment: number | undefined;
	timeProgress: number | undefined;
	status: PaceStatus | undefined;
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

const sum = (days: ReadonlyMap<IsoDate, number> | undefined): number =>
	days ? [...days.values()].reduce((total, amount) => total + amount, 0) : 0;

function progressOf(
	ingredients: Ingredients,
	of: { subject: SubjectRef; period: Period; target: number | undefined; value: number }
): Progress {
	const { organisation, dates, today, shareOfToday } = ingredients;
	const { subject, period, target, value } = of;
	const [first, end] = [dates.indexOf(period.from), dates.indexOf(period.to) + 1];
	const { total, elapsed } = elapsedWeight({
		dates: dates.slice(first, end),
		weights: ingredients.weightsOf(subject).slice(first, end),
		today,
		shareOfToday
	});
	return {
		period: { from: period.from, to: period.to },
		...pace({
			target,
			actual: value,
			totalWeight: total,
			elapsedWeight: elapsed,
			thresholds: organisation.settings.paceThresholds
		})
	};
}

function leaderRows(ingredients: Ingredients): StandingRow[] {
	const { mirror, sheet, ranked, today, month } = ingredients;
	return ranked.subjects.map(({ code, rank, value = 0, openingRank }) => {
		const rep = mirror.reps.named(code)!;
		const team = mirror.teamOn(rep.id, today) ?? mirror.membershipsOf(rep.id).at(-1)?.teamId;
		const subject: SubjectRef = { kind: 'rep', id: rep.id };
		const { target, attainment, timeProgress, status } = progressOf(ingredients, {
			subject,
			period: month,
			target: sheet.of(subject),
			value
		});
		const moved = movement(rank, openingRank);
		return {
			rank,
			code,
			name: rep.name,
			...(team === undefined ? {} : { unit: mirror.units.get(team)!.name }),
			value,
			...present({ target, attainment, timeProgress, status }),
			...(moved === undefined ? {} : { movement: moved })
		};
	});
}

function teamRows(ingredients: Ingredients): TeamRow[] {
	const { mirror, unit, sheet, teamDays, month } = ingredients;
	if (unit.kind === 'team') return [];
	const rows = mirror.below(unit.id, 'team').map((team): TeamRow => {
		const subject: SubjectRef = { kind: 'unit', id: team.id };
		const { value, target, attainment, timeProgress, status } = progressOf(ingredients, {
			subject,
			period: month,
			target: sheet.of(subject),
			value: sum(teamDays.get(team.id))
		});
		return {
			code: team.code,
			name: team.name,
			value,
			...present({ target, attainment, timeProgress, status })
		};
	});
	return rows.sort(
		(a, b) => (b.attainment ?? -Infinity) - (a.attainment ?? -Infinity) || b.value - a.value
	);
}

function entryRow(mirror: Mirror, entry: BookedEntry): EntryRow {
	const first = entry.credits.find((credit) => credit.role === 'credit')!;
	const customer = entry.customerId === null ? undefined : mirror.customers.get(entry.customerId);
	const product = entry.productId === null ? undefined : mirror.products.get(entry.productId);
	return {
		id: String(entry.position),
		kind: entry.kind,
		rep: mirror.reps.get(first.repId)!.name,
		team: mirror.units.get(first.teamId)!.name,
		amount: entry.amount,
		...(customer ? { customer: customer.name } : {}),
		...(product ? { product: product.name } : {}),
		at: entry.bookedAt
	};
}

function actualsOf({ teamDays, dates, today }: Ingredients): Record<IsoDate, number> {
	const actuals: Record<IsoDate, number> = {};
	for (const date of dates) {
		if (date > today) break;
		actuals[date] = 0;
		for (const days of teamDays.values()) actuals[date] += days.get(date) ?? 0;
	}
	return actuals;
}

export function composeBoard(ingredients: Ingredients): BoardState {
	const { mirror, organisation, unit, metric, now, month, today, sheet, ranked } = ingredients;
	const { settings, clock } = organisation;
	const actuals = actualsOf(ingredients);
	const value = [...ingredients.teamDays.values()].reduce((total, days) => total + sum(days), 0);
	const day: Period = { unit: 'day', from: today, to: today };
	const subject: SubjectRef = { kind: 'unit', id: unit.id };
	return {
		organisation: {
			name: settings.name,
			timeZone: settings.timeZone,
			currency: settings.currency,
			fractionDigits: settings.fractionDigits,
			locale: settings.locale
		},
		unit: { code: unit.code, name: unit.name, kind: unit.kind },
		metric: { code: metric.code, name: metric.name, kind: metric.kind },
		asOf: { position: ranked.position, at: now },
		day: { date: today, endsAt: clock.endOf(today) },
		month: progressOf(ingredients, { subject, period: month, target: sheet.of(subject), value }),
		today: progressOf(ingredients, {
			subject,
			period: day,
			target: ingredients.dayTargets.get(today),
			value: actuals[today] ?? 0
		}),
		leaders: toRows(leaderRows(ingredients), (row) => row.code),
		leadersTotal: ranked.size,
		teams: toRows(teamRows(ingredients), (row) => row.code),
		trend: { targets: Object.fromEntries(ingredients.dayTargets), actuals },
		latest: toRows(
			ingredients.latest.map((entry) => entryRow(mirror, entry)),
			(row) => row.id
		)
	};
}
