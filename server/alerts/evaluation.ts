import { and, inArray, isNull, lte } from 'drizzle-orm';
import { decide, find, nextStep, RULES } from '../../src/lib/domain/laggard.ts';
import type { Finding, Past, Rule } from '../../src/lib/domain/laggard.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { outbox } from '../outbox/schema.ts';
import type { Book } from './book.ts';
import type { FactSource, RepFacts } from './facts.ts';
import { alertEvents, alerts } from './schema.ts';
import type { AlertRow, Ending, EventKind } from './schema.ts';
import type { AlertThresholds } from './thresholds.ts';

/** What an entry can change; reports and checks wait for the clock. */
export const RULES_OF_THE_LEDGER: readonly Rule[] = ['pace', 'idle', 'collection'];
export const RAISED_TOPIC = 'alert-raised';

/** Rows of one statement: a statement takes 65,535 values. */
const ROWS = 1_000;
/** How far back the next step looks. */
const PAST_DAYS = 30;

interface Raise {
	repId: number;
	rule: Rule;
	finding: Finding;
	/** The run that goes on from an earlier day. */
	from?: AlertRow | undefined;
}

interface End {
	alert: AlertRow;
	ending: Ending;
}

const PAST = `
SELECT a.rep_id AS "repId", a.rule, count(*)::int AS before,
	count(*) FILTER (WHERE EXISTS (
		SELECT FROM alert_events e WHERE e.alert_id = a.id AND e.kind = 'turned'
	))::int AS helped
FROM alerts a
WHERE a.rep_id = ANY($1) AND a.day BETWEEN $2 AND $3
GROUP BY a.rep_id, a.rule`;

const inChunks = <T>(rows: readonly T[]): T[][] =>
	Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, i) =>
		rows.slice(i * ROWS, (i + 1) * ROWS)
	);

export type Evaluation = ReturnType<typeof createEvaluation>;

