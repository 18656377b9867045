/** Until when an alert can be put off. */
import { addDays, type BusinessClock } from '$lib/domain/period.ts';
import type { WorkingHours } from '$lib/domain/hours.ts';

export const SNOOZES = ['afternoon', 'tomorrow', 'days'] as const;
export type Snooze = (typeof SNOOZES)[number];

const AFTERNOON = '14:00';
const DAYS = 3;

/** The choices there are now, with their instants: no afternoon when it has begun. */
export function snoozesAt(
	now: number,
	{ clock, workingHours }: { clock: BusinessClock; workingHours: WorkingHours }
): { snooze: Snooze; until: number }[] {
	const today = clock.dateOf(now);
	const start = workingHours.start;
	return [
		{ snooze: 'afternoon' as const, until: clock.instantOf(today, AFTERNOON) },
		{ snooze: 'tomorrow' as const, until: clock.instantOf(addDays(today, 1), start) },
		{ snooze: 'days' as const, until: clock.instantOf(addDays(today, DAYS), start) }
	].filter(({ until }) => until > now);
}
