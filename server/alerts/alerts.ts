import { eq } from 'drizzle-orm';
import { elapsedShare } from '../../src/lib/domain/calendar.ts';
import type { Rule } from '../../src/lib/domain/laggard.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { startLeader } from '../database/leader.ts';
import type { Listener } from '../database/listen.ts';
import { lockIds } from '../database/locks.ts';
import type { Directory } from '../directory/directory.ts';
import type { Handlers } from '../jobs/jobs.ts';
import type { Feed } from '../ledger/feed.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Targets } from '../targets/targets.ts';
import type { Checks } from '../tracking/checks.ts';
import { createActing } from './acting.ts';
import { createBook } from './book.ts';
import { createEvaluation, RAISED_TOPIC, RULES_OF_THE_LEDGER } from './evaluation.ts';
import { createFacts } from './facts.ts';
import type { MissingOn } from './facts.ts';
import { createInbox } from './inbox.ts';
import { createAlertPreview } from './preview.ts';
import { alerts as alertsTable } from './schema.ts';
import type { AlertRow } from './schema.ts';
import { createThresholds } from './thresholds.ts';
import type { Came, Turned } from '../process/origins.ts';
import type { Reader } from './view.ts';

export type { AlertHistory, Bell, Inbox, State } from './inbox.ts';
export { STATES } from './inbox.ts';
export type { AlertPreview } from './preview.ts';
export type { AlertView, EventView, Reader } from './view.ts';

const CLOCK_TOPIC = 'alert-clock';
const CLOCK_MS = 60_000;

export type Alerts = Awaited<ReturnType<typeof createAlerts>>;

/**
 * Who falls behind is told, and so is whoever leads them: raised and cleared with hysteresis, once per rep, rule and
 * business day. docs/SPEC.md, ALERT-*; docs/decisions/022.
 */
