/** The three questions of the day: 昨日总结, 今日落实, 明日计划. docs/SPEC.md, REPORT-*. */
import { addDays, type IsoDate } from './date.ts';

export const QUESTIONS = ['yesterday', 'today', 'tomorrow'] as const;
export type Question = (typeof QUESTIONS)[number];
export type Answers = Readonly<Partial<Record<Question, string>>>;

/** Business days, today included, whose questions can still be answered. */
export const REPORT_DAYS_BACK = 2;

export type ReportState = 'none' | 'part' | 'full';

/** How much of the three is answered; spaces are no answer (REPORT-1). */
export function reportState(answers: Answers): ReportState {
	const answered = QUESTIONS.filter((question) => answers[question]?.trim()).length;
	return answered === 0 ? 'none' : answered < QUESTIONS.length ? 'part' : 'full';
}

/** Why the questions of a day cannot be answered (any more); undefined when they can (REPORT-2). */
export function reportDayProblem(
	day: IsoDate,
	today: IsoDate
): 'report-to-come' | 'report-closed' | undefined {
	if (day > today) return 'report-to-come';
	return day < addDays(today, -REPORT_DAYS_BACK) ? 'report-closed' : undefined;
}
