import type { Server as HttpServer } from 'node:http';
import { cardRoom, floorRoom } from '../src/lib/live/floor.ts';
import { meRoom } from '../src/lib/live/me.ts';
import packageJson from '../package.json' with { type: 'json' };
import { createAlerts } from './alerts/alerts.ts';
import { createAuditSearch } from './audit/search.ts';
import { createAccess } from './auth/access.ts';
import { createFirstRun } from './auth/first-run.ts';
import { createIdentify } from './auth/identify.ts';
import type { OidcConfig } from './auth/oidc.ts';
import { createApplause } from './celebrations/applause.ts';
import { createCelebrations } from './celebrations/celebrations.ts';
import { createBoardBooks } from './boards/books.ts';
import { createPictures } from './boards/pictures.ts';
import type { Clock } from './clock.ts';
import { createContests } from './contests/contests.ts';
import { createHonours } from './contests/honours.ts';
import { createDisplayParts } from './displays/parts.ts';
import { createExports } from './exports/exports.ts';
import { createAttention } from './floor/attention.ts';
import { createHealth } from './health.ts';
import { createHistory } from './history/history.ts';
import { createMoments } from './history/moment.ts';
import { createBatches } from './imports/batches.ts';
import { createImports } from './imports/imports.ts';
import { createJobs } from './jobs/jobs.ts';
import type { Jobs } from './jobs/jobs.ts';
import { createLetters } from './letters/letters.ts';
import { createAdmission } from './live/admission.ts';
import { boardRooms, createBoards } from './live/boards.ts';
import { cardRooms } from './live/card.ts';
import { floorRooms } from './live/floor.ts';
import { createGateway } from './live/gateway.ts';
import { createLadders } from './live/ladders.ts';
import { meRooms } from './live/me.ts';
import { keepRoomsTrue } from './live/room-upkeep.ts';
import { createRooms } from './live/rooms.ts';
import { keepSocketsTrue } from './live/socket-upkeep.ts';
import type { Log } from './log.ts';
import type { MailConfig } from './notifications/mail.ts';
import { startRelay } from './outbox/relay.ts';
import { createOverview } from './overview/overview.ts';
import { closedRankings } from './past/former-rankings.ts';
import { createPastBoards } from './past/past.ts';
import { createPeopleMedia } from './people/media.ts';
import { createPocket } from './pocket/pocket.ts';
import { createGrants } from './people/grants.ts';
import { createPeople } from './people/people.ts';
import { createUnitTree } from './people/unit-tree.ts';
import { createClosedWorlds } from './periods/closed-worlds.ts';
import { createPeriods } from './periods/periods.ts';
import { createProcess } from './process/process.ts';
import { createLeaderboards } from './rankings/leaderboards.ts';
import { createPush, isPushService } from './push/push.ts';
import { createRankings } from './rankings/rankings.ts';
import { createRecord } from './record.ts';
import { presentBooked } from './scenes/booked.ts';
import { createSettingsPreview } from './settings/preview.ts';
import { createPlanning } from './targets/planning.ts';
import { createProgress } from './targets/progress.ts';
import { createChecks } from './tracking/checks.ts';
import { createOutlooks } from './tracking/outlooks.ts';
import { createTracking } from './tracking/tracking.ts';

export type App = Awaited<ReturnType<typeof createApp>>;

