/** The working hours of a day, and how much of them has passed. docs/SPEC.md, CAL-6 and CAL-7. */

/** Wall-clock times "HH:MM"; the end may be "24:00". */
export interface Hours {
	start: string;
	end: string;
}

export interface WorkingHours extends Hours {
	breaks?: readonly Hours[] | undefined;
}

const CLOCK = /^(?:([01]\d|2[0-3]):[0-5]\d|24:00)$/;

const minutes = (clock: string): number =>
	Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

const isSpan = ({ start, end }: Hours): boolean =>
	CLOCK.test(start) && CLOCK.test(end) && start < end;

/** Hours that a day can have: each span forwards, breaks inside the day and one after another. */
export function isWorkingHours(hours: WorkingHours): boolean {
	if (!isSpan(hours)) return false;
	let free = hours.start;
	for (const pause of hours.breaks ?? []) {
		if (!isSpan(pause) || pause.start < free || pause.end > hours.end) return false;
		free = pause.end;
	}
	return true;
}

/** Working minutes between the day's start and `until`, breaks taken out once even where they overlap. */
function workedUntil(until: number, hours: WorkingHours): number {
	const start = minutes(hours.start);
	let worked = Math.max(0, until - start);
	let free = start;
	const breaks = [...(hours.breaks ?? [])].sort((a, b) => minutes(a.start) - minutes(b.start));
	for (const pause of breaks) {
		const from = Math.max(free, minutes(pause.start));
		const to = Math.min(until, minutes(pause.end));
		if (to > from) worked -= to - from;
		free = Math.max(free, minutes(pause.end));
	}
	return worked;
}

/** Working minutes of a day from one minute to a later one. */
export const workedBetween = (from: number, until: number, hours: WorkingHours): number => {
	const end = minutes(hours.end);
	return Math.max(
		0,
		workedUntil(Math.min(until, end), hours) - workedUntil(Math.min(from, end), hours)
	);
};

/** Working minutes of a whole day. */
export const workingMinutes = (hours: WorkingHours): number =>
	workedUntil(minutes(hours.end), hours);

/** The share of the working hours that has passed at a minute of the day, 0 to 1. */
export function elapsedShare(minuteOfDay: number, hours: WorkingHours): number {
	const end = minutes(hours.end);
	if (minuteOfDay >= end) return 1;
	const total = workedUntil(end, hours);
	return total > 0 ? workedUntil(minuteOfDay, hours) / total : 0;
}
