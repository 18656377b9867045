/**
 * Amounts for people: minor units in, a short figure and its unit out. 万/亿 in Chinese, k/M/B in English.
 * Amounts that stand together share one `Scale`, so that a column compares at a glance.
 */
import type { MetricKind } from '../live/board.ts';
import { numberFormat, type Locale } from './locale.ts';

export interface Measure {
	kind: MetricKind;
	/** Digits of the minor unit; a count has none. */
	fractionDigits: number;
}

export interface Scale {
	unit: string;
	/** Digits shown after the point. */
	digits: number;
	/** Minor units in the last digit shown: an integer, so that rounding is exact. */
	step: number;
}

export interface Figure {
	figure: string;
	unit: string;
}

export const MINUS = '\u2212';

/** [first whole amount it is used for, unit, size of the unit, digits]; largest first. */
type Step = [from: number, unit: string, size: number, digits: number];

const STEPS: Record<Locale, Step[]> = {
	'zh-CN': [
		[1e12, '亿', 1e8, 0],
		[1e9, '亿', 1e8, 2],
		[1e5, '万', 1e4, 1],
		[1e4, '万', 1e4, 2]
	],
	en: [
		[1e11, 'B', 1e9, 1],
		[1e9, 'M', 1e6, 1],
		[1e7, 'M', 1e6, 2],
		[1e5, 'k', 1e3, 0],
		[1e4, 'k', 1e3, 1]
	]
};

const minorPerWhole = (measure: Measure): number =>
	measure.kind === 'money' ? 10 ** measure.fractionDigits : 1;

/** The scale that suits amounts up to `largest` (minor units, either sign). */
export function scaleFor(largest: number, measure: Measure, locale: Locale): Scale {
	const minor = minorPerWhole(measure);
	const whole = Math.abs(largest) / minor;
	for (const [from, unit, size, digits] of STEPS[locale]) {
		// The last digit is never finer than a minor unit: sizes are at least 10^digits.
		if (whole >= from) return { unit, digits, step: (size / 10 ** digits) * minor };
	}
	const digits = measure.kind === 'money' && whole < 1000 ? measure.fractionDigits : 0;
	return { unit: '', digits, step: minor / 10 ** digits };
}

/** `shared`, unless it would leave fewer than two digits of `value`: then the value's own scale. */
export function scaleOf(value: number, shared: Scale, measure: Measure, locale: Locale): Scale {
	const tooSmall = value !== 0 && Math.abs(value) < 10 * shared.step;
	return tooSmall ? scaleFor(value, measure, locale) : shared;
}

/** Rounds half away from zero. Zero is `0`, with the scale's unit. */
export function amount(value: number, scale: Scale, locale: Locale): Figure {
	const steps = Math.round(Math.abs(value) / scale.step);
	if (steps === 0) return { figure: '0', unit: scale.unit };
	const figure = numberFormat(locale, scale.digits).format(steps / 10 ** scale.digits);
	return { figure: value < 0 ? MINUS + figure : figure, unit: scale.unit };
}

/** One amount by itself, as text, a round one without its zeros: `119.2 万`, `2,000 万`, `846k`. */
export function amountText(value: number, measure: Measure, locale: Locale): string {
	const exact = amount(value, scaleFor(value, measure, locale), locale);
	const { unit } = exact;
	const figure = exact.figure.replace(/\.0+$/, '');
	return unit === '' ? figure : locale === 'zh-CN' ? `${figure}\u00a0${unit}` : figure + unit;
}

/** As much as it says is enough: rounded up to the last digit shown. */
export function enoughText(value: number, measure: Measure, locale: Locale): string {
	const { step } = scaleFor(value, measure, locale);
	return amountText(Math.ceil(value / step) * step, measure, locale);
}
