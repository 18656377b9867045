/** What the typed settings would do to the month as it is. The domain reckons; nothing here has a formula of its own. */
import { elapsedShare } from '$lib/domain/calendar.ts';
import { isBigDeal } from '$lib/domain/celebration.ts';
import { elapsedWeight, pace, type Pace, type PaceStatus } from '$lib/domain/pace.ts';
import { businessClock, isTimeZone } from '$lib/domain/period.ts';
import type { ReadSettings } from '$lib/forms/read-settings.ts';
import type { LargeSale, SettingsPreview } from '$server/settings/preview.ts';

export const STATUSES = ['done', 'ahead', 'on-track', 'behind', 'at-risk'] as const;

export type Acting = Pick<ReadSettings, 'timeZone' | 'workingHours' | 'paceThresholds' | 'bigDeal'>;

export interface Forecast {
	today: string;
	shareOfToday: number;
	company: Pace | undefined;
	/** Reps by status; those whose month has not begun have none. */
	reps: Record<PaceStatus, number>;
	/** Those that would have been celebrated, largest first. */
	deals: readonly LargeSale[];
}

/** Undefined: the zone is none. */
export function forecast(is: SettingsPreview, settings: Acting): Forecast | undefined {
	const { timeZone, workingHours, paceThresholds: thresholds, bigDeal } = settings;
	if (!isTimeZone(timeZone)) return undefined;
	const clock = businessClock(timeZone);
	const today = clock.dateOf(is.now);
	const shareOfToday = elapsedShare(clock.minuteOf(is.now), workingHours);
	const courses = is.courses.map((weights) =>
		elapsedWeight({ dates: is.dates, weights, today, shareOfToday })
	);
	const paceOf = (of: { value: number; target?: number; course: number }): Pace =>
		pace({
			target: of.target,
			actual: of.value,
			totalWeight: courses[of.course]!.total,
			elapsedWeight: courses[of.course]!.elapsed,
			thresholds
		});
	const reps: Forecast['reps'] = { done: 0, ahead: 0, 'on-track': 0, behind: 0, 'at-risk': 0 };
	for (const rep of is.reps) {
		const { status } = paceOf(rep);
		if (status) reps[status] += 1;
	}
	return {
		today,
		shareOfToday,
		company: is.company && paceOf(is.company),
		reps,
		deals: is.sales.filter(({ amount }) =>
			isBigDeal({ kind: 'sale', isMoney: true, amount, bigDeal: bigDeal ?? undefined })
		)
	};
}
