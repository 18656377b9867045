/** A clock that runs as time does, from another moment on. */
export interface ShiftedClock {
	(): number;
	/** Jumps to an instant, given as text with its offset. */
	set(instant: string): void;
	/** This clock minus the machine's, milliseconds. */
	readonly offset: number;
}

export function shiftedClock(instant: string): ShiftedClock {
	let offset = Date.parse(instant) - Date.now();
	const clock = () => Date.now() + offset;
	return Object.defineProperties(clock, {
		set: { value: (to: string) => void (offset = Date.parse(to) - Date.now()) },
		offset: { get: () => offset }
	}) as ShiftedClock;
}

/** A Monday morning in the middle of a month: a story that begins then meets no midnight. */
export const MONDAY_MORNING = '2026-11-23T10:00:00+08:00';

/** The calendar date in Shanghai, told by the runtime and not by the code under test. */
export const shanghaiDate = (instant: number): string =>
	new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(instant);
