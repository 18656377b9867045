/** What is celebrated, in a word or two. By itself: a phone needs no more. */
import type { CelebrationReason } from '$lib/domain/celebration.ts';
import { m } from '$lib/paraglide/messages.js';

const HEADLINE: Readonly<Record<CelebrationReason, () => string>> = {
	'unit-target': m.celebration_target,
	'big-deal': m.celebration_big_deal,
	'month-target': m.celebrations_month_target,
	'number-one': m.celebrations_number_one,
	'record-sale': m.celebrations_record,
	'record-day': m.celebrations_record,
	'day-target': m.celebrations_day_target
};

export const headlineOf = (reason: CelebrationReason): string => HEADLINE[reason]();
