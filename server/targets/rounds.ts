/** Answering what one is offered: saying it, what waits for whom, and what one said before. docs/SPEC.md, AGREE-*. */
import { sql } from 'drizzle-orm';
import type { Person } from '../../src/lib/domain/permissions.ts';
import { periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import { problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { placeOf } from './asked.ts';
import type { PlanPlace, PlanQuery } from './asked.ts';
import { Refused } from '../database/refused.ts';
import { refusable } from './refused.ts';
import { OPEN_PARTS, UNANSWERED, addAnswers, readOpenRound } from './round-store.ts';
import type { SaidView } from './round-view.ts';
import type { PeriodWithTarget, SplitBasis, SplitState } from './schema.ts';
import { newsOf } from './split-news.ts';
import type { SplitWire } from './split-news.ts';
import { lockParent, readParts, readVersions } from './split-store.ts';
import type { SplitChild, SplitViews } from './split-view.ts';
import { splitPlace } from './splits.ts';
import { nameOnly } from './subjects.ts';
import type { PlanSubject, PlanSubjects, SubjectName } from './subjects.ts';
import type { Targets } from './targets.ts';

/** What somebody says to the amount that was on their screen. */
export interface GivenAnswer extends PlanQuery {
	/** `rep:R001` */
	child: string;
	version: number;
	offered: number;
	answer: 'accept' | 'counter';
	/** Of a counter. */
	amount: number;
	reason: string;
}

/** An amount that somebody is asked about. */
export interface AskedView {
	parent: SubjectName & { amount: number | undefined };
	child: SubjectName;
	metric: { code: string; name: string; kind: 'money' | 'count' };
	period: Period;
	version: number;
	round: number;
	issuedBy: string;
	deadline: number;
	silenceAccepts: boolean;
	/** Why a settled split is changed. */
	reason: string;
	offered: number;
	/** Working days of the period for the child, in hundredths. */
	weight: number;
	basis: SplitBasis;
	/** Of all that is offered: the amount's part, and the part that the basis gives. */
	share: number | undefined;
	basisShare: number | undefined;
	history: Pick<SplitChild, 'past' | 'yearAgo' | 'reach'> & {
		periods: { from: string; to: string }[];
	};
	/** What was said for the child to this version, oldest first. */
	said: SaidView[];
}

/** Something that was said before, and what came of it. */
export interface FormerAnswer {
	parent: SubjectName | undefined;
	child: SubjectName | undefined;
	metric: { code: string; name: string; kind: 'money' | 'count' };
	period: Period;
	version: number;
	state: SplitState;
	kind: 'accept' | 'counter' | 'silence';
	offered: number;
	amount: number;
	reason: string;
	at: number;
	onBehalf: boolean;
	/** Of the version now: offered, or settled. */
	now: number | undefined;
}

/** Answers that the page of one's own shows. */
const FORMER = 30;
/** Amounts that wait for one person at a time. */
const MOST = 50;

interface PlaceRow {
	metric_id: number;
	period_unit: PeriodWithTarget;
	period_start: IsoDate;
	parent_unit: number;
	unit_id: number | null;
	rep_id: number | null;
}

export function createRounds(options: {
	database: Database;
	directory: Directory;
	subjects: PlanSubjects;
	targets: Targets;
	view: SplitViews;
	news: SplitWire;
	clock: Clock;
}) {
	const { database, directory, subjects, targets, view, news, clock } = options;
	const { mirror } = directory;

	/** Whom somebody speaks for: themselves, and the units they lead directly (AGREE-2). */
	function spokenFor(person: Person) {
		const rep = person.sells ? mirror.reps.named(person.code) : undefined;
		const units = person.leads.flatMap((code) => mirror.units.named(code)?.id ?? []);
		return {
			anybody: rep !== undefined || units.length > 0,
			sql: sql`(p.rep_id = ${rep?.id ?? null}::int OR p.unit_id = ANY(${sql.param(units)}::int[]))`
		};
	}

	const unitNamed = (id: number | null): PlanSubject | undefined => {
		const row = id === null ? undefined : mirror.units.get(id);
		return row && subjects.unit(row);
	};

	function childOf({ unit_id, rep_id }: PlaceRow): PlanSubject | undefined {
		const rep = rep_id === null ? undefined : mirror.reps.get(rep_id);
		const found = rep && subjects.find(`rep:${rep.code}`);
		return found?.ok ? found.subject : unitNamed(unit_id);
	}

	const metricOf = (id: number) => {
		const { code, name, kind } = mirror.metrics.get(id)!;
		return { code, name, kind };
	};

	/** The part of the version that is asked about, or why it cannot be answered. */
	async function offeredTo(
		tx: Transaction,
		place: PlanPlace,
		form: GivenAnswer,
		child: PlanSubject
	) {
		const [newest] = await readVersions(tx, splitPlace(place));
		if (newest?.version === form.version && newest.state === 'settled')
			throw new Refused(problem('answer', 'already-settled'));
		const round = newest && (await readOpenRound(tx, newest.id));
		if (!round || newest.version !== form.version)
			throw new Refused(problem('answer', 'not-asked-any-more'));
		const part = (await readParts(tx, newest.id)).find(
			({ unitId, repId }) => child.ref.id === (child.kind === 'unit' ? unitId : repId)
		);
		if (!part) throw new Refused(problem('answer', 'not-a-child', form.child));
		if (part.amount !== form.offered) throw new Refused(problem('answer', 'offer-changed'));
		return { part, round };
	}

	function refuseCounter({ answer, amount, offered, reason }: GivenAnswer): void {
		if (answer === 'accept') return;
		if (amount === offered) throw new Refused(problem('amount', 'counter-is-offer'));
		if (reason === '') throw new Refused(problem('reason', 'counter-reason-required'));
	}

	async function write(
		place: PlanPlace,
		child: PlanSubject,
		form: GivenAnswer,
		{ actor, onBehalf }: { actor: string; onBehalf: boolean }
	): Promise<void> {
		const at = new Date(clock());
		await database.db.transaction(async (tx) => {
			await lockParent(tx, splitPlace(place));
			const { part, round } = await offeredTo(tx, place, form, child);
			refuseCounter(form);
			const said = {
				kind: form.answer,
				offered: part.amount,
				amount: form.answer === 'accept' ? part.amount : form.amount,
				reason: form.answer === 'accept' ? '' : form.reason
			};
			const { unitId, repId } = part;
			await addAnswers(tx, [
				{ roundId: round.id, unitId, repId, ...said, answeredAt: at, answeredBy: actor, onBehalf }
			]);
			const { metric, period, subject } = place;
			await recordChange(tx, {
				at,
				actor,
				action: 'split.answer',
				subject: child.key,
				before: null,
				after: {
					metric: metric.code,
					period: { unit: period.unit, start: period.from },
					parent: subject.key,
					version: form.version,
					answer: said.kind,
					target: said.offered,
					amount: said.amount,
					reason: said.reason,
					...(onBehalf ? { onBehalf } : {})
				}
			});
			await tx.execute(news.announcement(newsOf('answered', place)));
		});
		news.tell(newsOf('answered', place));
	}

	async function asked(row: PlaceRow): Promise<AskedView | undefined> {
		const [parent, child] = [unitNamed(row.parent_unit), childOf(row)];
		if (!parent || !child) return undefined;
		const metric = metricOf(row.metric_id);
		const query = { metric: metric.code, unit: row.period_unit, date: row.period_start };
		// One's own results, and nobody else's: only the child's part leaves this function.
		const read = await view.read({ ...query, subject: parent.key }, { results: true });
		const shown = read.ok ? read.split.shown : undefined;
		const round = shown?.rounds?.[0];
		if (!read.ok || !shown || !round) return undefined;
		const { split } = read;
		const own = split.children.find(({ key }) => key === child.key);
		const part = shown.parts.find(([key]) => key === child.key);
		if (!own || !part) return undefined;
		const weights = shown.parts.reduce((sum, [, , , weight]) => sum + weight, 0);
		return {
			parent: { ...split.parent, amount: split.amount },
			child: nameOnly(child),
			metric,
			period: split.period,
			version: shown.version,
			round: round.round,
			issuedBy: round.issuedBy,
			deadline: round.deadline,
			silenceAccepts: round.silenceAccepts,
			reason: shown.reason,
			offered: part[2],
			weight: targets.weights(split.period, child.ref).reduce((sum, one) => sum + one, 0),
			basis: shown.basis,
			share: shown.sum ? part[2] / shown.sum : undefined,
			basisShare: weights > 0 ? part[3] / weights : undefined,
			history: {
				...(own.past ? { past: own.past } : {}),
				...(own.yearAgo === undefined ? {} : { yearAgo: own.yearAgo }),
				...(own.reach ? { reach: own.reach } : {}),
				periods: split.pastPeriods
			},
			said: shown.said.filter((one) => one.child === child.key)
		};
	}

	return {
		/** `actor` is who writes it; `onBehalf`: an administrator, for somebody else. Who may, the caller has decided. */
		answer(form: GivenAnswer, by: { actor: string; onBehalf: boolean }): Promise<Outcome<object>> {
			return refusable('parts', async () => {
				const found = placeOf(directory, subjects, form);
				if (!found.ok) return found;
				const child = subjects.find(form.child);
				if (!child.ok) return child;
				await write(found.place, child.subject, form, by);
				return { ok: true };
			});
		},

		/** How many amounts wait for somebody's word: on every page, so it reads nothing else. */
		async due(person: Person): Promise<number> {
			const whom = spokenFor(person);
			if (!whom.anybody) return 0;
			const { rows } = await database.db.execute<{ count: number }>(
				sql`SELECT count(*)::int AS count FROM ${UNANSWERED} AND ${whom.sql}`
			);
			return rows[0]!.count;
		},

		/**
		 * What somebody is asked in open rounds, answered or not, the nearest deadline first, with what one should know before
		 * one says anything.
		 */
		async open(person: Person): Promise<AskedView[]> {
			const whom = spokenFor(person);
			if (!whom.anybody) return [];
			const { rows } = await database.db.execute<PlaceRow & Record<string, unknown>>(sql`
				SELECT s.metric_id, s.period_unit, s.period_start::text, s.unit_id AS parent_unit, p.unit_id, p.rep_id
				FROM ${OPEN_PARTS} AND ${whom.sql}
				ORDER BY r.deadline, p.id LIMIT ${MOST}`);
			const all = await Promise.all(rows.map(asked));
			return all.filter((one) => one !== undefined);
		},

		/** What was said by or for somebody before, the last first. */
		async former(person: Person): Promise<FormerAnswer[]> {
			const whom = spokenFor(person);
			if (!whom.anybody) return [];
			const { rows } = await database.db.execute<
				PlaceRow & {
					version: number;
					state: SplitState;
					kind: FormerAnswer['kind'];
					offered: string;
					amount: string;
					reason: string;
					at: Date | string;
					on_behalf: boolean;
					now: string | null;
				} & Record<string, unknown>
			>(sql`
				SELECT s.metric_id, s.period_unit, s.period_start::text, s.unit_id AS parent_unit, s.version, s.state,
					p.unit_id, p.rep_id, p.kind, p.offered, p.amount, p.reason, p.answered_at AS at, p.on_behalf,
					(SELECT part.amount FROM split_parts part WHERE part.split_id = s.id
						AND (part.rep_id, part.unit_id) IS NOT DISTINCT FROM (p.rep_id, p.unit_id)) AS now
				FROM split_answers p
				JOIN split_rounds r ON r.id = p.round_id
				JOIN splits s ON s.id = r.split_id
				WHERE ${whom.sql}
				ORDER BY p.id DESC LIMIT ${FORMER}`);
			return rows.map((row) => {
				const [parent, child] = [unitNamed(row.parent_unit), childOf(row)];
				return {
					parent: parent && nameOnly(parent),
					child: child && nameOnly(child),
					metric: metricOf(row.metric_id),
					period: periodOf(row.period_unit, row.period_start),
					version: row.version,
					state: row.state,
					kind: row.kind,
					offered: Number(row.offered),
					amount: Number(row.amount),
					reason: row.reason,
					at: new Date(row.at).getTime(),
					onBehalf: row.on_behalf,
					now: row.now === null ? undefined : Number(row.now)
				};
			});
		}
	};
}

export type Rounds = ReturnType<typeof createRounds>;
