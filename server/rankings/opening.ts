import { addDays, contains } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Ranking } from './keys.ts';

/**
 * The ranking that movement compares with: the same one as the business day began, without the entries of
 * `day`. Undefined on the period's first day, when there is nothing to compare with (STAND-7).
 */
export function openingOf(ranking: Ranking, day: IsoDate): Ranking | undefined {
	if (!contains(ranking, day) || day === ranking.from) return undefined;
	const yesterday = addDays(day, -1);
	return { ...ranking, to: yesterday, ...(ranking.asOf === undefined ? {} : { asOf: yesterday }) };
}
