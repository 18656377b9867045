import { dayWeight } from '../../src/lib/domain/calendar.ts';
import { datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { SceneOptions } from '../../src/lib/scenes/kinds.ts';
import type { Reckoned } from '../organisation/organisation.ts';
import type { SceneMaker } from './scene.ts';

export const clock: SceneMaker<'clock'> = ({ organisation }, options) => ({
	sources: [],
	compose({ today }) {
		const until = deadlineOf(organisation, today, options);
		return {
			...(until === undefined ? {} : { until }),
			...(options.target === 'month' ? { workingDays: workingDaysLeft(organisation, today) } : {})
		};
	}
});

/** The instant that a scene counts down to; undefined where there is none. */
export function deadlineOf(
	{ clock: business, settings }: Reckoned,
	today: IsoDate,
	{ target, moment }: Pick<SceneOptions<'clock'>, 'target' | 'moment'>
): number | undefined {
	const [date, time] = moment.split('T');
	return {
		none: undefined,
		day: business.instantOf(today, endOfWork(settings.workingHours.end)),
		month: business.endOf(periodOf('month', today).to),
		moment: date && time ? business.instantOf(date, time) : undefined
	}[target];
}

/** Of the month, today included. */
export const workingDaysLeft = ({ calendar }: Reckoned, today: IsoDate): number =>
	datesOf({ from: today, to: periodOf('month', today).to }).filter(
		(day) => dayWeight(day, calendar) > 0
	).length;

/** A day of work may last until 24:00, which no clock shows. */
const endOfWork = (end: string): string => (end === '24:00' ? '23:59' : end);
