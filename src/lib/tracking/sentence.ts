/** What a month's figures mean, in one sentence: what is missing, how long there is, what each day needs, how likely it is. */
import type { Pace } from '$lib/domain/pace.ts';
import { amountText, enoughText, type Measure } from '$lib/format/amount.ts';
import { numberFormat, type Locale } from '$lib/format/locale.ts';
import { chance } from '$lib/format/percent.ts';
import type { Progress } from '$lib/live/board.ts';
import { m } from '$lib/paraglide/messages.js';

/** As every `Progress` is. */
export type Explained = Pace & Pick<Progress, 'outlook'>;

/** Never `0` while there is still time left. */
function daysText(days: number, locale: Locale): string {
	const rounded = Math.max(0.1, Math.round(days * 10) / 10);
	return numberFormat(locale, Number.isInteger(rounded) ? 0 : 1).format(rounded);
}

/** The clause that needs no outlook, with *emphasis*. */
function clause(pace: Pace, measure: Measure, locale: Locale): string {
	const { target, value } = pace;
	const text = (amount: number) => amountText(amount, measure, locale);
	if (target === undefined) return m.tracking_sentence_none({}, { locale });
	if (value >= target)
		return value > target
			? m.tracking_sentence_over({ amount: text(value - target) }, { locale })
			: m.tracking_sentence_done({}, { locale });

	const amount = text(target - value);
	const left = pace.remainingDays ?? 0;
	if (left <= 0) return m.tracking_sentence_ended({ amount }, { locale });
	const days = { days: daysText(left, locale), count: left };
	// On the last day, per day would be more than all that is missing.
	return left <= 1 || pace.requiredPerDay === undefined
		? m.tracking_sentence_last({ amount, ...days }, { locale })
		: m.tracking_sentence_left(
				{ amount, ...days, required: enoughText(pace.requiredPerDay, measure, locale) },
				{ locale }
			);
}

/** The sentence in the parts between which a line may best end. */
export function clausesOf(explained: Explained, measure: Measure, locale: Locale): string[] {
	const { target, value, remainingDays = 0, outlook } = explained;
	const first = clause(explained, measure, locale);
	const open = target !== undefined && value < target && remainingDays > 0;
	if (!open || !outlook) return [first];
	const { historyDays: history, probability } = outlook;
	return [
		m.tracking_sentence_first({ clause: first }, { locale }),
		m.tracking_sentence_likely({ history, percent: chance(probability, locale) }, { locale })
	];
}

export const sentenceOf = (explained: Explained, measure: Measure, locale: Locale): string =>
	clausesOf(explained, measure, locale).join(locale === 'en' ? ' ' : '');

/** Without the emphasis, where there is only plain text. */
export const plain = (sentence: string): string => sentence.replaceAll('*', '');
