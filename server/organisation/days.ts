import { inArray, sql } from 'drizzle-orm';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { DayChange } from '../../src/lib/forms/calendar.ts';
import { recordChange } from '../audit/record.ts';
import type { Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import { problem } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { calendarDays, calendars } from './schema.ts';

/** The organisation's own date: what it weighs, and why. */
export interface OwnDay {
	weight: number;
	note?: string;
}

export const ownDay = ({ weight, note }: { weight: number; note: string | null }): OwnDay => ({
	weight,
	...(note === null ? {} : { note })
});

/** A date named twice could mean either. */
export function duplicateDates(changes: readonly DayChange[]): Problem[] {
	const seen = new Set<IsoDate>();
	return changes.flatMap(({ date }, i) => {
		if (seen.has(date)) return [problem(`${i}.date`, 'duplicate-date', date)];
		seen.add(date);
		return [];
	});
}

/** Sets and removes own dates; gives how many were not already as asked. */
export async function changeDays(
	tx: Transaction,
	changes: readonly DayChange[],
	by: { at: Date; actor: string }
): Promise<number> {
	// One change of the calendar at a time: what is compared with must still be so when it is written.
	await tx.select().from(calendars).for('update');
	const dates = changes.map(({ date }) => date);
	const known = new Map(
		(await tx.select().from(calendarDays).where(inArray(calendarDays.date, dates))).map((day) => [
			day.date,
			day
		])
	);
	const differing = changes
		.map(({ date, weight, note = null }) => ({ date, weight, note: weight === null ? null : note }))
		.filter(({ date, weight, note }) => {
			const is = known.get(date);
			return weight === null ? is !== undefined : is?.weight !== weight || is.note !== note;
		})
		.sort((a, b) => (a.date < b.date ? -1 : 1));
	if (differing.length === 0) return 0;

	const removed = differing.filter(({ weight }) => weight === null).map(({ date }) => date);
	if (removed.length > 0) await tx.delete(calendarDays).where(inArray(calendarDays.date, removed));
	const set = differing.flatMap(({ weight, ...day }) =>
		weight === null ? [] : { ...day, weight }
	);
	if (set.length > 0)
		await tx
			.insert(calendarDays)
			.values(set)
			.onConflictDoUpdate({
				target: calendarDays.date,
				set: { weight: sql`excluded.weight`, note: sql`excluded.note` }
			});
	const [first, last] = [differing[0]!.date, differing.at(-1)!.date];
	await recordChange(tx, {
		...by,
		action: 'calendar.days',
		subject: first === last ? first : `${first}..${last}`,
		before: Object.fromEntries(
			differing.map(({ date }) => [date, known.has(date) ? ownDay(known.get(date)!) : null])
		),
		after: Object.fromEntries(
			differing.map(({ date, weight, note }) => [
				date,
				weight === null ? null : ownDay({ weight, note })
			])
		)
	});
	await tx.execute(notification('organisation'));
	return differing.length;
}
