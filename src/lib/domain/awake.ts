/** When a screen shows its board, and is black otherwise. docs/SPEC.md, DISPLAY-12. Runs on the screen, also without the server. */

export const AWAKE_DAYS = ['all', 'mon-fri', 'mon-sat'] as const;
export type AwakeDays = (typeof AWAKE_DAYS)[number];

/** Wall-clock times "HH:MM" in the organisation's zone. An end before the start is on the next day. */
export interface AwakeHours {
	start: string;
	end: string;
	/** On which days it begins. */
	days: AwakeDays;
}

const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const LENGTH: Readonly<Record<AwakeDays, number>> = { all: 7, 'mon-sat': 6, 'mon-fri': 5 };

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Weekday (0 is Monday) and "HH:MM" as the clock on the wall shows them. */
function wallClock(instant: number, zone: string): { weekday: number; time: string } {
	let format = clocks.get(zone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-GB', {
			timeZone: zone,
			weekday: 'short',
			hour: '2-digit',
			minute: '2-digit',
			hourCycle: 'h23'
		});
		clocks.set(zone, format);
	}
	const parts = format.formatToParts(instant);
	const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
	return { weekday: WEEK.indexOf(part('weekday')), time: `${part('hour')}:${part('minute')}` };
}

/** `zone`: an IANA name. The same start and end: the whole day. */
export function isAwake(
	instant: number,
	{ hours: { start, end, days }, zone }: { hours: AwakeHours; zone: string }
): boolean {
	const { weekday, time } = wallClock(instant, zone);
	const beginsOn = (day: number) => (day + 7) % 7 < LENGTH[days];
	if (start < end) return beginsOn(weekday) && time >= start && time < end;
	return (time >= start && beginsOn(weekday)) || (time < end && beginsOn(weekday - 1));
}
