import { and, asc, desc, eq, inArray, ne } from 'drizzle-orm';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { ActionSet, ActionSettle } from '../../src/lib/forms/process.ts';
import { recordChange } from '../audit/record.ts';
import type { Transaction } from '../database/connection.ts';
import type { Rep } from '../directory/mirror.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { actorOf, authorsOf, byRep, repNamed, repName, repOf, repsWithin } from './parts.ts';
import type { Author, Parts, RepName, Scope } from './parts.ts';
import type { TurnAlert } from './origins.ts';
import { actions } from './schema.ts';
import type { ActionOrigin, ActionState } from './schema.ts';

export interface ActionView {
	id: string;
	/** Whose it is to do. */
	rep: RepName;
	text: string;
	due: IsoDate;
	/** Open, and due before today. */
	overdue: boolean;
	origin: ActionOrigin;
	originId?: string;
	state: ActionState;
	outcome: string;
	/** Who set it, and when (epoch milliseconds). */
	by: Author;
	at: number;
	settledBy?: Author;
	settledAt?: number;
}

type Row = typeof actions.$inferSelect;

/** What a rep is to do until a date, because somebody saw a reason. docs/SPEC.md, FLOOR-4. */
export function createActions(parts: Parts, turnAlert: TurnAlert) {
	const { database, organisation, clock, once } = parts;
	const { db } = database;

	async function showing(rows: readonly Row[]): Promise<(row: Row) => ActionView> {
		const author = await authorsOf(
			parts,
			rows.flatMap(({ by, settledBy }) => [by, settledBy])
		);
		const today = organisation.today();
		return (row) => {
			return {
				id: row.id,
				rep: repName(parts, row.repId),
				text: row.text,
				due: row.due,
				overdue: row.state === 'open' && row.due < today,
				origin: row.origin,
				...(row.originId === null ? {} : { originId: row.originId }),
				state: row.state,
				outcome: row.outcome ?? '',
				by: author(row.by),
				at: row.at.getTime(),
				...(row.settledBy === null ? {} : { settledBy: author(row.settledBy) }),
				...(row.settledAt === null ? {} : { settledAt: row.settledAt.getTime() })
			};
		};
	}

	/** Within the transaction of whatever gives rise to it. */
	async function setWithin(
		tx: Transaction,
		rep: Rep,
		action: Pick<ActionSet, 'id' | 'text' | 'due' | 'origin' | 'originId'>,
		by: string
	): Promise<boolean> {
		const { id, text, due, origin } = action;
		const at = new Date(clock());
		const row = { id, repId: rep.id, text, due, origin, originId: action.originId ?? null, by, at };
		const added = await tx
			.insert(actions)
			.values(row)
			.onConflictDoNothing()
			.returning({ id: actions.id });
		if (added.length === 0) return false;
		const change = { at, actor: actorOf(by), action: 'action.set', subject: rep.code };
		await recordChange(tx, { ...change, before: null, after: { id, text, due, origin } });
		return true;
	}

	return {
		setWithin,

		/** Problems: `unknown-rep`, `action-past`, `unknown-alert`. */
		set(form: ActionSet, by: string): Promise<Outcome<object>> {
			return once({ what: 'action.set', by, form }, async (tx) => {
				const named = repNamed(parts, form.rep);
				if (!named.ok) return named;
				if (form.due < organisation.today()) return failed(problem('due', 'action-past', form.due));
				if (!(await setWithin(tx, named.rep, form, by)))
					return failed(problem('id', 'command-id-in-use', form.id));
				const changed = [{ rep: form.rep, what: 'actions' }] as const;
				if (form.origin !== 'alert') return { ok: true, answer: {}, changed };
				const into = { kind: 'action', id: form.id } as const;
				const alert = form.originId ?? '';
				const turned = await turnAlert(tx, { alert, rep: named.rep, into, by });
				return turned.ok ? { ok: true, answer: {}, changed, after: turned.told } : turned;
			});
		},

		/** Problems: `unknown-action`, `action-settled` (its value: by whom). */
		settle(form: ActionSettle, by: string): Promise<Outcome<object>> {
			return once({ what: 'action.settle', by, form }, async (tx) => {
				const [row] = await tx
					.select()
					.from(actions)
					.where(eq(actions.id, form.action))
					.for('update');
				if (!row) return failed(problem('action', 'unknown-action', form.action));
				if (row.state !== 'open') {
					const author = await authorsOf(parts, [row.settledBy]);
					return failed(problem('action', 'action-settled', author(row.settledBy!).name));
				}
				const { code } = repOf(parts, row.repId);
				const at = new Date(clock());
				const after = { state: form.state, outcome: form.outcome || null };
				await tx
					.update(actions)
					.set({ ...after, settledBy: by, settledAt: at })
					.where(eq(actions.id, row.id));
				await recordChange(tx, {
					at,
					actor: actorOf(by),
					action: 'action.settle',
					subject: code,
					before: { state: row.state, text: row.text, due: row.due },
					after: { id: row.id, ...after }
				});
				return { ok: true, answer: {}, changed: [{ rep: code, what: 'actions' }] };
			});
		},

		/** By id, whatever became of them. */
		async named(ids: readonly string[]): Promise<Map<string, ActionView>> {
			if (ids.length === 0) return new Map();
			const rows = await db
				.select()
				.from(actions)
				.where(inArray(actions.id, [...ids]));
			const show = await showing(rows);
			return new Map(rows.map((row) => [row.id, show(row)]));
		},

		/** Open ones by code of the rep, the earliest due first. */
		async open(repIds: readonly number[]): Promise<Map<string, ActionView[]>> {
			const rows = await db
				.select()
				.from(actions)
				.where(and(inArray(actions.repId, [...repIds]), eq(actions.state, 'open')))
				.orderBy(asc(actions.due), asc(actions.at));
			return byRep(parts, rows, await showing(rows));
		},

		/** For whoever leads the reps of some units: what is open, the earliest due first, and what was settled last. */
		async list(scope: Scope, settled = 30): Promise<{ open: ActionView[]; settled: ActionView[] }> {
			const ids = repsWithin(parts, scope, organisation.today()).map(({ id }) => id);
			const ofThese = inArray(actions.repId, ids);
			const [now, last] = await Promise.all([
				db
					.select()
					.from(actions)
					.where(and(ofThese, eq(actions.state, 'open')))
					.orderBy(asc(actions.due), asc(actions.at)),
				db
					.select()
					.from(actions)
					.where(and(ofThese, ne(actions.state, 'open')))
					.orderBy(desc(actions.settledAt))
					.limit(settled)
			]);
			const show = await showing([...now, ...last]);
			return { open: now.map(show), settled: last.map(show) };
		}
	};
}

export type Actions = ReturnType<typeof createActions>;
