import { weightsOf } from '../../src/lib/domain/calendar.ts';
import { samePlaceInPrevious } from '../../src/lib/domain/growth.ts';
import { addDays, datesOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { SceneContext } from './scene.ts';
import type { Span } from './totals.ts';

/** The head of an earlier period that holds as many working days as have begun in this one (STAND-6). */
export function comparedSpan(
	{ organisation }: Pick<SceneContext, 'organisation'>,
	{ current, earlier, today }: { current: Period; earlier: Period; today: IsoDate }
): Span {
	const weigh = (period: Period) => {
		const dates = datesOf(period);
		return { dates, weights: weightsOf(dates, organisation.calendar) };
	};
	const counted = samePlaceInPrevious({
		current: weigh(current),
		today,
		previous: weigh(earlier)
	});
	// No day yet: a span without dates.
	return { from: earlier.from, to: counted.at(-1) ?? addDays(earlier.from, -1) };
}
