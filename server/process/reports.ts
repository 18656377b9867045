import { and, between, eq, inArray, lt, desc, sql } from 'drizzle-orm';
import { dayWeight } from '../../src/lib/domain/calendar.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { QUESTIONS, reportDayProblem, reportState } from '../../src/lib/domain/report.ts';
import type { Question, ReportState } from '../../src/lib/domain/report.ts';
import type { ReportAnswer } from '../../src/lib/forms/process.ts';
import type { Rep } from '../directory/mirror.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { byRep, repNamed, repsWithin } from './parts.ts';
import type { Author, Parts, Scope } from './parts.ts';
import { reports } from './schema.ts';
import type { ProcessSettings } from './settings.ts';

export interface ReportView {
	day: IsoDate;
	answers: Record<Question, string>;
	state: ReportState;
	/** Epoch milliseconds: when all three were first answered. */
	completedAt?: number;
	/** All three were answered only after the cut-off, or are not and it has passed (REPORT-3). */
	late: boolean;
}

/** A team's day, for the overview and the wall. */
export interface ReportCount {
	team: Author;
	/** Who works that day. */
	expected: number;
	full: number;
	part: number;
	/** Not all three, and the cut-off has passed. */
	missing: number;
}

type Row = typeof reports.$inferSelect;

const NO_ANSWERS: Record<Question, string> = { yesterday: '', today: '', tomorrow: '' };
/** How far back a plan for the next day still says something about today. */
const PLAN_DAYS = 10;

