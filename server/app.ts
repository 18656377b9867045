import type { Server as HttpServer } from 'node:http';
import packageJson from '../package.json' with { type: 'json' };
import { createAccounts } from './auth/accounts.ts';
import { createIdentify } from './auth/identify.ts';
import { createKeyRing, createKeyStore } from './auth/keys.ts';
import { createSessions } from './auth/sessions.ts';
import type { Clock } from './clock.ts';
import { createHealth } from './health.ts';
import { createImports } from './imports/imports.ts';
import { createJobs } from './jobs/jobs.ts';
import { createBoards } from './live/boards.ts';
import { createCelebrations } from './live/celebrations.ts';
import { createGateway } from './live/gateway.ts';
import type { Log } from './log.ts';
import { startRelay } from './outbox/relay.ts';
import { createLeaderboards } from './rankings/leaderboards.ts';
import { createRankings } from './rankings/rankings.ts';
import { createRecord } from './record.ts';
import { createFactors } from './targets/factors.ts';
import { createPast } from './targets/past.ts';
import { createPlan } from './targets/plan.ts';
import { createProgress } from './targets/progress.ts';
import { createSetting } from './targets/setting.ts';
import { createSplits } from './targets/splits.ts';
import { createPlanSubjects } from './targets/subjects.ts';
import { createTimeParts } from './targets/time-parts.ts';

export type App = Awaited<ReturnType<typeof createApp>>;

/** Everything the product can do, wired. Arrows point one way: each part knows only those above it. */
export async function createApp(options: {
	databaseUrl: string;
	redisTarget: string;
	http: HttpServer;
	clock: Clock;
	/** A proxy in front is believed. */
	trustProxy?: boolean;
	log: Log;
}) {
	const { databaseUrl, redisTarget, http, clock, trustProxy = false, log } = options;
	let closing = false;

	const record = await createRecord({ databaseUrl, clock, log });
	const { database, listener, organisation, directory, targets, ledger } = record;
	const { feed } = ledger;
	const keys = await createKeyRing({
		database,
		listener,
		clock,
		onError: (error) => log.error({ err: error }, 'the keys could not be read again')
	});
	const accounts = createAccounts({ database, directory, organisation, clock });
	const sessions = createSessions({ database, listener, clock });
	const identify = createIdentify({ keys, sessions, accounts, organisation });

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
	const leaderboards = createLeaderboards({ directory, organisation, targets, rankings, clock });
	const progress = createProgress({ database, directory, organisation, targets, feed, clock });

	const subjects = createPlanSubjects(directory);
	const past = createPast({ database, directory, organisation, targets });
	const factors = createFactors({ database, clock });
	const planning = { database, directory, organisation, subjects, past, factors, targets, clock };
	const splits = createSplits(planning);

	const gateway = createGateway({ http, trustProxy, log });
	const boards = createBoards({
		database,
		directory,
		organisation,
		targets,
		rankings,
		feed,
		clock,
		log,
		emit: gateway.emit,
		isWatched: gateway.isWatched
	});
	gateway.serve(boards);

	const jobs = createJobs({
		redisTarget,
		log,
		handlers: createCelebrations({
			database,
			listener,
			directory,
			rankings,
			roomsOf: boards.roomsOf,
			celebrate: gateway.celebrate
		})
	});
	const relay = startRelay({ database, jobs, log });
	ledger.onOutbox(relay.wake);

	return {
		version: packageJson.version,
		log,
		clock,
		organisation,
		directory,
		keys: { ...createKeyStore({ database, clock }), ...keys },
		accounts,
		sessions,
		identify,
		targets,
		plan: createPlan({ ...planning, splits }),
		setting: createSetting(planning),
		splits,
		timeParts: createTimeParts(planning),
		ledger,
		imports: createImports(record, { clock, log }),
		leaderboards,
		progress,
		boards,
		health: createHealth({
			database,
			ledger,
			rankings,
			version: packageJson.version,
			isClosing: () => closing
		}),

		/** Not ready any more; requests under way are still served, screens begin to look elsewhere. */
		async beginClosing(): Promise<void> {
			closing = true;
			await gateway.close();
		},

		/** In reverse: first whoever writes, the database last. */
		async close(): Promise<void> {
			closing = true;
			await relay.stop();
			await boards.close();
			await jobs.close();
			await feed.close();
			await rankings.close();
			await record.close();
		}
	};
}
