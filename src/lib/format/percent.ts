/** Ratios for people. A target that is missed by a hair never reads 100 %. */
import { MINUS } from './amount.ts';
import { numberFormat, type Locale } from './locale.ts';

/** Beyond this a ratio says nothing more: somebody sold without much of a target. */
const MOST = 9.99;

/** `fraction` 0.642 gives `64.2`, without the sign. Below 1 it is never rounded up to 100; above 999 it is `>999`. */
export function percent(fraction: number, digits: number, locale: Locale): string {
	if (fraction > MOST) return '>999';
	const unit = 10 ** (digits + 2);
	let steps = Math.round(Math.abs(fraction) * unit);
	if (fraction > 0 && fraction < 1 && steps === unit) steps -= 1;
	const figure = numberFormat(locale, digits).format(steps / 10 ** digits);
	return fraction < 0 && steps > 0 ? MINUS + figure : figure;
}

/** How likely something is that is still open, without the sign: never certain, neither way (TARGET-9). */
export const chance = (probability: number, locale: Locale): string =>
	probability < 0.005 ? '<1' : probability >= 0.995 ? '>99' : percent(probability, 0, locale);
