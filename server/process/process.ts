import type { CommandName, ProcessCommand } from '../../src/lib/forms/process.ts';
import type { Subject } from '../../src/lib/domain/permissions.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Listener } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Outcome } from '../problems.ts';
import type { Targets } from '../targets/targets.ts';
import { createActions } from './actions.ts';
import { createCalls } from './calls.ts';
import { createCard } from './card.ts';
import { createCoaching } from './coaching.ts';
import { createFacts } from './facts.ts';
import { createHelp } from './help.ts';
import { createNotes } from './notes.ts';
import { createOnce } from './once.ts';
import type { Came, Turned, TurnAlert } from './origins.ts';
import { createOwners } from './owners.ts';
import { repsWithin } from './parts.ts';
import type { Scope } from './parts.ts';
import { createPhotos } from './photos.ts';
import { createReports } from './reports.ts';
import { createProcessSettings } from './settings.ts';
import { createSpotChecks } from './spot-checks.ts';
import { createStreams } from './streams.ts';
import { createUpkeep } from './upkeep.ts';
import { createVisits } from './visits.ts';
import { createWalks } from './walks.ts';
import { createWatchers } from './watchers.ts';

export type SalesProcess = ReturnType<typeof createProcess>;

/** 销售过程管理: the day of a rep, and what whoever leads them makes of it. docs/SPEC.md, Process. */
export function createProcess(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	/** What comes of an alert is written to it. */
	turnAlert: TurnAlert;
	clock: Clock;
	log: Log;
}) {
	const { database, listener, directory, organisation, targets, turnAlert, clock, log } = options;
	const watchers = createWatchers(listener);
	const once = createOnce({ database, watchers, clock });
	const parts = { database, directory, organisation, clock, once };
	const settings = createProcessSettings({ database, watchers, clock });

	const visits = createVisits(parts);
	const reports = createReports(parts, settings);
	const help = createHelp(parts, settings, turnAlert);
	const notes = createNotes(parts);
	const actions = createActions(parts, turnAlert);
	const coaching = createCoaching(parts, actions);
	const calls = createCalls(parts);
	const walks = createWalks(parts);
	const spotChecks = createSpotChecks(parts);
	const photos = createPhotos(parts);
	const owners = createOwners(parts);
	const { dayOf, cardOf, standings, standingsOf } = createCard(parts, {
		visits,
		reports,
		help,
		actions,
		coaching,
		notes,
		calls,
		walks,
		factsOf: createFacts(parts, targets, visits)
	});
	const streams = createStreams(watchers);
	const upkeep = createUpkeep({ database, photos, clock, log });

	/** Runs a command for the account `by`; whether they may, the route has asked (`subjectOf`). */
	function run(command: ProcessCommand, by: string): Promise<Outcome<object>> {
		const { what, ...form } = command;
		return runners[what](form as never, by);
	}

	const runners: Record<CommandName, (form: never, by: string) => Promise<Outcome<object>>> = {
		'visit.plan': visits.plan,
		'visit.change': visits.change,
		'visit.done': visits.done,
		'visit.cancel': visits.cancel,
		'visit.reopen': visits.reopen,
		'report.answer': reports.answer,
		'help.ask': help.ask,
		'help.offer': help.offer,
		'help.take': help.take,
		'help.close': help.close,
		'help.withdraw': help.withdraw,
		'note.write': notes.write,
		'coach.record': coaching.record,
		'action.set': actions.set,
		'action.settle': actions.settle,
		'call.made': calls.made,
		'walk.seen': walks.seen,
		'spot.draw': spotChecks.draw,
		'spot.record': spotChecks.record
	};

	return {
		run,
		settings,
		visits,
		reports,
		help,
		notes,
		actions,
		coaching,
		calls,
		spotChecks,
		photos,

		/** Whose a command is, for the permissions: of a rep, or of the unit that is drawn from. What is unknown is nobody's. */
		subjectOf: (command: ProcessCommand): Promise<Subject> => owners.subjectOf(command),

		/** What a rep sees of their own day; undefined for an unknown rep. */
		dayOf,
		/** What whoever leads a rep sees of them. */
		cardOf,
		/** One line for each rep of some units. */
		standings,
		/** The same of reps who are named by their codes. */
		standingsOf,

		/** What became of actions and requests for help, by id. */
		async cameOf(turned: readonly Turned[]): Promise<Map<string, Came>> {
			const idsOf = (of: Turned['kind']) =>
				turned.flatMap(({ kind, id }) => (kind === of ? [id] : []));
			const [acted, helped] = await Promise.all([
				actions.named(idsOf('action')),
				help.named(idsOf('help'))
			]);
			const came = new Map<string, Came>();
			for (const [id, action] of acted) came.set(id, { kind: 'action', action });
			for (const [id, one] of helped) came.set(id, { kind: 'help', help: one });
			return came;
		},

		/** Ids of the reps who are in a team of the scope today, for the readers above. */
		repIdsWithin: (scope: Scope): number[] =>
			repsWithin(parts, scope, organisation.today()).map(({ id }) => id),

		/** Calls `watcher` after every change, here and in the other processes; gives how to stop. */
		onChange: watchers.onChange,

		/** For open pages: told when something changed that concerns them. */
		follow: streams.follow,

		/** No page is told anything any more, and none keeps its connection open. */
		endStreams: streams.endAll,

		close: upkeep.close
	};
}
