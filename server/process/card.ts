import { addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Rep } from '../directory/mirror.ts';
import type { createFacts, ReportFacts } from './facts.ts';
import type { HelpView } from './help.ts';
import type { ReportView } from './reports.ts';
import type { VisitView } from './visits.ts';
import type { ActionView } from './actions.ts';
import type { CoachingView } from './coaching.ts';
import type { NoteView } from './notes.ts';
import type { CallView } from './calls.ts';
import type { Parts, Scope } from './parts.ts';
import { repsWithin, startOf } from './parts.ts';
import type { createCalls } from './calls.ts';
import type { createCoaching } from './coaching.ts';
import type { createHelp } from './help.ts';
import type { createNotes } from './notes.ts';
import type { createReports } from './reports.ts';
import type { createVisits } from './visits.ts';
import type { createWalks } from './walks.ts';
import type { Actions } from './actions.ts';

/** What a rep sees of their own day. */
export interface RepDay {
	day: IsoDate;
	/** Today's, in order of the slots. */
	visits: VisitView[];
	/** Of the next days, so that tomorrow can be planned. */
	nextVisits: VisitView[];
	report: ReportView;
	/** The numbers beside the three questions. */
	facts: ReportFacts;
	/** What the last 明日计划 said: offered as today's 今日落实 while that is empty (REPORT-4). */
	plan: string;
	/** Epoch milliseconds: until then the three questions are to be answered. */
	cutOff: number;
	/** Open and taken ones, then those of the last 14 days, newest first. */
	help: HelpView[];
	actions: ActionView[];
	/** The last ones: what was shown and agreed on. */
	coaching: CoachingView[];
}

/** What whoever leads a rep sees besides; nothing of it is for the rep's own eyes. */
export interface RepCard extends RepDay {
	notes: NoteView[];
	calls: CallView[];
	/** "HH:MM": a time for today's call that nobody expects; absent when the day is over. */
	callAt?: string;
	/** The last answers before today, newest first. */
	lastReports: ReportView[];
}

/** One line of a list of reps. */
export interface RepStanding {
	visits: { planned: number; done: number };
	report: ReportView['state'];
	/** Not all three answers, and the cut-off has passed. */
	reportMissing: boolean;
	/** Open and taken, oldest first. */
	help: HelpView[];
	actions: { open: number; overdue: number };
	/** Epoch milliseconds. */
	lastNote?: number;
	lastCoaching?: number;
	lastCall?: number;
	/** When whoever leads was last with them, however (FLOOR-15). */
	lastContact?: number;
}

interface Sources {
	visits: ReturnType<typeof createVisits>;
	reports: ReturnType<typeof createReports>;
	help: ReturnType<typeof createHelp>;
	actions: Actions;
	coaching: ReturnType<typeof createCoaching>;
	notes: ReturnType<typeof createNotes>;
	calls: ReturnType<typeof createCalls>;
	walks: ReturnType<typeof createWalks>;
	factsOf: ReturnType<typeof createFacts>;
}

const NEXT_DAYS = 7;
const HELP_DAYS = 14;
const REPORT_DAYS = 7;
const LAST = 5;

/** All that the process knows of a rep's day in one call; and of many reps, in as many queries as of one. */
export function createCard(parts: Parts, sources: Sources) {
	const { directory, organisation } = parts;
	const { mirror } = directory;

	async function dayOf(code: string): Promise<RepDay | undefined> {
		const rep = mirror.reps.named(code);
		if (!rep) return undefined;
		const day = organisation.today();
		const ids = [rep.id];
		const { visits, reports, help, actions, coaching, factsOf } = sources;
		const [planned, report, facts, plans, cutOff, asked, open, coached] = await Promise.all([
			visits.between(ids, day, addDays(day, NEXT_DAYS)),
			reports.ofDay([rep], day),
			factsOf(rep, day),
			reports.plans(ids, day),
			reports.cutOffOf(day),
			help.of(rep.id, startOf(parts, addDays(day, -HELP_DAYS))),
			actions.open(ids),
			coaching.last(ids, LAST)
		]);
		const own = planned.get(code) ?? [];
		return {
			day,
			visits: own.filter(({ date }) => date === day),
			nextVisits: own.filter(({ date }) => date > day),
			report: report.get(code)!,
			facts,
			plan: plans.get(code) ?? '',
			cutOff,
			help: asked,
			actions: open.get(code) ?? [],
			coaching: coached.get(code) ?? []
		};
	}

	async function standingsOfReps(reps: readonly Rep[]): Promise<Map<string, RepStanding>> {
		const day = organisation.today();
		const ids = reps.map(({ id }) => id);
		const [visits, reports, missing, help, actions, notes, coaching, calls, met] =
			await Promise.all([
				sources.visits.between(ids, day, day),
				sources.reports.ofDay(reps, day),
				sources.reports.missingOf(reps, day),
				sources.help.waiting(ids),
				sources.actions.open(ids),
				sources.notes.last(ids, 1),
				sources.coaching.last(ids, 1),
				sources.calls.last(ids, 1),
				sources.walks.lastContacts(ids)
			]);
		const lacking = new Set(missing.map(({ code }) => code));
		const lastOf = (all: Map<string, { at: number }[]>, code: string) => all.get(code)?.[0]?.at;
		return new Map(
			reps.map(({ code }): [string, RepStanding] => {
				const own = visits.get(code) ?? [];
				const open = actions.get(code) ?? [];
				const [note, coached, call] = [notes, coaching, calls].map((all) => lastOf(all, code));
				const contact = met.get(code);
				return [
					code,
					{
						visits: {
							planned: own.filter(({ state }) => state === 'planned').length,
							done: own.filter(({ state }) => state === 'done').length
						},
						report: reports.get(code)!.state,
						reportMissing: lacking.has(code),
						help: help.get(code) ?? [],
						actions: {
							open: open.length,
							overdue: open.filter(({ overdue }) => overdue).length
						},
						...(note === undefined ? {} : { lastNote: note }),
						...(coached === undefined ? {} : { lastCoaching: coached }),
						...(call === undefined ? {} : { lastCall: call }),
						...(contact === undefined ? {} : { lastContact: contact })
					}
				];
			})
		);
	}

	return {
		dayOf,

		async cardOf(code: string): Promise<RepCard | undefined> {
			const rep = mirror.reps.named(code);
			const today = organisation.today();
			if (!rep) return undefined;
			const [day, notes, calls, reports] = await Promise.all([
				dayOf(code),
				sources.notes.last([rep.id], LAST),
				sources.calls.last([rep.id], LAST),
				sources.reports.between([rep.id], addDays(today, -REPORT_DAYS), addDays(today, -1))
			]);
			const made = calls.get(code) ?? [];
			const callAt = sources.calls.suggest(code, made);
			return {
				...day!,
				notes: notes.get(code) ?? [],
				calls: made,
				...(callAt === undefined ? {} : { callAt }),
				lastReports: reports.get(code) ?? []
			};
		},

		/** By code, every rep who is in a team of the scope today. */
		standings: (scope: Scope): Promise<Map<string, RepStanding>> =>
			standingsOfReps(repsWithin(parts, scope, organisation.today())),

		/** The same of some reps. */
		standingsOf: (codes: readonly string[]): Promise<Map<string, RepStanding>> =>
			standingsOfReps(codes.flatMap((code) => mirror.reps.named(code) ?? []))
	};
}
