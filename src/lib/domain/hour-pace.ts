/** What the last days ask of today, and of each of its working hours. Amounts are integers of the metric. docs/SPEC.md, SPRINT-*. */
import type { IsoDate } from './date.ts';
import { divideUp, weightOrZero } from './exact.ts';
import { workedBetween, workingMinutes, type WorkingHours } from './hours.ts';

/**
 * What has to come in today so that the rest of the period is even work: what was missing this morning, by today's part of
 * the weight from today on, rounded up. Nothing is left to do when the target was reached before; undefined on a day off.
 */
export function shareOfDay(of: {
	target: number;
	/** Booked before today. */
	before: number;
	dates: readonly IsoDate[];
	/** Of the dates, as the calendar weighs them. */
	weights: readonly number[];
	today: IsoDate;
}): number | undefined {
	let [own, left] = [0, 0];
	of.dates.forEach((date, i) => {
		const weight = weightOrZero(of.weights[i]);
		if (date >= of.today) left += weight;
		if (date === of.today) own = weight;
	});
	if (own === 0) return undefined;
	const missing = Math.max(0, of.target - of.before);
	return Number(divideUp(BigInt(missing) * BigInt(own), BigInt(left)));
}

export interface PaceHour {
	/** Of the clock on the wall, 0 to 23. */
	hour: number;
	/** How much of it is worked, 0 to 1. */
	worked: number;
	amount: number;
}

export interface HourPace {
	/** Every hour of the clock in which work is done. */
	hours: PaceHour[];
	/** Working hours that are left, a decimal. */
	hoursLeft: number;
	/** What came in per working hour that has passed; absent in the first quarter of one. */
	perHour?: number;
	/** What each working hour left has to bring; in the last one all that is missing. Absent without a share of the day and after work. */
	needed?: number;
	/** What an hour of this day had to bring from the morning on. */
	planned?: number;
}

const FIRST_MINUTES = 15;
const HOUR = 60;

/** The hour in which an amount stands: its own where work is done in it, else the last one before it, else the first. */
function standIn(hours: readonly PaceHour[], hour: number): PaceHour | undefined {
	return [...hours].reverse().find((one) => one.hour <= hour) ?? hours[0];
}

export function hourPace(of: {
	/** By hour of the clock on the wall: what came in today. */
	amounts: Readonly<Record<number, number>>;
	workingHours: WorkingHours;
	/** Of the clock on the wall, since midnight. */
	minute: number;
	/** The share of the day; absent without a target and on a day off. */
	share?: number | undefined;
}): HourPace {
	const { amounts, workingHours, minute, share } = of;
	const hours: PaceHour[] = [];
	for (let hour = 0; hour < 24; hour++) {
		const worked = workedBetween(hour * HOUR, (hour + 1) * HOUR, workingHours) / HOUR;
		if (worked > 0) hours.push({ hour, worked, amount: 0 });
	}
	let total = 0;
	for (const [hour, amount] of Object.entries(amounts)) {
		const stands = standIn(hours, Number(hour));
		if (stands) stands.amount += amount;
		total += amount;
	}
	const whole = workingMinutes(workingHours);
	const passed = workedBetween(0, minute, workingHours);
	const left = whole - passed;
	const missing = share === undefined ? undefined : Math.max(0, share - total);
	return {
		hours,
		hoursLeft: left / HOUR,
		...(passed >= FIRST_MINUTES ? { perHour: Math.round((total * HOUR) / passed) } : {}),
		...(missing === undefined || left === 0
			? {}
			: { needed: left <= HOUR ? missing : Math.ceil((missing * HOUR) / left) }),
		...(share === undefined || whole === 0 ? {} : { planned: Math.ceil((share * HOUR) / whole) })
	};
}
