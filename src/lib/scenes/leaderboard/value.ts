/** What stands on a leaderboard, in figures. */
import { amount, scaleFor, scaleOf, type Measure } from '$lib/format/amount.ts';
import { numberFormat, type Locale } from '$lib/format/locale.ts';
import { percent } from '$lib/format/percent.ts';
import type { LeaderboardScene, PlaceRow } from '../states.ts';

export interface ShownValue {
	figure: string;
	unit: string;
}

/** Writes the values of rows that stand together: in one scale, a growth with its sign. */
export function valuesOf(
	rows: readonly PlaceRow[],
	{ kind, signed }: { kind: LeaderboardScene['valueKind']; signed: boolean },
	measure: Measure,
	locale: Locale
): (row: PlaceRow) => ShownValue {
	const largest = Math.max(0, ...rows.map(({ value = 0 }) => Math.abs(value)));
	const shared = scaleFor(largest, measure, locale);
	return ({ value }) => {
		if (value === undefined) return { figure: '–', unit: '' };
		const sign = signed && value > 0 ? '+' : '';
		if (kind === 'ratio') return { figure: sign + percent(value, 1, locale), unit: '%' };
		if (kind === 'points') return { figure: numberFormat(locale, 0).format(value), unit: '' };
		const { figure, unit } = amount(value, scaleOf(value, shared, measure, locale), locale);
		return { figure: sign + figure, unit };
	};
}
