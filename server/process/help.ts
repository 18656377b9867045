import { and, asc, desc, eq, gte, inArray, sql } from 'drizzle-orm';
import { MOST_OPEN, stepHelp, urgencyOf } from '../../src/lib/domain/help.ts';
import type {
	HelpOutcome,
	HelpState,
	HelpStep,
	Obstacle,
	Urgency
} from '../../src/lib/domain/help.ts';
import { workingMinutesBetween } from '../../src/lib/domain/working-time.ts';
import type { WallTime } from '../../src/lib/domain/working-time.ts';
import type {
	HelpAsk,
	HelpClose,
	HelpOffer,
	HelpTake,
	HelpWithdraw
} from '../../src/lib/forms/process.ts';
import { recordChange } from '../audit/record.ts';
import type { Transaction } from '../database/connection.ts';
import type { Rep } from '../directory/mirror.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Done } from './once.ts';
import { actorOf, authorsOf, byRep, repNamed, repName, repOf, repsWithin } from './parts.ts';
import type { Author, Parts, RepName, Scope } from './parts.ts';
import type { TurnAlert } from './origins.ts';
import { helpRequests } from './schema.ts';
import type { ProcessSettings } from './settings.ts';

export interface HelpView {
	id: string;
	rep: RepName;
	obstacle: Obstacle;
	text: string;
	state: HelpState;
	/** Epoch milliseconds. */
	at: number;
	/** Working minutes from when it was asked until it was taken, or until now. */
	waited: number;
	/** Of one that is still open. */
	urgency?: Urgency;
	takenBy?: Author;
	takenAt?: number;
	closedBy?: Author;
	/** Closed or withdrawn. */
	closedAt?: number;
	outcome?: HelpOutcome;
	/** What was done. */
	note: string;
}

export interface HelpBoard {
	open: HelpView[];
	taken: HelpView[];
	/** Newest first. */
	over: HelpView[];
}

type Row = typeof helpRequests.$inferSelect;

