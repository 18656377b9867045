/** What a page says that shows a moment which is over, instead of now. docs/SPEC.md, TRACK-9. */
import { isIsoDate } from '$lib/domain/period.ts';
import type { Locale } from '$lib/format/locale.ts';
import { dayTitle, sinceTime } from '$lib/format/time.ts';
import { m } from '$lib/paraglide/messages.js';

/** The moment as a control for looking back shows it, on the clock on the wall of the organisation. */
export interface LookingBack {
	/** `2026-11-17T18:00`; empty for now. */
	picked: string;
	/** Now: later nothing was shown yet. */
	latest: string;
}

/** What was asked for, a date, an instant or a position, in words; undefined for now. */
export function asOfSentence(
	asOf: string | null,
	shown: { at: number; past: boolean },
	zone: string,
	locale: Locale
): string | undefined {
	if (asOf === null || !shown.past) return undefined;
	const time = sinceTime(shown.at, 0, zone, locale);
	if (asOf.includes('T')) return m.periods_as_of_moment({ time }, { locale });
	return isIsoDate(asOf)
		? m.tracking_as_of_day({ date: dayTitle(asOf, locale) }, { locale })
		: m.tracking_as_of_position({ position: asOf, time }, { locale });
}