/** Compares what is known with the thresholds, and writes what becomes of the alerts: each step once, whoever finds it. */
export function createEvaluation(options: {
	database: Database;
	organisation: Organisation;
	thresholds: AlertThresholds;
	facts: FactSource;
	book: Book;
	clock: Clock;
	/** The outbox has something. */
	onOutbox: () => void;
}) {
	const { database, organisation, thresholds, facts, book, clock, onOutbox } = options;

	/** What has to change for a rep. */
	function judge(
		{ rep, teamId, facts: known, atWork }: RepFacts,
		rules: readonly Rule[],
		day: IsoDate
	): { raises: Raise[]; ends: End[] } {
		const own = thresholds.of(teamId);
		const now = clock();
		const [raises, ends]: [Raise[], End[]] = [[], []];
		for (const rule of rules) {
			const finding = find(rule, known, own);
			const newest = book.newestOf(rep.id, rule);
			const open = newest?.endedAt === null ? newest : undefined;
			const snoozed = (open?.snoozedUntil?.getTime() ?? 0) > now;
			const step = decide(
				{ open: open && { day: open.day, snoozed }, lastDay: newest?.day },
				finding.verdict,
				{ day, atWork }
			);
			if (step === 'raise') raises.push({ repId: rep.id, rule, finding });
			if (step === 'clear')
				ends.push({
					alert: open!,
					ending: finding.verdict === 'good' ? 'recovered' : 'lapsed'
				});
			if (step === 'carry') {
				ends.push({ alert: open!, ending: 'carried' });
				raises.push({ repId: rep.id, rule, finding, from: open });
			}
		}
		return { raises, ends };
	}

	/** Whoever is in no team any more is asked nothing. */
	function endsOfGone(known: readonly RepFacts[], rules: readonly Rule[]): End[] {
		const here = new Set(known.map(({ rep }) => rep.id));
		return [...book.open()]
			.filter(({ repId, rule }) => !here.has(repId) && rules.includes(rule))
			.map((alert) => ({ alert, ending: 'lapsed' as const }));
	}

	async function pastOf(raises: readonly Raise[], day: IsoDate) {
		const { rows } = await database.pool.query<
			{ repId: number; rule: Rule } & Pick<Past, 'before' | 'helped'>
		>(PAST, [raises.map(({ repId }) => repId), addDays(day, -PAST_DAYS), addDays(day, -1)]);
		const past = new Map(rows.map((row) => [`${row.repId}:${row.rule}`, row]));
		return ({ repId, rule, from }: Raise): Past => {
			const { before = 0, helped = 0 } = past.get(`${repId}:${rule}`) ?? {};
			return { before, helped, days: (from?.days ?? 0) + 1 };
		};
	}

	const event = (alert: AlertRow, kind: EventKind, at: Date) => ({ alertId: alert.id, kind, at });

	async function end(tx: Transaction, ends: readonly End[], at: Date): Promise<AlertRow[]> {
		const ended: AlertRow[] = [];
		for (const ending of ['recovered', 'lapsed', 'carried'] as const) {
			const ids = ends.filter((one) => one.ending === ending).map(({ alert }) => alert.id);
			for (const chunk of inChunks(ids))
				ended.push(
					...(await tx
						.update(alerts)
						.set({ endedAt: at, ending })
						.where(and(inArray(alerts.id, chunk), isNull(alerts.endedAt)))
						.returning())
				);
		}
		return ended;
	}

	/** What another process has raised meanwhile stays that one's (ALERT-6). */
	async function raise(
		tx: Transaction,
		raises: readonly Raise[],
		pastFor: (raise: Raise) => Past,
		{ day, at }: { day: IsoDate; at: Date }
	): Promise<AlertRow[]> {
		const raised: AlertRow[] = [];
		for (const chunk of inChunks(raises))
			raised.push(
				...(await tx
					.insert(alerts)
					.values(
						chunk.map((one) => {
							const cause = one.finding.cause!();
							return {
								repId: one.repId,
								rule: one.rule,
								day,
								since: one.from?.since ?? day,
								days: (one.from?.days ?? 0) + 1,
								cause,
								step: nextStep(cause, pastFor(one)),
								urgency: one.finding.urgency,
								raisedAt: at
							};
						})
					)
					.onConflictDoNothing()
					.returning())
			);
		return raised;
	}

	async function write(raises: readonly Raise[], ends: readonly End[], day: IsoDate) {
		const at = new Date(clock());
		const pastFor = await pastOf(raises, day);
		const { raised, ended } = await database.db.transaction(async (tx) => {
			const over = await end(tx, ends, at);
			const fresh = await raise(tx, raises, pastFor, { day, at });
			const events = [
				...over.map((alert) => event(alert, alert.ending!, at)),
				...fresh.map((alert) => event(alert, 'raised', at))
			];
			for (const chunk of inChunks(events)) await tx.insert(alertEvents).values(chunk);
			for (const chunk of inChunks(fresh))
				await tx.insert(outbox).values(
					chunk.map(({ id }) => ({
						topic: RAISED_TOPIC,
						key: `alert:${id}`,
						payload: { alert: id },
						createdAt: at
					}))
				);
			if (events.length > 0)
				await book.announce(
					tx,
					[...over, ...fresh].map(({ id }) => id)
				);
			return { raised: fresh, ended: over };
		});
		book.apply([...ended, ...raised]);
		if (raised.length > 0) onOutbox();
	}

	async function evaluateNow(rules: readonly Rule[], repIds?: readonly number[]): Promise<void> {
		const day = organisation.today();
		const known = await facts.read(rules, repIds);
		const [raises, ends]: [Raise[], End[]] = [[], repIds ? [] : endsOfGone(known, rules)];
		for (const one of known) {
			const found = judge(one, rules, day);
			raises.push(...found.raises);
			ends.push(...found.ends);
		}
		if (raises.length > 0 || ends.length > 0) await write(raises, ends, day);
	}

	/** Snoozed ones whose time has come ring again. */
	async function wake(): Promise<void> {
		const at = new Date(clock());
		const due = [...book.open()].some(
			({ snoozedUntil, repSnoozedUntil }) =>
				(snoozedUntil && snoozedUntil <= at) || (repSnoozedUntil && repSnoozedUntil <= at)
		);
		if (!due) return;
		const woken = await database.db.transaction(async (tx) => {
			const [ofLeads, ofReps] = [
				await tx
					.update(alerts)
					.set({ snoozedUntil: null })
					.where(and(isNull(alerts.endedAt), lte(alerts.snoozedUntil, at)))
					.returning(),
				await tx
					.update(alerts)
					.set({ repSnoozedUntil: null })
					.where(and(isNull(alerts.endedAt), lte(alerts.repSnoozedUntil, at)))
					.returning()
			];
			const rows = [...new Map([...ofLeads, ...ofReps].map((row) => [row.id, row])).values()];
			if (ofLeads.length > 0)
				await tx.insert(alertEvents).values(ofLeads.map((alert) => event(alert, 'woke', at)));
			await book.announce(
				tx,
				rows.map(({ id }) => id)
			);
			return rows;
		});
		book.apply(woken);
	}

	// One after another in a process; between processes the record decides.
	let running: Promise<unknown> = Promise.resolve();
	function inTurn<T>(work: () => Promise<T>): Promise<T> {
		const turn = running.then(work);
		running = turn.catch(() => {});
		return turn;
	}

	return {
		/** All rules of these reps, or of everybody. */
		evaluate: (rules: readonly Rule[] = RULES, repIds?: readonly number[]): Promise<void> =>
			inTurn(() => evaluateNow(rules, repIds)),

		/** What the clock moves: pace, hours without an entry, cut-offs, and the end of a snooze. */
		tick: (): Promise<void> =>
			inTurn(async () => {
				await wake();
				await evaluateNow(RULES);
			}),

		idle: (): Promise<unknown> => running
	};
}
