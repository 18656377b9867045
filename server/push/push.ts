import webPush from 'web-push';
import { periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { mayDisturb, passedBy, reaches, restOf } from '../../src/lib/domain/push.ts';
import type { PushSubscription } from '../../src/lib/forms/push.ts';
import type { Alerts } from '../alerts/alerts.ts';
import type { Accounts } from '../auth/accounts.ts';
import type { NewCheer } from '../celebrations/cheering.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Listener } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import type { Handlers, Job } from '../jobs/jobs.ts';
import type { Feed } from '../ledger/feed.ts';
import { readOne } from '../ledger/read.ts';
import { readDays } from '../ledger/totals.ts';
import type { Ladder, Ladders } from '../live/ladders.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { SalesProcess } from '../process/process.ts';
import type { Rankings } from '../rankings/rankings.ts';
import type { Targets } from '../targets/targets.ts';
import { pushKeysOf } from './keys.ts';
import { createLeading } from './leading.ts';
import { createSubscriptions } from './subscriptions.ts';
import type { Telling } from './telling.ts';
import { createWords } from './words.ts';

/** A push service that says nothing for this long is as good as gone; the job comes again. */
const ANSWER_MS = 10_000;
/** How long a push service keeps what it cannot deliver, in seconds: a rank of an hour ago is no news. */
const LIFE_S = 1_800;
/** How long a job waits for the rankings to have the entry. */
const RANK_WAIT_MS = 5_000;

export type Push = Awaited<ReturnType<typeof createPush>>;

/** Endpoints are those of push services: on the web, and never a machine of one's own network (PUSH-6). */
export function isPushService({ protocol, hostname, port, username }: URL): boolean {
	const named = /^(?!.*\.(local|localhost|internal|lan|home|arpa)$)[a-z0-9.-]+\.[a-z]{2,}$/;
	return protocol === 'https:' && port === '' && username === '' && named.test(hostname);
}

/** Tells phones what happened while nobody looked at them. docs/SPEC.md, PUSH-*. */
export async function createPush(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	rankings: Rankings;
	ladders: Ladders;
	feed: Feed;
	process: SalesProcess;
	alerts: Pick<Alerts, 'onRaised' | 'bell'>;
	accounts: Accounts;
	publicUrl: string | undefined;
	isEndpoint: (url: URL) => boolean;
	/** Hands jobs to the queue; one with a key that it knows is dropped. */
	addJobs: (jobs: readonly Job[]) => Promise<void>;
	clock: Clock;
	log: Log;
}) {
	const { database, directory, organisation, targets, rankings, ladders, feed, log } = options;
	const { mirror } = directory;
	const keys = await pushKeysOf(database);
	const subscriptions = await createSubscriptions(options);
	const words = createWords(options);
	const subject = options.publicUrl?.startsWith('https:')
		? options.publicUrl
		: 'mailto:push@localhost.localdomain';

	type Subscribed = Awaited<ReturnType<typeof subscriptions.of>>[number];

	async function deliver({ endpoint, p256dh, auth }: Subscribed, body: string): Promise<void> {
		const request = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, body, {
			vapidDetails: { subject, publicKey: keys.publicKey, privateKey: keys.privateKey },
			TTL: LIFE_S,
			urgency: 'normal'
		});
		const response = await fetch(request.endpoint, {
			method: request.method,
			headers: request.headers as Record<string, string>,
			body: new Uint8Array(request.body!),
			redirect: 'error',
			signal: AbortSignal.timeout(ANSWER_MS)
		});
		await response.body?.cancel();
		if (response.status === 404 || response.status === 410) await subscriptions.forget(endpoint);
		else if (!response.ok) throw new Error(`a push service answered ${response.status}`);
	}

	const isWorkingTime = (): boolean => {
		const share = organisation.shareOfToday();
		return share > 0 && share < 1;
	};

	/** Once: whoever waits for a rest, does not want it, or rests, is not told later. */
	async function tell(telling: Telling): Promise<void> {
		const { account, event } = telling;
		const phones = await subscriptions.of(account);
		if (phones.length === 0 || (await subscriptions.offOf(account)).includes(event)) return;
		if (!mayDisturb(event) && !isWorkingTime()) return;
		const rest = restOf(event, telling.target);
		if (rest !== undefined && !(await subscriptions.takeTurn(account, rest))) return;
		const body = JSON.stringify(await words.of(telling));
		const sent = await Promise.allSettled(phones.map((phone) => deliver(phone, body)));
		const failures = sent.filter(({ status }) => status === 'rejected');
		if (failures.length > 0)
			log.info({ account, failures: failures.length }, 'a push service did not take a message');
	}

	async function reachedTargets(
		rep: { id: number; code: string },
		metricId: number,
		{ day, amount }: { day: IsoDate; amount: number }
	): Promise<Telling[]> {
		const of = { kind: 'rep', id: rep.id } as const;
		const month = periodOf('month', day);
		const [sheet, dayTargets, results] = await Promise.all([
			targets.sheet(metricId, month),
			targets.days(metricId, { from: day, to: day }, of),
			readDays(database.pool, { kind: 'rep', metricId, subjectIds: [rep.id], ...month })
		]);
		const now = [...results.values()].reduce((sum, result) => sum + result, 0);
		const today = results.get(day) ?? 0;
		const telling = { account: rep.code, event: 'target' } as const;
		if (reaches(sheet.of(of), { before: now - amount, now }))
			return [{ ...telling, period: 'month', target: `${metricId} ${month.from} month` }];
		return reaches(dayTargets.get(day), { before: today - amount, now: today })
			? [{ ...telling, period: 'day', target: `${metricId} ${day}` }]
			: [];
	}

	function places(ladder: Ladder, code: string, amount: number): Telling[] {
		const own = ladder.subjects[ladder.indexOf(code) ?? -1];
		if (own?.value === undefined) return [];
		const overtaken = passedBy(ladder.subjects, {
			code,
			before: own.value - amount,
			now: own.value
		});
		const nameOf = (of: string) => mirror.reps.named(of)?.name ?? of;
		const rankOf = (of: string) => ladder.subjects[ladder.indexOf(of)!]!.rank;
		return [
			...overtaken.slice(0, 1).map((other): Telling => {
				return { account: code, event: 'passed', name: nameOf(other), rank: own.rank };
			}),
			...overtaken.map((other): Telling => {
				return { account: other, event: 'passed-by', name: nameOf(code), rank: rankOf(other) };
			})
		];
	}

	/** Somebody cheers: told to whom it is for, whoever is at the phone sees it there. */
	function noteCheer({ id, rep, by, celebration }: NewCheer): void {
		if (rep === undefined || rep === by.code || !subscriptions.any) return;
		const target = celebration === undefined ? 'rep' : 'moment';
		const payload: Telling = { account: rep, event: 'cheer', name: by.name, target };
		void handOver([{ topic: 'push', key: `push:cheer:${id}`, payload }]);
	}

	/** What one entry of today means for whom. */
	async function standing(position: number): Promise<void> {
		const entry = await readOne(database, position);
		const today = organisation.today();
		if (!entry || entry.reversedBy !== null || entry.businessDate !== today) return;
		const company = mirror.company();
		if (!company || !isWorkingTime()) return;
		await rankings.reached(position, AbortSignal.timeout(RANK_WAIT_MS));
		const ladder = await ladders.read(
			{
				metricId: entry.metricId,
				measure: 'total',
				level: 'rep',
				scopeId: company.id,
				...periodOf('month', today)
			},
			today
		);
		const tellings: Telling[] = [];
		for (const { role, repId, amount } of entry.credits) {
			const rep = mirror.reps.get(repId);
			if (role !== 'credit' || !rep || amount <= 0) continue;
			tellings.push(...places(ladder, rep.code, amount));
			tellings.push(...(await reachedTargets(rep, entry.metricId, { day: today, amount })));
		}
		const told = new Set(await subscriptions.among(tellings.map(({ account }) => account)));
		await options.addJobs(
			tellings
				.filter(({ account }) => told.has(account))
				.map((payload) => ({
					topic: 'push',
					key: `push:${position}:${payload.event}:${payload.period ?? ''}:${payload.account}`,
					payload
				}))
		);
	}

	const handOver = (jobs: readonly Job[]) =>
		options
			.addJobs(jobs)
			.catch((error: unknown) => log.warn({ err: error }, 'a push was not handed over'));

	// Every process follows the ledger; the key lets one of them reckon what an entry means.
	const follower = feed.follow(feed.head, async (batch) => {
		if (!subscriptions.any) return;
		const today = organisation.today();
		const positions = batch
			.filter(({ kind, amount, businessDate }) => {
				return kind !== 'reversal' && amount > 0 && businessDate === today;
			})
			.map(({ position }) => position);
		// Not waited for: without Redis nobody is told, and the server can stop.
		void handOver(
			positions.map((position) => ({
				topic: 'standing',
				key: `standing:${position}`,
				payload: { position }
			}))
		);
	});

	const leading = createLeading({ ...options, among: subscriptions.among });
	/** Every process hears of it; the key of a job lets one of them tell it. */
	options.process.onChange(({ rep, what }) => {
		if (rep === undefined || what !== 'help' || !subscriptions.any) return;
		leading
			.noteHelp(rep)
			.catch((error: unknown) => log.warn({ err: error }, 'a push was not handed over'));
	});
	options.alerts.onRaised(async (alert) => {
		if (subscriptions.any) await leading.noteAlert(alert);
	});

	const handlers: Handlers = {
		standing: (payload) => standing((payload as { position: number }).position),
		push: (payload) => tell(payload as Telling)
	};

	return {
		handlers,
		noteCheer,
		/** For the browser's subscription; base64url. */
		publicKey: keys.publicKey,
		/** Something that is to be told once, named by `key`, by whichever part of the product knows of it. */
		later: (key: string, payload: Telling) =>
			options.addJobs([{ topic: 'push', key: `push:${key}`, payload }]),

		async subscribe(code: string, form: PushSubscription): Promise<Outcome<object>> {
			if (!options.isEndpoint(new URL(form.endpoint)))
				return failed(problem('endpoint', 'no-push-service', new URL(form.endpoint).host));
			await subscriptions.add(code, form);
			return { ok: true };
		},
		unsubscribe: subscriptions.remove,
		offOf: subscriptions.offOf,
		setOff: subscriptions.setOff,
		close: () => follower.stop()
	};
}
