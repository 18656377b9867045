/** What a celebration means, in words. */
import type { Meaning } from '$lib/domain/celebration.ts';
import { amountText, type Measure } from '$lib/format/amount.ts';
import type { Locale } from '$lib/format/locale.ts';
import { percent } from '$lib/format/percent.ts';
import { monthTitle } from '$lib/format/time.ts';
import type { CelebrationEvent } from '$lib/live/protocol.ts';
import { m } from '$lib/paraglide/messages.js';

function meaningText(
	meaning: Meaning,
	of: { day: string; measure: Measure; locale: Locale }
): string | undefined {
	const { day, measure, locale } = of;
	const money = (value: number) => amountText(value, measure, locale);
	switch (meaning.reason) {
		case 'big-deal':
			return undefined;
		case 'number-one':
			return m.celebrations_number_one_line({ unit: meaning.unit });
		case 'day-target':
			return m.celebrations_day_target_line({
				percent: percent(meaning.value / meaning.target, 0, locale)
			});
		case 'month-target':
			return m.celebrations_month_target_line({
				month: monthTitle(day, locale),
				percent: percent(meaning.value / meaning.target, 0, locale)
			});
		case 'unit-target':
			return m.celebrations_unit_target_line({
				month: monthTitle(day, locale),
				target: money(meaning.target),
				percent: percent(meaning.value / meaning.target, 1, locale)
			});
		case 'record-sale':
			return m.celebrations_record_sale_line({ best: money(meaning.best) });
		case 'record-day':
			return m.celebrations_record_day_line({
				value: money(meaning.value),
				best: money(meaning.best)
			});
	}
}

/** Further down a rank is no honour. */
const TOP = 10;

/** Each meaning as a short line, the headline's first; the rank where nothing else says it. */
export function meaningsOf(
	{ meanings, day, rank }: Pick<CelebrationEvent, 'meanings' | 'day' | 'rank'>,
	measure: Measure,
	locale: Locale
): string[] {
	const lines = meanings.flatMap((meaning) => meaningText(meaning, { day, measure, locale }) ?? []);
	const isFirst = meanings.some(({ reason }) => reason === 'number-one');
	if (rank !== undefined && rank <= TOP && !isFirst) lines.push(m.celebration_rank({ rank }));
	return lines;
}