/** 帮扶 业务110. docs/SPEC.md, HELP-*. */
export function createHelp(parts: Parts, settings: ProcessSettings, turnAlert: TurnAlert) {
	const { database, organisation, clock, once } = parts;
	const { db } = database;

	function wallTime(instant: number): WallTime {
		const { dateOf, minuteOf } = organisation.clock;
		return { date: dateOf(instant), minute: minuteOf(instant) };
	}

	function waitedOf(row: Row): number {
		const until = row.takenAt ?? row.closedAt;
		return workingMinutesBetween(
			wallTime(row.at.getTime()),
			wallTime(until?.getTime() ?? clock()),
			organisation.calendar,
			organisation.settings.workingHours
		);
	}

	async function showing(rows: readonly Row[]): Promise<(row: Row) => HelpView> {
		const author = await authorsOf(
			parts,
			rows.flatMap(({ takenBy, closedBy }) => [takenBy, closedBy])
		);
		const { escalateHours } = await settings.read();
		return (row) => {
			const waited = waitedOf(row);
			return {
				id: row.id,
				rep: repName(parts, row.repId),
				obstacle: row.obstacle,
				text: row.text,
				state: row.state,
				at: row.at.getTime(),
				waited,
				...(row.state === 'open' ? { urgency: urgencyOf(waited, escalateHours) } : {}),
				...(row.takenBy === null ? {} : { takenBy: author(row.takenBy) }),
				...(row.takenAt === null ? {} : { takenAt: row.takenAt.getTime() }),
				...(row.closedBy === null ? {} : { closedBy: author(row.closedBy) }),
				...(row.closedAt === null ? {} : { closedAt: row.closedAt.getTime() }),
				...(row.outcome === null ? {} : { outcome: row.outcome }),
				note: row.note ?? ''
			};
		};
	}

	/** Why a step was refused; of one that somebody else was quicker with, who that was. */
	async function refusal(row: Row, reason: string) {
		const whose = row.closedBy ?? row.takenBy;
		const author = await authorsOf(parts, [whose]);
		const name = whose === null ? repOf(parts, row.repId).name : author(whose).name;
		return failed(problem('help', reason, name));
	}

	/** One step of a request; the row is locked, so of two who take it at once one wins. */
	async function step(
		tx: Transaction,
		to: { help: string; step: HelpStep; by: string },
		columns: Partial<Row>
	): Promise<Done<object>> {
		const { help, by } = to;
		const [row] = await tx
			.select()
			.from(helpRequests)
			.where(eq(helpRequests.id, help))
			.for('update');
		if (!row) return failed(problem('help', 'unknown-help', help));
		const rep = repOf(parts, row.repId);
		const stepped = stepHelp({ state: row.state, rep: rep.code }, to.step, by);
		if (!stepped.ok) return refusal(row, stepped.reason);
		const after = { ...columns, state: stepped.state };
		await tx.update(helpRequests).set(after).where(eq(helpRequests.id, row.id));
		await recordChange(tx, {
			at: new Date(clock()),
			actor: actorOf(by),
			action: `help.${to.step}`,
			subject: rep.code,
			before: { state: row.state },
			after: { id: row.id, ...after }
		});
		return { ok: true, answer: {}, changed: [{ rep: rep.code, what: 'help' }] };
	}

	const waiting = inArray(helpRequests.state, ['open', 'taken']);

	/** A new request of a rep, unless there are enough. */
	async function add(
		tx: Transaction,
		form: Pick<HelpAsk, 'id' | 'rep' | 'obstacle' | 'text'>,
		{ step: verb, by, columns }: { step: 'ask' | 'offer'; by: string; columns: Partial<Row> }
	): Promise<Outcome<{ rep: Rep }>> {
		const named = repNamed(parts, form.rep);
		if (!named.ok) return named;
		const { rep } = named;
		await tx.execute(sql`SELECT FROM reps WHERE id = ${rep.id} FOR UPDATE`);
		const mine = and(eq(helpRequests.repId, rep.id), waiting);
		if ((await tx.$count(helpRequests, mine)) >= MOST_OPEN)
			return failed(problem('rep', 'help-enough', rep.name, { limit: MOST_OPEN }));
		const { id, obstacle, text } = form;
		const at = new Date(clock());
		const added = await tx
			.insert(helpRequests)
			.values({ id, repId: rep.id, obstacle, text, at, ...columns })
			.onConflictDoNothing()
			.returning({ id: helpRequests.id });
		if (added.length === 0) return failed(problem('id', 'command-id-in-use', id));
		const change = { at, actor: actorOf(by), action: `help.${verb}`, subject: rep.code };
		await recordChange(tx, { ...change, before: null, after: { id, obstacle, text } });
		return { ok: true, rep };
	}

	return {
		/** The rep asks. Problems: `unknown-rep`, `help-enough`. */
		ask(form: HelpAsk, by: string): Promise<Outcome<object>> {
			return once({ what: 'help.ask', by, form }, async (tx) => {
				const added = await add(tx, form, { step: 'ask', by, columns: {} });
				if (!added.ok) return added;
				return { ok: true, answer: {}, changed: [{ rep: form.rep, what: 'help' }] };
			});
		},

		/**
		 * Whoever leads takes on what nobody asked for: taken from the beginning (HELP-7). Problems: `unknown-rep`,
		 * `help-enough`, `help-oneself`, `unknown-alert`.
		 */
		offer(form: HelpOffer, by: string): Promise<Outcome<object>> {
			return once({ what: 'help.offer', by, form }, async (tx) => {
				if (form.rep === by) return failed(problem('rep', 'help-oneself'));
				const columns = { state: 'taken', takenBy: by, takenAt: new Date(clock()) } as const;
				const added = await add(tx, form, { step: 'offer', by, columns });
				if (!added.ok) return added;
				const changed = [{ rep: form.rep, what: 'help' }] as const;
				if (form.alert === undefined) return { ok: true, answer: {}, changed };
				const into = { kind: 'help', id: form.id } as const;
				const turned = await turnAlert(tx, { alert: form.alert, rep: added.rep, into, by });
				return turned.ok ? { ok: true, answer: {}, changed, after: turned.told } : turned;
			});
		},

		/** A manager takes it. Problems: `unknown-help`, `help-taken` (its value: by whom), `help-over`, `help-oneself`. */
		take: (form: HelpTake, by: string): Promise<Outcome<object>> =>
			once({ what: 'help.take', by, form }, (tx) =>
				step(tx, { help: form.help, step: 'take', by }, { takenBy: by, takenAt: new Date(clock()) })
			),

		/** Whoever leads the rep closes what was taken, with its outcome. Problems: `unknown-help`, `help-not-taken`, `help-over`, `help-oneself`. */
		close: (form: HelpClose, by: string): Promise<Outcome<object>> =>
			once({ what: 'help.close', by, form }, (tx) =>
				step(
					tx,
					{ help: form.help, step: 'close', by },
					{ closedBy: by, closedAt: new Date(clock()), outcome: form.outcome, note: form.note }
				)
			),

		/** The rep needs it no more. Problems: `unknown-help`, `help-over`, `help-not-yours`. */
		withdraw: (form: HelpWithdraw, by: string): Promise<Outcome<object>> =>
			once({ what: 'help.withdraw', by, form }, (tx) =>
				step(tx, { help: form.help, step: 'withdraw', by }, { closedAt: new Date(clock()) })
			),

		/** By id, whatever became of them. */
		async named(ids: readonly string[]): Promise<Map<string, HelpView>> {
			if (ids.length === 0) return new Map();
			const rows = await db
				.select()
				.from(helpRequests)
				.where(inArray(helpRequests.id, [...ids]));
			const show = await showing(rows);
			return new Map(rows.map((row) => [row.id, show(row)]));
		},

		/** Open and taken ones, by code of the rep, oldest first. */
		async waiting(repIds: readonly number[]): Promise<Map<string, HelpView[]>> {
			const rows = await db
				.select()
				.from(helpRequests)
				.where(and(inArray(helpRequests.repId, [...repIds]), waiting))
				.orderBy(asc(helpRequests.at));
			return byRep(parts, rows, await showing(rows));
		},

		/** What a rep asked since an instant, whatever became of it, newest first. */
		async of(repId: number, since: Date): Promise<HelpView[]> {
			const rows = await db
				.select()
				.from(helpRequests)
				.where(and(eq(helpRequests.repId, repId), gte(helpRequests.at, since)))
				.orderBy(desc(helpRequests.at))
				.limit(50);
			return rows.map(await showing(rows));
		},

		/** For whoever helps the reps of some units: what waits, oldest first, and what was over last. */
		async board(scope: Scope, over = 30): Promise<HelpBoard> {
			const ids = repsWithin(parts, scope, organisation.today()).map(({ id }) => id);
			const ofThese = inArray(helpRequests.repId, ids);
			const isOver = inArray(helpRequests.state, ['closed', 'withdrawn']);
			const [now, last] = await Promise.all([
				db.select().from(helpRequests).where(and(ofThese, waiting)).orderBy(asc(helpRequests.at)),
				db
					.select()
					.from(helpRequests)
					.where(and(ofThese, isOver))
					.orderBy(desc(helpRequests.closedAt))
					.limit(over)
			]);
			const show = await showing([...now, ...last]);
			return {
				open: now.filter(({ state }) => state === 'open').map(show),
				taken: now.filter(({ state }) => state === 'taken').map(show),
				over: last.map(show)
			};
		}
	};
}
