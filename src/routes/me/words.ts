/** What the figures of a phone mean, in words with *emphasis*. */
import type { EntryKind } from '$lib/domain/ledger.ts';
import { amountText, enoughText, MINUS, type Measure } from '$lib/format/amount.ts';
import type { Locale } from '$lib/format/locale.ts';
import type { Progress } from '$lib/live/board.ts';
import type { MeMetric, Place } from '$lib/live/me.ts';
import { m } from '$lib/paraglide/messages.js';

export const kindName: Readonly<Record<EntryKind, () => string>> = {
	sale: m.me_kind_sale,
	collection: m.me_kind_collection,
	return: m.me_kind_return,
	adjustment: m.me_kind_adjustment,
	reversal: m.me_kind_reversal
};

/** `+2.84 万`, `−300` */
export function signedText(value: number, measure: Measure, locale: Locale): string {
	const text = amountText(Math.abs(value), measure, locale);
	return (value < 0 ? MINUS : '+') + text;
}

/** What today still asks for. */
export function todayText(
	today: Progress,
	measure: Measure,
	locale: Locale,
	working: boolean
): string {
	const { target, value } = today;
	if (!target) return working ? m.me_day_none() : m.me_day_off();
	if (value < target)
		return m.me_day_needed({ amount: amountText(target - value, measure, locale) });
	return value === target
		? m.me_day_done()
		: m.me_day_over({ amount: amountText(value - target, measure, locale) });
}

/** What it takes to pass the next one: to stand beside them is not enough (STAND-1), so one unit more. */
export function passText(
	{ above }: Place,
	{ code, kind, month: { value } }: MeMetric,
	measure: Measure,
	locale: Locale
): string {
	if (!above) return value > 0 ? m.me_first() : m.me_first_open();
	const words = { amount: enoughText(above.apart + 1, measure, locale), name: above.name };
	if (kind === 'count') return m.me_pass_count(words);
	return code === 'collection' ? m.me_pass_collection(words) : m.me_pass_sale(words);
}

export const leadText = ({ behind }: Place, measure: Measure, locale: Locale): string =>
	behind ? m.me_lead({ name: behind.name, amount: amountText(behind.apart, measure, locale) }) : '';
