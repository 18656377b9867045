import { setTimeout as delay } from 'node:timers/promises';
import { desc, sql } from 'drizzle-orm';
import { onStageFirst, phaseOf, STAGE_DAYS } from '../../src/lib/domain/contest.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Subject } from '../../src/lib/domain/permissions.ts';
import type { ContestForm } from '../../src/lib/forms/contest.ts';
import type { ContestState } from '../../src/lib/live/contest.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import type { Feed } from '../ledger/feed.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { PeopleMedia } from '../people/media.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Targets } from '../targets/targets.ts';
import { createPlaces } from './places.ts';
import { createResults } from './results.ts';
import { readContest, showContest } from './rules.ts';
import type { Contest } from './rules.ts';
import { contests } from './schema.ts';
import { createContestStates } from './state.ts';

/** How often it is looked for what is decided. */
const LOOK_MS = 1_000;
/** A goal that was reached by mistake can be taken back this long before it has won (CONTEST-6). */
const GRACE_MS = 60_000;
/** Who looks on reads again at most this often. */
const TELL_MS = 1_500;
/** More contests at once than this no wall shows. */
const ON_STAGE = 4;
const ACTOR = 'contests';
const CHANNEL = 'contests';

export type Contests = ReturnType<typeof createContests>;

/** Contests from their announcement to their winners. */
export function createContests(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	media: PeopleMedia;
	feed: Feed;
	clock: Clock;
	log: Log;
}) {
	const { database, listener, directory, organisation, feed, clock, log } = options;
	const { db } = database;
	const { mirror } = directory;
	const closing = new AbortController();
	const settled = new Set<(codes: readonly string[]) => void>();
	const results = createResults(database, mirror, () => organisation.settings.fractionDigits);
	const states = createContestStates({ ...options, results });

	async function read(id: number): Promise<Contest | undefined> {
		if (!Number.isSafeInteger(id) || id < 1 || id > 2_147_483_647) return undefined;
		const [row] = await db
			.select()
			.from(contests)
			.where(sql`id = ${id}`);
		return row;
	}

	const readDraft = (form: ContestForm) =>
		readContest(form, { mirror, fractionDigits: organisation.settings.fractionDigits });

	/** Keeps the outcome; whoever comes second finds it kept (CONTEST-8). */
	async function settle(contest: Contest): Promise<void> {
		const today = organisation.today();
		const reckoned = await states.reckon(contest, today);
		const now = clock();
		const first = reckoned.finishers[0];
		const isOver = phaseOf(contest, today) === 'over';
		if (!reckoned.isDecided || (!isOver && first && now - first.at < GRACE_MS)) return;
		const outcome = await states.rowsOf(contest, reckoned, today);
		const at = new Date(now);
		const won = await db.transaction(async (tx) => {
			const [mine] = await tx
				.update(contests)
				.set({ settledAt: at, outcome })
				.where(sql`id = ${contest.id} AND settled_at IS NULL`)
				.returning({ id: contests.id });
			if (!mine) return false;
			await tx.execute(notification(CHANNEL));
			await recordChange(tx, {
				at,
				actor: ACTOR,
				action: 'contest.settle',
				subject: String(contest.id),
				before: null,
				after: { name: contest.name, winners: outcome.winners.map(({ code }) => code) }
			});
			return true;
		});
		if (won) tellSoon();
		if (won && contest.level === 'rep')
			for (const watcher of settled) watcher(outcome.winners.map(({ code }) => code));
	}

	/** A bracket's seeds stand still once it has begun (CONTEST-7). */
	async function seed(contest: Contest): Promise<void> {
		const { seeds } = await states.reckon(contest, organisation.today());
		await db
			.update(contests)
			.set({ seeds: seeds ?? [] })
			.where(sql`id = ${contest.id} AND seeds IS NULL`);
	}

	async function look(): Promise<void> {
		const today = organisation.today();
		const open = await db.select().from(contests)
			.where(sql`settled_at IS NULL AND "from" <= ${today}
				AND ("to" < ${today} OR kind = 'first-to-goal' OR (kind = 'bracket' AND seeds IS NULL))`);
		for (const contest of open) {
			if (contest.kind === 'bracket' && !contest.seeds) await seed(contest);
			if (contest.kind === 'first-to-goal' || phaseOf(contest, today) === 'over')
				await settle((await read(contest.id)) ?? contest);
		}
	}

	async function run(): Promise<void> {
		while (!closing.signal.aborted) {
			await look().catch((error: unknown) =>
				log.warn({ err: error }, 'contests cannot be settled now, will retry')
			);
			await delay(LOOK_MS, undefined, { signal: closing.signal, ref: false }).catch(() => {});
		}
	}
	const running = run();

	const runningNow = (today: IsoDate): Promise<Contest[]> =>
		db
			.select()
			.from(contests)
			.where(sql`settled_at IS NULL AND "from" <= ${today} AND "to" >= ${today}`)
			.orderBy(contests.to, contests.id);

	const places = createPlaces({ mirror, organisation, states, readRunning: runningNow });
	const watchers = new Set<{ onChange: () => void; onEnd: () => void }>();
	let telling: NodeJS.Timeout | undefined;
	/** Together, at most so often: a standing is read whole. */
	function tellSoon(): void {
		if (telling) return;
		telling = setTimeout(() => {
			telling = undefined;
			places.forget();
			for (const { onChange } of watchers) onChange();
		}, TELL_MS);
		telling.unref();
	}
	const follower = feed.follow(feed.head, () => Promise.resolve(tellSoon()));
	directory.onChange(tellSoon);
	listener.on(CHANNEL, tellSoon);

	/** Ids of the units whose contests concern one: it and those above are 0, those below 1. */
	function concernedBy(unitCode: string): Map<number, 0 | 1> {
		const unit = mirror.units.named(unitCode);
		if (!unit) return new Map();
		const below = (['region', 'team'] as const).flatMap((kind) => mirror.below(unit.id, kind));
		return new Map([
			...below.map(({ id }): [number, 1] => [id, 1]),
			...mirror.lineOf(unit.id).map(({ id }): [number, 0] => [id, 0])
		]);
	}
	const listed = (ids: Iterable<number>) =>
		sql.join(
			[...ids].map((id) => sql`${id}`),
			sql`, `
		);

	/** What changed stands in the audit log as it was filled in. */
	const told = (contest: Pick<Contest, 'name' | 'kind' | 'from' | 'to' | 'prize'>) => ({
		name: contest.name,
		kind: contest.kind,
		from: contest.from,
		to: contest.to,
		prize: contest.prize
	});

	return {
		/** Whose a contest is: its unit's. Undefined where there is none. */
		async subjectOf(id: number): Promise<Subject | undefined> {
			const contest = await read(id);
			const unit = contest && mirror.units.get(contest.unitId);
			return unit && directory.subjectOf('units', unit.code);
		},

		read,

		async stateOf(id: number): Promise<ContestState | undefined> {
			const contest = await read(id);
			return contest && states.of(contest, organisation.today());
		},

		/** A contest as its form shows it. */
		async formOf(
			id: number
		): Promise<{ form: Partial<ContestForm>; state: ContestState } | undefined> {
			const contest = await read(id);
			if (!contest) return undefined;
			const digits = organisation.settings.fractionDigits;
			return {
				form: showContest(contest, { mirror, fractionDigits: digits }),
				state: states.summaryOf(contest, organisation.today())
			};
		},

		/** What a rep competes in now, ending first, and where they stand in it. */
		ofRep: places.ofRep,

		/** Running contests that concern a unit: its own, and those of the units above; with their standing. */
		async activeFor(unitCode: string): Promise<ContestState[]> {
			const unit = mirror.units.named(unitCode);
			if (!unit) return [];
			const today = organisation.today();
			const line = sql.join(
				mirror.lineOf(unit.id).map(({ id }) => sql`${id}`),
				sql`, `
			);
			const rows = await db
				.select()
				.from(contests)
				.where(
					sql`settled_at IS NULL AND "from" <= ${today} AND "to" >= ${today} AND unit_id IN (${line})`
				)
				.orderBy(contests.to, contests.id);
			return Promise.all(rows.map((contest) => states.of(contest, today)));
		},

		/**
		 * What a wall of a unit shows: what was decided just now, what runs and what comes soon, of the unit and those above
		 * before those below (SCENE-310); or one contest, whatever its days.
		 */
		async onStage(unitCode: string, only?: number): Promise<ContestState[]> {
			const today = organisation.today();
			if (only !== undefined) {
				const contest = await read(only);
				return contest ? [await states.of(contest, today)] : [];
			}
			const concerned = concernedBy(unitCode);
			if (concerned.size === 0) return [];
			const rows = await db.select().from(contests)
				.where(sql`unit_id IN (${listed(concerned.keys())}) AND "from" <= ${addDays(today, STAGE_DAYS.before)}
					AND (settled_at IS NULL OR settled_at >= ${new Date(
						organisation.clock.startOf(addDays(today, -STAGE_DAYS.after))
					)})`);
			const order = (contest: Contest) => ({
				...contest,
				place: concerned.get(contest.unitId)!,
				settledAt: contest.settledAt?.getTime()
			});
			const chosen = rows.map(order).sort(onStageFirst(today)).slice(0, ON_STAGE);
			const byId = new Map(rows.map((row) => [row.id, row]));
			return Promise.all(chosen.map(({ id }) => states.of(byId.get(id)!, today)));
		},

		/** The last ones that were won, of a unit, those above and those below; newest first, without their standing. */
		async former(unitCode: string, limit: number): Promise<ContestState[]> {
			const concerned = concernedBy(unitCode);
			if (concerned.size === 0) return [];
			const rows = await db
				.select()
				.from(contests)
				.where(sql`settled_at IS NOT NULL AND unit_id IN (${listed(concerned.keys())})`)
				.orderBy(desc(contests.settledAt), desc(contests.id))
				.limit(limit);
			return rows.map((row) => states.summaryOf(row, organisation.today()));
		},

		/** The newest first; `within` narrows them to units and all below. Running ones with their standing. */
		async list({
			within,
			limit = 60
		}: { within?: readonly string[] | undefined; limit?: number } = {}): Promise<ContestState[]> {
			const today = organisation.today();
			const rows = await db
				.select()
				.from(contests)
				.orderBy(desc(contests.to), desc(contests.id))
				.limit(1_000);
			const meant = rows.filter(
				({ unitId }) => !within || mirror.lineOf(unitId).some(({ code }) => within.includes(code))
			);
			return Promise.all(
				meant
					.slice(0, limit)
					.map((contest) =>
						!contest.settledAt && phaseOf(contest, today) === 'running'
							? states.of(contest, today)
							: states.summaryOf(contest, today)
					)
			);
		},

		async add(form: ContestForm, actor: string): Promise<Outcome<{ id: number }>> {
			const drafted = readDraft(form);
			if (!drafted.ok) return drafted;
			if (form.to < organisation.today())
				return failed(problem('to', 'contest-in-the-past', form.to));
			const at = new Date(clock());
			const id = await db.transaction(async (tx) => {
				const [row] = await tx
					.insert(contests)
					.values({ ...drafted.draft, createdBy: actor, createdAt: at })
					.returning({ id: contests.id });
				await tx.execute(notification(CHANNEL));
				await recordChange(tx, {
					at,
					actor,
					action: 'contest.put',
					subject: String(row!.id),
					before: null,
					after: told(drafted.draft)
				});
				return row!.id;
			});
			tellSoon();
			return { ok: true, id };
		},

		/** Once it has begun, its name and its prize alone (CONTEST-2). */
		async change(id: number, form: ContestForm, actor: string): Promise<Outcome<object>> {
			const before = await read(id);
			if (!before) return failed(problem('id', 'unknown-contest', id));
			if (before.settledAt) return failed(problem('name', 'contest-settled'));
			const drafted = readDraft(form);
			if (!drafted.ok) return drafted;
			const { name, prize, ...rules } = drafted.draft;
			const begun = phaseOf(before, organisation.today()) !== 'coming';
			const isSame = Object.entries(rules).every(
				([key, value]) => JSON.stringify(before[key as keyof Contest]) === JSON.stringify(value)
			);
			if (begun && !isSame) return failed(problem('from', 'contest-began'));
			const at = new Date(clock());
			await db.transaction(async (tx) => {
				await tx
					.update(contests)
					.set(drafted.draft)
					.where(sql`id = ${id} AND settled_at IS NULL`);
				await tx.execute(notification(CHANNEL));
				await recordChange(tx, {
					at,
					actor,
					action: 'contest.put',
					subject: String(id),
					before: told(before),
					after: told({ ...before, ...rules, name, prize })
				});
			});
			tellSoon();
			return { ok: true };
		},

		/** One that has not been settled; what was won stays in the history. */
		async remove(id: number, actor: string): Promise<Outcome<object>> {
			const at = new Date(clock());
			const removed = await db.transaction(async (tx): Promise<Outcome<object>> => {
				const [gone] = await tx
					.delete(contests)
					.where(sql`id = ${id} AND settled_at IS NULL`)
					.returning();
				if (!gone) return failed(problem('id', 'contest-settled', id));
				await tx.execute(notification(CHANNEL));
				await recordChange(tx, {
					at,
					actor,
					action: 'contest.put',
					subject: String(id),
					before: told(gone),
					after: null
				});
				return { ok: true };
			});
			if (removed.ok) tellSoon();
			return removed;
		},

		/** Codes of the reps who have just won one. */
		onSettled: (watcher: (codes: readonly string[]) => void) => void settled.add(watcher),

		/** Told when a standing may have changed. Gives the function that ends it. */
		watch(watcher: { onChange: () => void; onEnd: () => void }): () => void {
			watchers.add(watcher);
			return () => watchers.delete(watcher);
		},

		/** Ends what streams to pages. */
		beginClosing(): void {
			for (const { onEnd } of [...watchers]) onEnd();
		},

		async close(): Promise<void> {
			closing.abort();
			clearTimeout(telling);
			await running;
			await follower.stop();
		}
	};
}