export async function createAlerts(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	feed: Feed;
	checks: Pick<Checks, 'missing'>;
	/** Ids of the reps whose report of a day was missing at an instant; absent: there are no reports, and no such rule. */
	missingReports?: ((day: IsoDate, at: number) => Promise<ReadonlySet<number>>) | undefined;
	/** What became of what alerts were turned into, by id. */
	cameOf: (turned: readonly Turned[]) => Promise<ReadonlyMap<string, Came>>;
	clock: Clock;
	log: Log;
	/** Called when a commit left something in the outbox. */
	onOutbox: () => void;
}) {
	const { database, feed, checks, missingReports, clock, log } = options;
	const missing: Partial<Record<'report' | 'check', MissingOn>> = {
		check: checks.missing,
		...(missingReports ? { report: missingReports } : {})
	};
	const thresholds = await createThresholds(options);
	const book = await createBook(options);
	const facts = createFacts({ ...options, thresholds, missing });
	const evaluation = createEvaluation({ ...options, thresholds, facts, book });
	const inbox = createInbox({ ...options, thresholds, facts, book });
	const raisedOnce = new Set<(alert: AlertRow) => Promise<void>>();
	const watchers = new Set<() => void>();
	let closed = false;

	// Every process notes who sold last; the one that leads also looks who is touched by it.
	let leads = false;
	let touched = new Set<number>();
	let looking: Promise<void> | undefined;
	/** A history is being filled in. */
	let quiet = false;
	const tick = () => (quiet ? Promise.resolve() : evaluation.tick());

	/** What comes in while one looks is looked at together. */
	async function look(): Promise<void> {
		while (touched.size > 0 && !closed && !quiet) {
			const ids = [...touched];
			touched = new Set();
			await evaluation.evaluate(RULES_OF_THE_LEDGER, ids).catch((error: unknown) => {
				log.warn({ err: error }, 'alerts could not be looked at; the clock will');
			});
		}
		looking = undefined;
	}

	const follower = feed.follow(feed.head, (batch) => {
		const ids = facts.note(batch);
		if (leads) {
			for (const id of ids) touched.add(id);
			looking ??= look();
		}
		return Promise.resolve();
	});

	const leader = startLeader({
		database,
		lockId: lockIds.alerts,
		log,
		async lead(lost) {
			leads = true;
			// What the one before did not come to.
			await tick().catch((error: unknown) => {
				log.warn({ err: error }, 'alerts could not be looked at; the clock will');
			});
			await lost;
			leads = false;
		}
	});
	/** A target or a calendar that changes moves everybody's pace. */
	const everybody = () => {
		if (leads && !closed && !quiet)
			evaluation.evaluate().catch((error: unknown) => {
				log.warn({ err: error }, 'alerts could not be looked at; the clock will');
			});
	};
	for (const source of [options.targets, thresholds]) source.onChange(everybody);

	return {
		/** Looks at everybody now, by all rules; what the clock does every minute. */
		evaluate: tick,

		/**
		 * While a history is filled in, by the process that does it: nobody is behind for what is not there yet. Then one
		 * looks at everybody.
		 */
		async quietly(work: () => Promise<void>): Promise<void> {
			quiet = true;
			try {
				await work();
			} finally {
				quiet = false;
				touched.clear();
			}
			await tick();
		},

		/** The same at an earlier moment, for whoever fills in a history (the demo): alerts are raised and acted on as of then. */
		asOf(then: number) {
			const { organisation } = options;
			const past = {
				...options,
				clock: () => then,
				organisation: {
					...organisation,
					clock: organisation.clock,
					settings: organisation.settings,
					calendar: organisation.calendar,
					today: () => organisation.clock.dateOf(then),
					shareOfToday: () =>
						elapsedShare(organisation.clock.minuteOf(then), organisation.settings.workingHours)
				}
			};
			const facts = createFacts({ ...past, thresholds, missing: {} });
			const { evaluate } = createEvaluation({ ...past, thresholds, facts, book });
			return {
				evaluate: () => evaluate(['pace', 'idle', 'collection']),
				...createActing({ ...past, book })
			};
		},

		/** What is open of a rep, or of all who belong to a unit, most urgent first: for a phone, a tablet, a board. */
		activeOf: (of: { rep: string } | { unit: string }) =>
			inbox.active('rep' in of ? { units: [], code: of.rep } : { units: [of.unit], code: '' }),
		/** What is open and somebody may see, most urgent first. */
		seenBy: (reader: Reader) => inbox.active(reader),
		/** The same of one rep, as whoever leads them sees them. */
		openOf: inbox.openOf,
		bell: inbox.bell,
		list: inbox.list,
		historyOf: inbox.history,

		/** What the rules that an entry can change ask about, of reps who are in a team; whether or not it is worth an alert. */
		factsOf: (repIds: readonly number[]) => facts.read([], repIds),

		/** Whose an alert is: the code of the rep; undefined when it is over. */
		repOf(id: number): string | undefined {
			const row = book.get(id);
			return row && options.directory.mirror.reps.get(row.repId)?.code;
		},

		...createActing({ ...options, book }),

		thresholds,
		preview: createAlertPreview({ ...options, thresholds, missing, now: clock }),
		/** The rules there are: a report is asked for only where reports exist. */
		rules: (['pace', 'idle', 'collection', 'report', 'check'] as const).filter(
			(rule: Rule) => rule !== 'report' || missingReports !== undefined
		),

		/** In every process, whenever alerts of reps change; gives the function that ends it. */
		onChange: book.onChange,

		/**
		 * For a page: told when something changed that its reader sees, at once when something has since the revision that the
		 * page shows; `onEnd` when the server ends.
		 */
		watch(
			reader: Reader,
			{ seen, onChange, onEnd }: { seen?: string; onChange: () => void; onEnd: () => void }
		): () => void {
			if (seen !== undefined && seen !== book.revision) onChange();
			const stop = book.onChange((repIds) => {
				if (!repIds || [...repIds].some((id) => inbox.reaches(reader, id))) onChange();
			});
			watchers.add(onEnd);
			return () => {
				stop();
				watchers.delete(onEnd);
			};
		},

		/** Once per cluster for each alert that is raised, also when the process dies in between: for pushes and mails. */
		onRaised: (handler: (alert: AlertRow) => Promise<void>) => void raisedOnce.add(handler),

		/** For the job queue. */
		handlers: {
			[CLOCK_TOPIC]: tick,
			[RAISED_TOPIC]: async (payload: unknown) => {
				if (raisedOnce.size === 0) return;
				const { alert: id } = payload as { alert: number };
				const [alert] = await database.db.select().from(alertsTable).where(eq(alertsTable.id, id));
				if (!alert || alert.endedAt !== null) return;
				for (const handler of raisedOnce) await handler(alert);
			}
		} satisfies Handlers,
		clockwork: { [CLOCK_TOPIC]: { everyMs: CLOCK_MS } },

		/** Ends the streams to pages: they would keep their connections open. */
		endStreams(): void {
			for (const end of [...watchers]) end();
			watchers.clear();
		},

		async close(): Promise<void> {
			closed = true;
			await leader.stop();
			await follower.stop();
			await looking;
			await evaluation.idle();
		}
	};
}