/** Everything the product can do, wired. Arrows point one way: each part knows only those above it. */
export async function createApp(options: {
	databaseUrl: string;
	redisTarget: string;
	http: HttpServer;
	clock: Clock;
	/** A proxy in front is believed. */
	trustProxy?: boolean;
	/** The address under which people reach this site; mails need it. */
	publicUrl?: string | undefined;
	mail?: MailConfig | undefined;
	oidc?: OidcConfig | undefined;
	/** Which addresses are push services of browsers. */
	isPushService?: ((url: URL) => boolean) | undefined;
	log: Log;
}) {
	const { databaseUrl, redisTarget, http, clock, trustProxy = false, publicUrl, log } = options;
	let closing = false;

	const record = await createRecord({ databaseUrl, clock, log });
	const { database, listener, organisation, directory, targets, ledger } = record;
	const { feed } = ledger;
	const { close: closeAccess, ...access } = await createAccess({
		record,
		redisTarget,
		publicUrl,
		mail: options.mail,
		oidc: options.oidc,
		clock,
		log
	});
	const { keys, accounts, sessions, limits, links } = access;
	const grants = createGrants(listener);
	const people = createPeople({
		database,
		directory,
		organisation,
		sessions,
		links,
		grants,
		clock
	});
	const unitTree = createUnitTree({ database, directory, organisation, grants, clock });
	const { plans, register, tokens, displays, pairings } = await createDisplayParts({
		record,
		limit: limits.pairing,
		clock,
		log
	});
	const identify = createIdentify({ keys, sessions, accounts, tokens, register, organisation });

	const rankings = await createRankings({
		redisTarget,
		database,
		directory,
		organisation,
		targets,
		feed,
		clock,
		log
	});
	for (const source of [directory, targets, organisation])
		source.onChange(() => void rankings.forget());
	const outlooks = createOutlooks({ database, directory, organisation, targets });
	for (const source of [directory, organisation]) source.onChange(outlooks.forget);
	const history = createHistory({ database, organisation, clock });
	const closedWorlds = createClosedWorlds({ database, history, ledger });
	const leaderboards = createLeaderboards({
		directory,
		organisation,
		targets,
		rankings,
		closed: async (period) => {
			const world = await closedWorlds.closing(period, { at: clock(), past: false });
			return world && { ...world, rankings: closedRankings(database, world, feed.head) };
		},
		clock
	});
	const progress = createProgress({
		database,
		directory,
		organisation,
		targets,
		outlooks,
		closedWorlds,
		feed,
		clock
	});
	const moments = createMoments({
		database,
		history,
		present: { directory, organisation, targets },
		organisation,
		feed,
		clock
	});
	const tracking = createTracking({
		database,
		directory,
		organisation,
		targets,
		moments,
		closedWorlds,
		ledger,
		clock
	});
	const checks = createChecks({ database, directory, organisation, targets, clock });

	const salesProcess = createProcess({
		database,
		listener,
		directory,
		organisation,
		targets,
		turnAlert: (tx, of) => alerts.turn(tx, of),
		clock,
		log
	});

	const planning = createPlanning({ record, mailer: access.mailer, publicUrl, clock, log });
	const { splits, reminders } = planning;
	const { ownAccount } = access;
	const letters = createLetters({ ...planning.ground, splits, accounts, ownAccount });

	const admission = createAdmission({ identify, directory, displays });
	const gateway = createGateway({ http, admission, trustProxy, log });
	const ladders = createLadders({ rankings, sources: [directory, targets, organisation] });
	const shared = { database, directory, organisation, targets, outlooks, clock };
	const alerts = await createAlerts({
		database,
		listener,
		directory,
		organisation,
		targets,
		feed,
		checks,
		missingReports: async (day, at) =>
			new Set(
				(await salesProcess.reports.missing(day, undefined, at)).map(
					({ code }) => directory.mirror.reps.named(code)!.id
				)
			),
		cameOf: salesProcess.cameOf,
		clock,
		log,
		onOutbox: () => relay.wake()
	});
	const applause = createApplause({ database, directory, organisation });
	const media = createPeopleMedia({ database, clock });
	const contests = createContests({
		database,
		listener,
		directory,
		organisation,
		targets,
		media,
		feed,
		clock,
		log
	});
	const sceneServices = {
		...shared,
		rankings,
		booked: presentBooked(database),
		process: salesProcess,
		contests,
		alerts,
		media
	};
	// Celebrations come later: what they tell is shown in rooms.
	const attention = createAttention({
		organisation,
		process: salesProcess,
		checks,
		alerts,
		clock
	});
	const leading = {
		...shared,
		ladders,
		process: salesProcess,
		attention,
		media,
		celebrations: () => celebrations
	};
	const rooms = createRooms({
		plans: {
			board: boardRooms({ ...sceneServices, plans }),
			me: meRooms({ ...shared, ladders, process: salesProcess, alerts, applause, contests }),
			floor: floorRooms(leading),
			card: cardRooms({ ...leading, letters, accounts, alerts })
		},
		organisation,
		rankings,
		feed,
		before: outlooks.note,
		sources: [directory, targets, organisation],
		clock,
		log,
		emit: gateway.emit,
		isWatched: gateway.isWatched
	});
	const boards = createBoards({ directory, plans, rooms, services: sceneServices });
	const pictures = createPictures({ database, plans, clock });
	const boardBooks = createBoardBooks({ plans, pictures, directory, clock });
	gateway.serve(rooms, displays);
	keepSocketsTrue({
		gateway,
		listener,
		keys,
		sessions,
		displays,
		pairings,
		register,
		organisation,
		grants
	});

	const { handlers, onOutbox, ...celebrations } = createCelebrations({
		database,
		listener,
		directory,
		organisation,
		targets,
		feed,
		media,
		applause,
		roomsOf: boards.roomsOf,
		celebrate: gateway.celebrate,
		clock,
		log
	});
	keepRoomsTrue({
		rooms,
		directory,
		process: salesProcess,
		contests,
		celebrations,
		alerts,
		applause,
		media
	});
	const honours = createHonours({ database, directory, organisation, targets, feed, clock, log });
	contests.onSettled(honours.consider);
	const push = await createPush({
		...shared,
		listener,
		rankings,
		ladders,
		feed,
		process: salesProcess,
		alerts,
		accounts,
		publicUrl,
		isEndpoint: options.isPushService ?? isPushService,
		addJobs: (list) => jobs.add(list),
		log
	});
	celebrations.onCheer(push.noteCheer);
	reminders.onReminder(async ({ occasion, deadline, parent, to }) => {
		for (const { code } of to)
			await push.later(`split:${parent.code}:${deadline}:${occasion}:${code}`, {
				account: code,
				event: 'split'
			});
	});
	const jobs: Jobs = createJobs({
		redisTarget,
		log,
		handlers: { ...handlers, ...reminders.handlers, ...alerts.handlers, ...push.handlers },
		clockwork: { ...reminders.clockwork, ...alerts.clockwork }
	});
	const relay = startRelay({ database, jobs, log });
	onOutbox(relay.wake);
	splits.watch(relay.wake);

	const imports = createImports(record, { clock, log });
	const batches = createBatches(record, imports, { clock, log });
	const health = createHealth({
		database,
		ledger,
		rankings,
		version: packageJson.version,
		isClosing: () => closing
	});

	const firstRun = createFirstRun({
		database,
		accounts,
		sessions,
		organisation,
		directory,
		limits,
		head: () => feed.head,
		// Read only when somebody wants it.
		loadDemo: async (onProgress) => {
			const { loadDemo } = await import('./demo/load.ts');
			await loadDemo(app, { onProgress });
		},
		clock,
		log
	});

	const app = {
		version: packageJson.version,
		log,
		clock,
		organisation,
		directory,
		...access,
		firstRun,
		/** Absent: the address of each request is all there is. */
		publicUrl,
		people,
		unitTree,
		identify,
		displays: { ...displays, renewToken: tokens.renew },
		pairings,
		targets,
		plan: planning.plan,
		setting: planning.setting,
		splits,
		rounds: planning.rounds,
		timeParts: planning.timeParts,
		letters,
		ledger,
		imports,
		batches,
		leaderboards,
		progress,
		tracking,
		past: createPastBoards({ database, moments, closedWorlds }),
		checks,
		process: salesProcess,
		alerts,
		media,
		celebrations,
		contests,
		honours,
		push,
		pocket: createPocket({ database, directory, organisation, ledger, clock }),
		settingsPreview: createSettingsPreview({
			database,
			directory,
			organisation,
			targets,
			feed,
			clock
		}),
		boards,
		/** A rep's own room; computed on the first look. */
		openMe: (rep: string) => rooms.open(meRoom(rep)),
		/** What whoever leads a unit sees of it, and of one rep; computed on the first look. */
		openFloor: (unit: string) => rooms.open(floorRoom(unit)),
		openCard: (rep: string) => rooms.open(cardRoom(rep)),
		boardBooks,
		pictures,
		health,
		overview: createOverview({ database, directory, organisation, health, clock }),
		periods: createPeriods({ database, ledger, directory, organisation, targets, clock }),
		exports: createExports({ database, directory, organisation, clock }),
		audit: createAuditSearch({ database, directory, organisation }),

		/** Not ready any more; requests under way are still served, screens begin to look elsewhere. */
		async beginClosing(): Promise<void> {
			closing = true;
			// What streams to a page would keep its connection open.
			celebrations.beginClosing();
			contests.beginClosing();
			await tracking.close();
			planning.endStreams();
			salesProcess.endStreams();
			alerts.endStreams();
			await gateway.close();
		},

		/** In reverse: first whoever writes, the database last. */
		async close(): Promise<void> {
			closing = true;
			salesProcess.close();
			await batches.close();
			await celebrations.close();
			await contests.close();
			await honours.close();
			await push.close();
			await relay.stop();
			await rooms.close();
			await jobs.close();
			await alerts.close();
			await tracking.close();
			await feed.close();
			await rankings.close();
			closeAccess();
			await record.close();
		}
	};
	return app;
}
