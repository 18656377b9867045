/** 不定时打电话: when to call next, so that nobody can expect it. docs/SPEC.md, FLOOR-5. */
import { type WorkingHours } from './hours.ts';
import { seededRandom } from './random.ts';

/** Minutes between two suggestions that one tells apart. */
const STEP = 15;
/** Later calls count for more: the last one is what the rep remembers. */
const FADE = 0.8;

const minuteOf = (clock: string): number =>
	Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

const clockOf = (minute: number): string =>
	`${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Every quarter of an hour within the working hours and outside their breaks; the end is no time to call any more. */
function quarters({ start, end, breaks = [] }: WorkingHours): number[] {
	const pauses = breaks.map((pause) => [minuteOf(pause.start), minuteOf(pause.end)] as const);
	const found: number[] = [];
	for (let at = Math.ceil(minuteOf(start) / STEP) * STEP; at < minuteOf(end); at += STEP)
		if (!pauses.some(([from, to]) => from <= at && at < to)) found.push(at);
	return found;
}

/**
 * A time of the day "HH:MM" away from the hours of the last calls: among the quarters of an hour within working hours,
 * one drawn from the third that is furthest from them. The same seed, hours and calls give the same time.
 * `lastMinutes`: minutes of the day of the last calls, newest first. Undefined when no quarter is left.
 */
export function suggestCallTime(input: {
	hours: WorkingHours;
	lastMinutes: readonly number[];
	/** Rep and business date. */
	seed: string;
	/** Only from this minute of the day on. */
	from?: number | undefined;
}): string | undefined {
	const { hours, lastMinutes, seed, from = 0 } = input;
	const free = quarters(hours).filter((at) => at >= from);
	if (free.length === 0) return undefined;
	// Distance to the nearest of the last calls, a call longer ago weighing less.
	const distance = (at: number): number =>
		Math.min(Infinity, ...lastMinutes.map((last, i) => Math.abs(at - last) / FADE ** i));
	const ranked = free
		.map((at) => ({ at, away: distance(at) }))
		.sort((a, b) => (a.away === b.away ? a.at - b.at : b.away - a.away));
	// Everything is equally far when there was no call yet.
	const candidates =
		lastMinutes.length === 0 ? ranked : ranked.slice(0, Math.max(1, Math.ceil(ranked.length / 3)));
	const drawn = candidates[Math.floor(seededRandom(seed)() * candidates.length)]!;
	return clockOf(drawn.at);
}
