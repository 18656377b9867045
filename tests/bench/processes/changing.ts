/**
 * Every kind of change of CHANGE-* in a whole app, timed until an open wall has the frame and an open tracking table, told
 * of it, has been read again. Forked by the bench.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../server/app.ts';
import { openDatabases } from '../../../server/databases.ts';
import { createLog } from '../../../server/log.ts';
import { addDays, periodOf, previousPeriod } from '../../../src/lib/domain/period.ts';
import { hangLiveWall } from '../../support/wall.ts';
import type { Wall } from '../../support/wall.ts';
import { answerCalls } from '../wire/calls.ts';
import { now } from '../wire/clock.ts';
import { COMPANY, sale } from '../world.ts';
import { fillRecord } from './fill.ts';

type App = Awaited<ReturnType<typeof createApp>>;

/** Longer than the ticks of boards and tables: every change finds them at rest. */
const PAUSE_MS = 500;

let app: App | undefined;
let wall: Wall | undefined;
let close = async () => {};
let number = 0;
/** Entries that may be taken back. */
const taken: number[] = [];

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function must<T extends { ok: boolean }>(outcome: T): Extract<T, { ok: true }> {
	if (!outcome.ok) throw new Error(JSON.stringify(outcome));
	return outcome as Extract<T, { ok: true }>;
}

async function book(change: Partial<ReturnType<typeof sale>> = {}): Promise<void> {
	const form = { ...sale({ number: ++number }), source: 'changing', ...change };
	taken.push(must(await app!.ledger.append(form, 'bench')).entry.position);
}

const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

/** By name; the ones that end what another began stand behind it. */
const CHANGES: Record<string, () => Promise<unknown>> = {
	joiner: async () => {
		const team = app!.directory.mirror.below(app!.directory.mirror.company()!.id, 'team')[0]!.code;
		const since = app!.organisation.today();
		const code = `new-${++number}`;
		return must(await app!.directory.memberships.begin(code, { name: code, team, since }, 'bench'));
	},
	leaver: async () => {
		const { mirror, memberships } = app!.directory;
		const yesterday = addDays(app!.organisation.today(), -1);
		const last = (code: string) => mirror.membershipsOf(mirror.reps.named(code)!.id).at(-1)!;
		const leader = wall!.board.leaders.order.findLast((code) => last(code).since <= yesterday)!;
		const { id, since, until } = last(leader);
		return until === null
			? must(await memberships.end(leader, yesterday, 'bench'))
			: must(await memberships.correct(leader, id, { since, until: undefined }, 'bench'));
	},
	transfer: async () => {
		const { mirror } = app!.directory;
		const teams = mirror.below(mirror.company()!.id, 'team');
		const rep = mirror.reps.named(leader())!;
		const from = mirror.teamOn(rep.id, app!.organisation.today());
		const team = teams.find(({ id }) => id !== from)!.code;
		const since = app!.organisation.today();
		return must(await app!.directory.memberships.begin(rep.code, { team, since }, 'bench'));
	},
	leave: async () => {
		const today = app!.organisation.today();
		const rep = leader();
		const [known] = app!.directory.leave.list(rep);
		if (known) return must(await app!.directory.leave.remove(known.id, 'bench'));
		const leave = { from: addDays(today, -3), to: today, weight: 0 };
		return must(await app!.directory.leave.add(rep, leave, 'bench'));
	},
	holiday: async () => {
		const date = periodOf('month', app!.organisation.today()).from;
		const weight = 10 + (++number % 900);
		return must(await app!.organisation.setDays([{ date, weight }], 'bench'));
	},
	target: async () => {
		const period = {
			unit: 'month',
			start: periodOf('month', app!.organisation.today()).from
		} as const;
		const subject = { kind: 'unit', code: COMPANY } as const;
		const amount = 1_000_000_000 + ++number;
		return must(await app!.targets.put([{ metric: 'sales', period, subject, amount }], 'bench'));
	},
	'late entry': () => book({ occurredAt: dayAgo(1) }),
	'back-dated entry': () => book({ occurredAt: dayAgo(40) }),
	return: () => book({ kind: 'return', amount: -1_000 }),
	reversal: async () => {
		if (taken.length === 0) await book();
		return must(await app!.ledger.reverse(taken.pop()!, 'bench', 'bench'));
	}
};

const leader = (): string => wall!.board.leaders.order[0]!;

/** Of a month that is over: the wall of the running one does not move. */
const ON_TABLES: Record<string, () => Promise<unknown>> = {
	'period close': async () => must(await app!.periods.close(lastMonth().slice(0, 7), 'bench')),
	reopening: async () => must(await app!.periods.reopen(lastMonth().slice(0, 7), 'bench', 'bench'))
};

const lastMonth = () => previousPeriod(periodOf('month', app!.organisation.today())).from;

const read = (month: string) =>
	app!.tracking.read({ metric: 'sales', kind: 'unit', code: COMPANY, month });

/** Milliseconds until the table was told and has been read again, from `start`. */
function tableAgain(start: number, month: string): { done: Promise<number>; end: () => void } {
	let end = () => {};
	const done = new Promise<number>((resolve, reject) => {
		end = app!.tracking.watch(
			{ metric: 'sales', kind: 'unit', code: COMPANY },
			{
				onChange: () => void read(month).then(() => resolve(now() - start), reject),
				onEnd: () => {}
			}
		)!;
	});
	return { done, end };
}

async function frameAfter(start: number, frames: number): Promise<number> {
	while (wall!.views.length === frames) await sleep(1);
	return now() - start;
}

answerCalls({
	async open(dataDir: string): Promise<void> {
		const log = createLog('warn');
		const databases = await openDatabases(
			{ dataDir, databaseUrl: undefined, redisUrl: undefined },
			log
		);
		const { databaseUrl, redisTarget } = databases;
		const http = createServer();
		app = await createApp({ databaseUrl, redisTarget, http, clock: Date.now, log });
		http.listen(0, '127.0.0.1');
		await once(http, 'listening');
		await app.organisation.update({ publicBoards: true }, {}, 'bench');
		close = async () => {
			wall?.close();
			await app!.beginClosing();
			await app!.close();
			await databases.stop();
		};
		await fillRecord(app);
		const { port } = http.address() as AddressInfo;
		wall = await hangLiveWall(`http://127.0.0.1:${port}`, COMPANY);
	},

	names: () => [...Object.keys(CHANGES), ...Object.keys(ON_TABLES)],

	/** Milliseconds until the wall and until the table. */
	async change(name: string): Promise<{ wall?: number; table: number }> {
		await sleep(PAUSE_MS);
		const make = CHANGES[name] ?? ON_TABLES[name]!;
		const frames = wall!.views.length;
		const start = now();
		const table = tableAgain(start, CHANGES[name] ? app!.organisation.today() : lastMonth());
		try {
			await make();
			return {
				...(CHANGES[name] ? { wall: await frameAfter(start, frames) } : {}),
				table: await table.done
			};
		} finally {
			table.end();
		}
	},

	close: () => close()
});