/** 日报: the three questions. docs/SPEC.md, REPORT-*. */
export function createReports(parts: Parts, settings: ProcessSettings) {
	const { database, directory, organisation, clock, once } = parts;
	const { db } = database;
	const { mirror } = directory;

	/** The instant until which the questions of a day are to be answered. */
	async function cutOffOf(day: IsoDate): Promise<number> {
		const { reportCutOff } = await settings.read();
		return organisation.clock.instantOf(day, reportCutOff);
	}

	function view(row: Row | undefined, day: IsoDate, cutOff: number): ReportView {
		const answers = row
			? { yesterday: row.yesterday, today: row.today, tomorrow: row.tomorrow }
			: { ...NO_ANSWERS };
		const completedAt = row?.completedAt?.getTime();
		const state = reportState(answers);
		return {
			day,
			answers,
			state,
			...(completedAt === undefined ? {} : { completedAt }),
			late: (state === 'full' ? (completedAt ?? 0) : clock()) > cutOff
		};
	}

	const works = (rep: Rep, day: IsoDate): boolean =>
		dayWeight(day, organisation.calendar, mirror.daysOf(rep.id)) > 0;

	/** Every rep asked for has a report, also an empty one. */
	async function ofDay(reps: readonly Rep[], day: IsoDate): Promise<Map<string, ReportView>> {
		const ids = reps.map(({ id }) => id);
		const [rows, cutOff] = await Promise.all([
			db
				.select()
				.from(reports)
				.where(and(inArray(reports.repId, ids), eq(reports.day, day))),
			cutOffOf(day)
		]);
		const byId = new Map(rows.map((row) => [row.repId, row]));
		return new Map(reps.map((rep) => [rep.code, view(byId.get(rep.id), day, cutOff)]));
	}

	/** Who of them works on the day and has not answered all three by now; empty where `at` is before its cut-off (REPORT-3). */
	async function missingOf(all: readonly Rep[], day: IsoDate, at = clock()): Promise<Author[]> {
		if (at <= (await cutOffOf(day))) return [];
		const reps = all.filter((rep) => works(rep, day));
		const views = await ofDay(reps, day);
		return reps
			.filter(({ code }) => views.get(code)!.state !== 'full')
			.map(({ code, name }) => ({ code, name }));
	}

	return {
		ofDay,
		cutOffOf,

		/** Sets what is named of a day's answers. Problems: `unknown-rep`, `report-to-come`, `report-closed`. */
		answer(form: ReportAnswer, by: string): Promise<Outcome<object>> {
			return once({ what: 'report.answer', by, form }, async (tx) => {
				const named = repNamed(parts, form.rep);
				if (!named.ok) return named;
				const { id: repId } = named.rep;
				const { day } = form;
				const refused = reportDayProblem(day, organisation.today());
				if (refused) return failed(problem('day', refused, day));
				const at = new Date(clock());
				await tx.insert(reports).values({ repId, day, changedAt: at }).onConflictDoNothing();
				const one = and(eq(reports.repId, repId), eq(reports.day, day));
				const [before] = await tx.select().from(reports).where(one).for('update');
				const after = { ...before! };
				for (const question of QUESTIONS) after[question] = form[question] ?? after[question];
				const isFull = reportState(after) === 'full';
				await tx
					.update(reports)
					.set({
						...after,
						changedAt: at,
						completedAt: isFull ? (after.completedAt ?? at) : null
					})
					.where(one);
				return { ok: true, answer: {}, changed: [{ rep: form.rep, what: 'report' }] };
			});
		},

		/** What each rep last planned for the day after, before this day: offered as this day's 今日落实 (REPORT-4). */
		async plans(repIds: readonly number[], day: IsoDate): Promise<Map<string, string>> {
			const rows = await db
				.selectDistinctOn([reports.repId], { repId: reports.repId, tomorrow: reports.tomorrow })
				.from(reports)
				.where(
					and(
						inArray(reports.repId, [...repIds]),
						lt(reports.day, day),
						sql`${reports.day} >= ${addDays(day, -PLAN_DAYS)}`,
						sql`${reports.tomorrow} <> ''`
					)
				)
				.orderBy(reports.repId, desc(reports.day));
			return new Map(
				rows.map(({ repId, tomorrow }) => [mirror.reps.get(repId)!.code, tomorrow] as const)
			);
		},

		/** Days on which anything was answered, newest first, by code of the rep. */
		async between(
			repIds: readonly number[],
			from: IsoDate,
			to: IsoDate
		): Promise<Map<string, ReportView[]>> {
			const rows = await db
				.select()
				.from(reports)
				.where(and(inArray(reports.repId, [...repIds]), between(reports.day, from, to)))
				.orderBy(desc(reports.day));
			const cutOffs = new Map<IsoDate, number>();
			for (const { day } of rows) if (!cutOffs.has(day)) cutOffs.set(day, await cutOffOf(day));
			return byRep(parts, rows, (row) => view(row, row.day, cutOffs.get(row.day)!));
		},

		missingOf,

		/** The same of who is in a team of the scope on the day. */
		missing: (day: IsoDate, scope: Scope, at?: number): Promise<Author[]> =>
			missingOf(repsWithin(parts, scope, day), day, at),

		/** How far each team is with the questions of a day, and whose they are; teams in order of code. */
		async summary(
			day: IsoDate,
			scope: Scope
		): Promise<(ReportCount & { reps: (Author & { report: ReportView })[] })[]> {
			const reps = repsWithin(parts, scope, day).filter((rep) => works(rep, day));
			const [views, cutOff] = await Promise.all([ofDay(reps, day), cutOffOf(day)]);
			const isOver = clock() > cutOff;
			const teams = new Map<number, (Author & { report: ReportView })[]>();
			for (const { id, code, name } of reps) {
				const team = mirror.teamOn(id, day)!;
				teams.set(team, [...(teams.get(team) ?? []), { code, name, report: views.get(code)! }]);
			}
			return [...teams]
				.map(([id, members]) => {
					const { code, name } = mirror.units.get(id)!;
					const count = (state: ReportState) =>
						members.filter(({ report }) => report.state === state).length;
					return {
						team: { code, name },
						expected: members.length,
						full: count('full'),
						part: count('part'),
						missing: isOver ? members.length - count('full') : 0,
						reps: members.sort((a, b) => (a.code < b.code ? -1 : 1))
					};
				})
				.sort((a, b) => (a.team.code < b.team.code ? -1 : 1));
		}
	};
}
