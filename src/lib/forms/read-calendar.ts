/** What people type into the calendar's forms, read. Apart from the zod forms, since the browser previews with it. */
import type { WeekMask } from '../domain/calendar.ts';
import { formatDecimal, parseDecimal } from '../domain/money.ts';
import type { Problem } from '../../../server/problems.ts';

/** Hundredths of a working day; the database holds no more. */
const MOST = 1_000;

/** `1.5` working days are 150 hundredths. */
export function readWeight(
	text: string,
	path = 'weight'
): { ok: true; weight: number } | { ok: false; problems: Problem[] } {
	const refused = (reason: string, params?: Problem['params']) => ({
		ok: false as const,
		problems: [{ path, reason, value: text, ...(params ? { params } : {}) }]
	});
	if (text.trim() === '') return refused('required');
	const read = parseDecimal(text, 2);
	if (!read.ok) return refused(read.reason, { digits: 2 });
	if (read.amount < 0) return refused('too-small', { limit: 0 });
	return read.amount > MOST
		? refused('too-big', { limit: MOST / 100 })
		: { ok: true, weight: read.amount };
}

/** 150 as it is typed: `1.5`. */
export const typedWeight = (weight: number): string =>
	formatDecimal(weight, 2).replace(/\.?0+$/, '');

/** The seven weights, if all of them can be read and one of them is work. */
export function readWeek(
	texts: readonly string[]
): { ok: true; week: WeekMask } | { ok: false; problems: Problem[] } {
	const read = texts.map((text) => readWeight(text, 'week'));
	const problems = read.flatMap((weight) => (weight.ok ? [] : weight.problems));
	if (problems.length > 0) return { ok: false, problems };
	const week = read.flatMap((weight) => (weight.ok ? [weight.weight] : []));
	if (week.length !== 7 || week.every((weight) => weight === 0))
		return { ok: false, problems: [{ path: 'week', reason: 'week-without-work' }] };
	return { ok: true, week: week as unknown as WeekMask };
}
