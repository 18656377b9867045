import { sql } from 'drizzle-orm';
import { isTold, isNews, momentsOf, withdraws } from '../../src/lib/domain/celebration.ts';
import type {
	CreditFacts,
	Moment,
	ToldMoment,
	UnitFacts
} from '../../src/lib/domain/celebration.ts';
import { periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { startLeader } from '../database/leader.ts';
import { lockIds } from '../database/locks.ts';
import type { Directory } from '../directory/directory.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { Feed } from '../ledger/feed.ts';
import { readHead } from '../ledger/read.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { outbox } from '../outbox/schema.ts';
import type { SubjectRef, Targets } from '../targets/targets.ts';
import { createBests } from './bests.ts';
import { celebrationHead, celebrationMarks, celebrations } from './schema.ts';
import { readTally } from './tally.ts';
import type { Tally } from './tally.ts';

/** The position is kept at least this often; from there a new leader goes on. What it decides again is there already. */
const KEEP_MS = 2_000;
/** Of one batch at most so many are kept: an import of today's sales is not a thousand moments. */
const MOST_KEPT = 200;
/** Farther behind than this nothing is news any more. */
const TOO_FAR = 100_000;

/** A moment with what is known of its entry. */
interface Raised {
	moment: Moment;
	entry: BookedEntry;
	repId: number | null;
	unitId: number;
	rank: number | null;
}

/**
 * Looks through the ledger in its order, one process of the cluster at a time, and decides what is celebrated. Sales do not
 * wait for it. docs/decisions/024.
 */
export function startReferee(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	feed: Feed;
	/** Something was decided: it stands in the outbox. */
	onDecided: () => void;
	log: Log;
}) {
	const { database, directory, organisation, targets, feed, onDecided, log } = options;
	const { mirror } = directory;
	let goals = new Map<string, number | undefined>();
	for (const source of [directory, targets, organisation])
		source.onChange(() => (goals = new Map()));

	/** The target of a day or month, kept until something it depends on changes. */
	async function goalOf(
		metricId: number,
		of: SubjectRef,
		{ date, unit }: { date: IsoDate; unit: 'day' | 'month' }
	): Promise<number | undefined> {
		const key = `${metricId} ${of.kind} ${of.id} ${unit} ${date}`;
		if (goals.has(key)) return goals.get(key);
		const known = goals;
		const period = periodOf(unit, date);
		const goal =
			unit === 'day'
				? (await targets.days(metricId, period, of)).get(date)
				: (await targets.sheet(metricId, period)).of(of);
		if (known.size > 100_000) known.clear();
		known.set(key, goal);
		return goal;
	}

	async function withTargets(
		entry: BookedEntry,
		counted: ReturnType<Tally['add']>,
		bests: ReturnType<typeof createBests>
	): Promise<{ credits: CreditFacts[]; units: UnitFacts[] }> {
		const { metricId, businessDate: date } = entry;
		const credits: CreditFacts[] = [];
		for (const { repId, facts } of counted.credits) {
			const rep = { kind: 'rep', id: repId } as const;
			credits.push({
				...facts,
				dayTarget: await goalOf(metricId, rep, { date, unit: 'day' }),
				monthTarget: await goalOf(metricId, rep, { date, unit: 'month' }),
				...bests.of(metricId, repId)
			});
		}
		const units: UnitFacts[] = [];
		for (const { id, unit, month } of counted.units) {
			const target = await goalOf(metricId, { kind: 'unit', id }, { date, unit: 'month' });
			if (target !== undefined) units.push({ unit, month, target });
		}
		return { credits, units };
	}

	function raise(entry: BookedEntry, moment: Moment, tally: Tally): Raised {
		const { kind, code } = moment.subject;
		const ofRep = kind === 'rep' ? mirror.reps.named(code)! : undefined;
		const credit = entry.credits.find(
			({ repId, role }) => role === 'credit' && repId === ofRep?.id
		);
		return {
			moment,
			entry,
			repId: ofRep?.id ?? null,
			unitId: credit?.teamId ?? mirror.units.named(code)!.id,
			rank: ofRep ? (tally.rankOf(entry.metricId, ofRep.id) ?? null) : null
		};
	}

	/** What was never celebrated: a mark that is there already is left out, and a moment without any other. */
	async function takeMarks(tx: Transaction, raised: Raised[]): Promise<Raised[]> {
		const wanted = raised.flatMap(({ moment }) =>
			moment.meanings.map(({ mark }) => ({ mark, position: moment.position }))
		);
		const taken = await tx
			.insert(celebrationMarks)
			.values(wanted)
			.onConflictDoNothing()
			.returning({ mark: celebrationMarks.mark, position: celebrationMarks.position });
		const mine = new Set(taken.map(({ mark, position }) => `${mark} ${position}`));
		return raised.flatMap((one) => {
			const { moment } = one;
			const meanings = moment.meanings.filter(({ mark }) =>
				mine.delete(`${mark} ${moment.position}`)
			);
			return meanings.length === 0 ? [] : [{ ...one, moment: { ...moment, meanings } }];
		});
	}

	async function celebrate(tx: Transaction, raised: Raised[], told: ToldMoment[]): Promise<void> {
		const fresh = await takeMarks(tx, raised);
		if (fresh.length === 0) return;
		const rows = fresh.map(({ moment, entry, repId, unitId, rank }) => {
			const main = moment.meanings[0]!;
			const one = { reason: main.reason, at: entry.bookedAt };
			const isShown = isTold(one, told);
			if (isShown) told.push(one);
			const unitTarget = main.reason === 'unit-target' ? main.value : undefined;
			const customer =
				entry.customerId === null ? undefined : mirror.customers.get(entry.customerId);
			return {
				id: moment.id,
				position: entry.position,
				reason: main.reason,
				meanings: moment.meanings.map(({ mark: _, ...meaning }) => meaning),
				metricId: entry.metricId,
				repId,
				unitId,
				teamIds: entry.credits.filter((c) => c.role === 'credit').map((c) => c.teamId),
				amount: unitTarget ?? entry.amount,
				customer: unitTarget === undefined ? (customer?.name ?? null) : null,
				rank,
				day: entry.businessDate,
				at: new Date(entry.bookedAt),
				told: isShown
			};
		});
		const made = await tx.insert(celebrations).values(rows).onConflictDoNothing().returning();
		const shown = made.filter((row) => row.told);
		if (shown.length > 0)
			await tx.insert(outbox).values(
				shown.map(({ id, at }) => ({
					topic: 'celebration',
					key: `celebration:${id}`,
					payload: { id },
					createdAt: at
				}))
			);
	}

	/** Takes back what the reversed entries made, and lets it happen again (CELEBRATE-4). */
	async function withdraw(tx: Transaction, reversals: readonly BookedEntry[]): Promise<void> {
		for (const { reverses, bookedAt } of reversals) {
			const made = await tx
				.select()
				.from(celebrations)
				.where(sql`position = ${reverses} AND withdrawn_at IS NULL`);
			const meant = made.filter(({ at }) => withdraws(at.getTime(), bookedAt));
			if (meant.length === 0) continue;
			await tx
				.update(celebrations)
				.set({ withdrawnAt: new Date(bookedAt) })
				.where(sql`position = ${reverses}`);
			await tx.delete(celebrationMarks).where(sql`position = ${reverses}`);
			await tx.insert(outbox).values(
				meant.map(({ id }) => ({
					topic: 'withdrawal',
					key: `withdrawal:${id}`,
					payload: { id },
					createdAt: new Date(bookedAt)
				}))
			);
		}
	}

	const keep = (tx: Pick<Transaction, 'insert'>, position: number) =>
		tx
			.insert(celebrationHead)
			.values({ position })
			.onConflictDoUpdate({ target: celebrationHead.id, set: { position } });

	async function start(): Promise<number> {
		const { position: end } = await readHead(database);
		const [kept] = await database.db.select().from(celebrationHead);
		if (kept && kept.position <= end && end - kept.position <= TOO_FAR) return kept.position;
		// An installation that is older than this table, or was put back from a copy: from now on.
		await createBests(database).fill();
		if (end > 0) await keep(database.db, end);
		return end;
	}

	async function lead(lost: Promise<void>): Promise<void> {
		const from = await start();
		const bests = createBests(database);
		let tally: Tally | undefined;
		let [keptAt, position] = [performance.now(), from];
		const recent = await database.db
			.select({ reason: celebrations.reason, at: celebrations.at })
			.from(celebrations)
			.where(
				sql`told AND position > ${from - TOO_FAR} AND at > (SELECT max(at) FROM celebrations) - interval '1 minute'`
			);
		let told = recent.map(({ reason, at }): ToldMoment => ({ reason, at: at.getTime() }));

		/** The day's sums, read anew when a day begins. */
		async function tallyAt(entry: BookedEntry): Promise<Tally> {
			const date = organisation.clock.dateOf(entry.bookedAt);
			if (tally && tally.date >= date) return tally;
			tally = await readTally(database, mirror, { date, position: entry.position - 1 });
			bests.begin(date);
			return tally;
		}

		async function decide(batch: readonly BookedEntry[]): Promise<Raised[]> {
			const raised: Raised[] = [];
			await tallyAt(batch[0]!);
			await bests.load(batch);
			const { bigDeal } = organisation.settings;
			for (const entry of batch) {
				const now = await tallyAt(entry);
				const today = now.date;
				const counted = now.add(entry);
				if (isNews({ ...entry, today })) {
					const metric = mirror.metrics.get(entry.metricId)!;
					const moments = momentsOf({
						position: entry.position,
						kind: entry.kind,
						metric: metric.code,
						isMoney: metric.kind === 'money',
						amount: entry.amount,
						businessDate: entry.businessDate,
						today,
						bigDeal: bigDeal ?? undefined,
						...(await withTargets(entry, counted, bests))
					});
					raised.push(...moments.map((moment) => raise(entry, moment, now)));
				}
				bests.note(entry);
			}
			return raised;
		}

		async function handle(batch: readonly BookedEntry[]): Promise<void> {
			const raised = (await decide(batch)).slice(-MOST_KEPT);
			const reversals = batch.filter(({ reverses }) => reverses !== null);
			const reached = batch.at(-1)!.position;
			const isDue = performance.now() - keptAt > KEEP_MS;
			if (raised.length > 0 || reversals.length > 0 || bests.changed || isDue) {
				await database.db.transaction(async (tx) => {
					if (raised.length > 0) await celebrate(tx, raised, told);
					await withdraw(tx, reversals);
					await bests.save(tx, reversals);
					await keep(tx, reached);
				});
				keptAt = performance.now();
			}
			told = told.filter(({ at }) => batch.at(-1)!.bookedAt - at < 60_000);
			position = reached;
			if (raised.length > 0 || reversals.length > 0) onDecided();
		}

		const follower = feed.follow(from, async (batch) => {
			try {
				await handle(batch);
			} catch (error) {
				// The sums have moved on: they are read again with the batch.
				tally = undefined;
				bests.forget();
				throw error;
			}
		});
		await lost;
		await follower.stop();
		if (position > from) await keep(database.db, position).catch(() => {});
	}

	return startLeader({ database, lockId: lockIds.celebrations, lead, log });
}
