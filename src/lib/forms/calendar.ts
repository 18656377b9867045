/** What changes the working calendar, and a rep's leave. Weights are hundredths of a working day (CAL-1). */
import { z } from 'zod';
import { code, isoDate } from './fields.ts';

export const MAX_WEIGHT = 1_000;
/** A year and some more in one request. */
export const MAX_DAYS_PER_REQUEST = 400;

export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2200;

const weight = z.int().min(0).max(MAX_WEIGHT).meta({
	description: 'Hundredths of a working day: 100 a working day, 0 off, 150 a long Saturday.',
	example: 100
});

const note = z
	.string()
	.trim()
	.max(100)
	.regex(/^\P{C}*$/u, { error: 'bad-value' })
	.transform((text) => (text === '' ? null : text));

export const calendarYear = z.coerce.number().int().min(FIRST_YEAR).max(LAST_YEAR);

/** `PUT /calendar/days`: own dates, all or none. */
export const daysForm = z
	.array(
		z
			.strictObject({
				date: isoDate,
				weight: weight.nullable().meta({ description: 'null: as the calendar says again.' }),
				note: note.nullable().optional()
			})
			.meta({ id: 'CalendarDayForm' })
	)
	.min(1)
	.max(MAX_DAYS_PER_REQUEST);

export type DayChange = z.output<typeof daysForm>[number];

const someWork = (week: readonly number[]): boolean => week.some((day) => day > 0);

/** `PUT /calendar`: the working week, Monday first, and whose public holidays apply. */
export const workingWeekForm = z
	.strictObject({
		week: z.array(weight).length(7).refine(someWork, { error: 'week-without-work' }),
		holidays: z.literal('CN').nullable().meta({
			description: 'CN: public holidays and make-up days of mainland China; null: none.'
		})
	})
	.partial()
	.meta({ id: 'WorkingWeekForm' });

/** Working days as people write them, `1.5`; read by readWeight. */
const weightText = z.string().trim().max(20).default('');

/** The page's week: seven weights and the holidays. */
export const weekPageForm = z.object({
	week: z.array(weightText),
	holidays: z.enum(['CN', 'none'])
});

/** The page's own dates: one day, or every day of a span. */
export const daysPageForm = z.object({
	from: isoDate,
	to: isoDate,
	weight: weightText,
	note: z.string().trim().max(100).default('')
});

/** A rep's leave: `weight` is what is left of a working day. */
export const leavePageForm = z.object({
	rep: code,
	from: isoDate,
	to: isoDate,
	weight: weightText
});

export const leaveRemovalForm = z.object({ rep: code, leave: z.int() });
