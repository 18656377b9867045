/** When a display loads its page anew at night, so that what months leave behind in a browser is gone by morning. */
const FIRST_MINUTE = 3 * 60;
const SPREAD_MINUTES = 90;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** Between 03:00 and 04:30, each display at a minute of its own: a hundred TVs do not ask at once. */
export function nightlyMinute(display: string): number {
	let hash = 0;
	for (const char of display) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
	return FIRST_MINUTE + (hash % SPREAD_MINUTES);
}

/** Milliseconds until it is that minute of the day; a minute that has begun is tomorrow's. */
export function untilNightly(display: string, minuteOfDay: number): number {
	const minutes = nightlyMinute(display) - minuteOfDay;
	return (minutes > 0 ? minutes : minutes + DAY_MINUTES) * MINUTE_MS;
}
