import { dayWeight } from '../../src/lib/domain/calendar.ts';
import { datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { SceneMaker } from './scene.ts';

export const clock: SceneMaker<'clock'> = ({ organisation }, { target, moment }) => ({
	sources: [],
	compose({ today }) {
		const { clock: business, calendar, settings } = organisation;
		const month = periodOf('month', today);
		const [date, time] = moment.split('T');
		const until = {
			none: undefined,
			day: business.instantOf(today, endOfWork(settings.workingHours.end)),
			month: business.endOf(month.to),
			moment: date && time ? business.instantOf(date, time) : undefined
		}[target];
		const left = datesOf({ from: today, to: month.to });
		return {
			...(until === undefined ? {} : { until }),
			...(target === 'month'
				? { workingDays: left.filter((day) => dayWeight(day, calendar) > 0).length }
				: {})
		};
	}
});

/** A day of work may last until 24:00, which no clock shows. */
const endOfWork = (end: string): string => (end === '24:00' ? '23:59' : end);
