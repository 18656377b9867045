import { and, desc, eq, gte, inArray, isNull, sql } from 'drizzle-orm';
import { daysBetween, addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { drawRep, drawThing } from '../../src/lib/domain/spot-check.ts';
import type { SpotKind, SpotRep, SpotResult, SpotThing } from '../../src/lib/domain/spot-check.ts';
import type { SpotDraw, SpotRecord } from '../../src/lib/forms/process.ts';
import { recordChange } from '../audit/record.ts';
import type { Transaction } from '../database/connection.ts';
import type { Rep } from '../directory/mirror.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { actorOf, authorsOf, repOf, repsWithin } from './parts.ts';
import type { Author, Parts } from './parts.ts';
import { spotChecks } from './schema.ts';

/** What is to be verified, as it stands in the books. */
export type SpotFacts =
	| {
			kind: 'entry';
			day: IsoDate;
			metric: { code: string; name: string; kind: 'money' | 'count' };
			/** Minor units or pieces. */
			amount: number;
			customer?: string;
			note?: string;
	  }
	| {
			kind: 'visit';
			day: IsoDate;
			start?: string;
			customer: string;
			purpose: string;
			result?: string;
	  }
	| { kind: 'report'; day: IsoDate; yesterday: string; today: string; tomorrow: string };

export interface SpotView {
	id: string;
	rep: Author;
	kind: SpotKind;
	/** The business date of the draw. */
	day: IsoDate;
	by: Author;
	/** Epoch milliseconds. */
	at: number;
	facts: SpotFacts;
	result?: SpotResult;
	note: string;
	recordedBy?: Author;
	recordedAt?: number;
}

type Row = typeof spotChecks.$inferSelect;

/** What happened on the last days is still remembered, and can be verified. */
const DAYS_BACK = 7;
/** Draws without a result that one manager has at a time: who draws again and again until it suits, draws nothing. */
const MOST_OPEN = 5;

/** 突击检查: a random, unannounced pick of what to verify. docs/SPEC.md, FLOOR-6 to FLOOR-8. */
export function createSpotChecks(parts: Parts) {
	const { database, directory, organisation, clock, once } = parts;
	const { db, pool } = database;

	/** Everything of these reps on the last days that can be verified, but for what already was drawn. */
	async function thingsOf(repIds: readonly number[]): Promise<Map<number, SpotThing[]>> {
		const today = organisation.today();
		const { rows } = await pool.query<{ rep_id: number; kind: SpotKind; ref: string }>({
			name: 'spot-check-things',
			text: `SELECT * FROM (
				SELECT c.rep_id, 'entry' AS kind, e.position::text AS ref
					FROM entries e JOIN entry_credits c ON c.position = e.position AND c.role = 'credit'
					WHERE e.business_date BETWEEN $2 AND $3 AND c.rep_id = ANY($1)
						AND e.kind IN ('sale', 'collection')
						AND NOT EXISTS (SELECT FROM entries r WHERE r.reverses = e.position)
				UNION ALL SELECT rep_id, 'visit', id::text FROM visits
					WHERE date BETWEEN $2 AND $3 AND rep_id = ANY($1) AND state = 'done'
				UNION ALL SELECT rep_id, 'report', day::text FROM reports
					WHERE day BETWEEN $2 AND $3 AND rep_id = ANY($1) AND completed_at IS NOT NULL
			) AS thing
			WHERE NOT EXISTS (SELECT FROM spot_checks s
				WHERE s.rep_id = thing.rep_id AND s.kind = thing.kind AND s.ref = thing.ref)`,
			values: [[...repIds], addDays(today, -DAYS_BACK), today]
		});
		const things = new Map<number, SpotThing[]>();
		for (const { rep_id, kind, ref } of rows) {
			const known = things.get(rep_id);
			if (known) known.push({ kind, ref });
			else things.set(rep_id, [{ kind, ref }]);
		}
		return things;
	}

	async function lastCheckOf(repIds: readonly number[]): Promise<Map<number, IsoDate>> {
		const rows = await db
			.select({ repId: spotChecks.repId, day: sql<IsoDate>`max(${spotChecks.day})` })
			.from(spotChecks)
			.where(inArray(spotChecks.repId, [...repIds]))
			.groupBy(spotChecks.repId);
		return new Map(rows.map(({ repId, day }) => [repId, day]));
	}

	/** The seed of a manager's next draw of the day: what nobody chooses, and anybody can repeat (FLOOR-6). */
	async function nextSeed(tx: Transaction, unit: string, by: string): Promise<string> {
		const day = organisation.today();
		const mine = and(eq(spotChecks.by, by), eq(spotChecks.day, day));
		return `${day} ${unit} ${by} ${await tx.$count(spotChecks, mine)}`;
	}

	async function pick(
		reps: readonly Rep[],
		seed: string
	): Promise<{ rep: Rep; thing: SpotThing } | undefined> {
		const ids = reps.map(({ id }) => id);
		const [things, last] = await Promise.all([thingsOf(ids), lastCheckOf(ids)]);
		const today = organisation.today();
		const candidates = reps
			.filter(({ id }) => things.has(id))
			.map(({ id, code }): SpotRep => {
				const day = last.get(id);
				return { code, daysSince: day === undefined ? undefined : daysBetween(day, today) };
			});
		const drawn = drawRep(candidates, seed);
		const rep = drawn && directory.mirror.reps.named(drawn.code);
		if (!rep) return undefined;
		return { rep, thing: drawThing(things.get(rep.id)!, seed)! };
	}

	async function entryFacts(refs: readonly string[]): Promise<Map<string, SpotFacts>> {
		const { mirror } = directory;
		const { rows } = await pool.query<{
			position: number;
			rep_id: number;
			business_date: IsoDate;
			metric_id: number;
			amount: number;
			customer_id: number | null;
			note: string | null;
		}>({
			name: 'spot-check-entries',
			text: `SELECT position, business_date, metric_id, amount, customer_id, note
				FROM entries WHERE position = ANY($1::bigint[])`,
			values: [refs]
		});
		return new Map(
			rows.map((row) => {
				const { code, name, kind } = mirror.metrics.get(row.metric_id)!;
				const customer =
					row.customer_id === null ? undefined : mirror.customers.get(row.customer_id);
				return [
					`entry ${row.position}`,
					{
						kind: 'entry',
						day: row.business_date,
						metric: { code, name, kind },
						amount: row.amount,
						...(customer ? { customer: customer.name } : {}),
						...(row.note === null ? {} : { note: row.note })
					}
				];
			})
		);
	}

	async function visitFacts(refs: readonly string[]): Promise<Map<string, SpotFacts>> {
		const { rows } = await pool.query<{
			id: string;
			date: IsoDate;
			start: string | null;
			customer: string;
			purpose: string;
			result: string | null;
		}>({
			name: 'spot-check-visits',
			text: `SELECT v.id, v.date, v.start, coalesce(c.name, v.customer_name, '') AS customer,
					v.purpose, v.result
				FROM visits v LEFT JOIN customers c ON c.id = v.customer_id
				WHERE v.id = ANY($1::uuid[])`,
			values: [refs]
		});
		return new Map(
			rows.map(({ id, date, start, customer, purpose, result }) => [
				`visit ${id}`,
				{
					kind: 'visit',
					day: date,
					...(start === null ? {} : { start }),
					customer,
					purpose,
					...(result === null ? {} : { result })
				}
			])
		);
	}

	async function reportFacts(rows: readonly Row[]): Promise<Map<string, SpotFacts>> {
		const { rows: found } = await pool.query<{
			rep_id: number;
			day: IsoDate;
			yesterday: string;
			today: string;
			tomorrow: string;
		}>({
			name: 'spot-check-reports',
			text: `SELECT r.* FROM reports r
				JOIN unnest($1::int[], $2::date[]) AS wanted (rep_id, day)
					ON wanted.rep_id = r.rep_id AND wanted.day = r.day`,
			values: [rows.map(({ repId }) => repId), rows.map(({ ref }) => ref)]
		});
		return new Map(
			found.map(({ rep_id, ...report }) => [
				`report ${rep_id} ${report.day}`,
				{ kind: 'report', ...report }
			])
		);
	}

	const factsKey = ({ kind, ref, repId }: Row): string =>
		kind === 'report' ? `report ${repId} ${ref}` : `${kind} ${ref}`;

	async function show(rows: readonly Row[]): Promise<SpotView[]> {
		const refs = (kind: SpotKind) => rows.filter((row) => row.kind === kind);
		const [entries, visits, reports, author] = await Promise.all([
			entryFacts(refs('entry').map(({ ref }) => ref)),
			visitFacts(refs('visit').map(({ ref }) => ref)),
			reportFacts(refs('report')),
			authorsOf(
				parts,
				rows.flatMap(({ by, recordedBy }) => [by, recordedBy])
			)
		]);
		const facts = new Map([...entries, ...visits, ...reports]);
		return rows.map((row) => {
			const { code, name } = repOf(parts, row.repId);
			return {
				id: row.id,
				rep: { code, name },
				kind: row.kind,
				day: row.day,
				by: author(row.by),
				at: row.at.getTime(),
				// Nothing that can be drawn is ever deleted.
				facts: facts.get(factsKey(row))!,
				...(row.result === null ? {} : { result: row.result }),
				note: row.note ?? '',
				...(row.recordedBy === null ? {} : { recordedBy: author(row.recordedBy) }),
				...(row.recordedAt === null ? {} : { recordedAt: row.recordedAt.getTime() })
			};
		});
	}

	return {
		/**
		 * Draws what to verify among the reps of a unit, whoever draws aside. Gives the code of the rep.
		 * Problems: `unknown-unit`, `spot-checks-open`, `nothing-to-verify`.
		 */
		draw(form: SpotDraw, by: string): Promise<Outcome<{ rep: string }>> {
			return once({ what: 'spot.draw', by, form }, async (tx) => {
				if (!directory.mirror.units.named(form.unit))
					return failed(problem('unit', 'unknown-unit', form.unit));
				// One draw of a person at a time: the number of the draw is its seed.
				await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`spot-check ${by}`}))`);
				const open = and(eq(spotChecks.by, by), isNull(spotChecks.result));
				if ((await tx.$count(spotChecks, open)) >= MOST_OPEN)
					return failed(problem('unit', 'spot-checks-open', undefined, { limit: MOST_OPEN }));
				const day = organisation.today();
				const seed = await nextSeed(tx, form.unit, by);
				const reps = repsWithin(parts, [form.unit], day).filter(({ code }) => code !== by);
				const drawn = await pick(reps, seed);
				if (!drawn) return failed(problem('unit', 'nothing-to-verify'));
				const { rep, thing } = drawn;
				const at = new Date(clock());
				const row = { id: form.id, repId: rep.id, day, ...thing, seed, by, at };
				await tx.insert(spotChecks).values(row);
				const change = { at, actor: actorOf(by), action: 'spot.draw', subject: rep.code };
				await recordChange(tx, { ...change, before: null, after: { id: form.id, ...thing, seed } });
				return {
					ok: true,
					answer: { rep: rep.code },
					changed: [{ rep: rep.code, what: 'spot-checks' }]
				};
			});
		},

		/** What was found. Problems: `unknown-spot-check`, `spot-check-recorded`, `spot-check-oneself`. */
		record(form: SpotRecord, by: string): Promise<Outcome<object>> {
			return once({ what: 'spot.record', by, form }, async (tx) => {
				const [row] = await tx
					.select()
					.from(spotChecks)
					.where(eq(spotChecks.id, form.check))
					.for('update');
				if (!row) return failed(problem('check', 'unknown-spot-check', form.check));
				const { code, name } = repOf(parts, row.repId);
				if (code === by) return failed(problem('check', 'spot-check-oneself', name));
				if (row.result !== null) {
					const author = await authorsOf(parts, [row.recordedBy]);
					return failed(problem('check', 'spot-check-recorded', author(row.recordedBy!).name));
				}
				const at = new Date(clock());
				const after = { result: form.result, note: form.note || null };
				await tx
					.update(spotChecks)
					.set({ ...after, recordedBy: by, recordedAt: at })
					.where(eq(spotChecks.id, row.id));
				const change = { at, actor: actorOf(by), action: 'spot.record', subject: code };
				await recordChange(tx, { ...change, before: null, after: { id: row.id, ...after } });
				return { ok: true, answer: {}, changed: [{ rep: code, what: 'spot-checks' }] };
			});
		},

		/** Drawn since a business date, of these reps, newest first. */
		async since(repIds: readonly number[], day: IsoDate, limit = 100): Promise<SpotView[]> {
			const rows = await db
				.select()
				.from(spotChecks)
				.where(and(inArray(spotChecks.repId, [...repIds]), gte(spotChecks.day, day)))
				.orderBy(desc(spotChecks.at))
				.limit(limit);
			return show(rows);
		}
	};
}
