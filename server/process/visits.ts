import { and, asc, between, eq, inArray } from 'drizzle-orm';
import { stepVisit, visitDateProblem } from '../../src/lib/domain/visit.ts';
import type { VisitPurpose, VisitState, VisitStep } from '../../src/lib/domain/visit.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type {
	VisitCancel,
	VisitChange,
	VisitDone,
	VisitPlan,
	VisitReopen
} from '../../src/lib/forms/process.ts';
import type { Transaction } from '../database/connection.ts';
import type { Rep } from '../directory/mirror.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Done } from './once.ts';
import { byRep, instantOf, repNamed, repOf } from './parts.ts';
import type { Parts } from './parts.ts';
import { visits } from './schema.ts';

export interface VisitView {
	id: string;
	date: IsoDate;
	/** "HH:MM" */
	start?: string;
	end?: string;
	/** `code` is absent of who is no customer yet. */
	customer: { code?: string; name: string };
	purpose: VisitPurpose;
	note: string;
	state: VisitState;
	result: string;
	/** Epoch milliseconds: done or cancelled. */
	settledAt?: number;
}

type Row = typeof visits.$inferSelect;
type Plan = Omit<VisitPlan, 'id' | 'rep'>;

/** 拜访: planned and then done. docs/SPEC.md, VISIT-*. */
export function createVisits(parts: Parts) {
	const { database, directory, organisation, once } = parts;
	const { db } = database;
	const { mirror } = directory;

	function customerOf({ customerId, customerName }: Row): VisitView['customer'] {
		const known = customerId === null ? undefined : mirror.customers.get(customerId);
		return known ? { code: known.code, name: known.name } : { name: customerName ?? '' };
	}

	const show = (row: Row): VisitView => ({
		id: row.id,
		date: row.date,
		...(row.start === null ? {} : { start: row.start }),
		...(row.end === null ? {} : { end: row.end }),
		customer: customerOf(row),
		purpose: row.purpose,
		note: row.note ?? '',
		state: row.state,
		result: row.result ?? '',
		...(row.settledAt === null ? {} : { settledAt: row.settledAt.getTime() })
	});

	/** The columns of a plan; a customer is the rep's or nobody's (VISIT-2). */
	function planned(plan: Plan, rep: Rep): Outcome<{ columns: Partial<Row> }> {
		const late = visitDateProblem(plan.date, organisation.today());
		if (late) return failed(problem('date', late, plan.date));
		const { customer: code, customerName } = plan;
		const customer = code === undefined ? undefined : mirror.customers.named(code);
		if (code !== undefined && !customer)
			return failed(problem('customer', 'unknown-customer', code));
		if (customer && customer.ownerId !== null && customer.ownerId !== rep.id)
			return failed(problem('customer', 'foreign-customer', code));
		if (!customer && customerName === '') return failed(problem('customer', 'required'));
		return {
			ok: true,
			columns: {
				date: plan.date,
				start: plan.start ?? null,
				end: plan.end ?? null,
				customerId: customer?.id ?? null,
				customerName: customer ? null : customerName,
				purpose: plan.purpose,
				note: plan.note || null
			}
		};
	}

	async function locked(tx: Transaction, id: string): Promise<Row | undefined> {
		const [row] = await tx.select().from(visits).where(eq(visits.id, id)).for('update');
		return row;
	}

	/** One step of a visit, as VISIT-3 and VISIT-4 allow it; `columns` are what it sets besides. */
	async function step(
		tx: Transaction,
		to: { visit: string; step: VisitStep; at?: Date | undefined },
		columns: (rep: Rep) => Outcome<{ columns: Partial<Row> }>
	): Promise<Done<object>> {
		const row = await locked(tx, to.visit);
		if (!row) return failed(problem('visit', 'unknown-visit', to.visit));
		const { clock: day } = organisation;
		const settledOn = row.settledAt ? day.dateOf(row.settledAt.getTime()) : undefined;
		const stepped = stepVisit({ ...row, settledOn }, to.step, organisation.today());
		if (!stepped.ok) return failed(problem('visit', stepped.reason, row.date));
		const rep = repOf(parts, row.repId);
		const set = columns(rep);
		if (!set.ok) return set;
		const settledAt = stepped.state === 'planned' ? null : (to.at ?? null);
		await tx
			.update(visits)
			.set({ ...set.columns, state: stepped.state, settledAt })
			.where(eq(visits.id, row.id));
		return { ok: true, answer: {}, changed: [{ rep: rep.code, what: 'visits' }] };
	}

	const sets = (columns: Partial<Row>) => () => ({ ok: true as const, columns });

	return {
		/** Problems: `unknown-rep`, `visit-too-early`, `visit-too-late`, `unknown-customer`, `foreign-customer`, `required`. */
		plan(form: VisitPlan, by: string): Promise<Outcome<object>> {
			return once({ what: 'visit.plan', by, form }, async (tx) => {
				const named = repNamed(parts, form.rep);
				if (!named.ok) return named;
				const plan = planned(form, named.rep);
				if (!plan.ok) return plan;
				const start = { id: form.id, repId: named.rep.id, by, at: instantOf(parts, undefined) };
				const added = await tx
					.insert(visits)
					.values({ ...(plan.columns as typeof visits.$inferInsert), ...start })
					.onConflictDoNothing()
					.returning({ id: visits.id });
				if (added.length === 0) return failed(problem('id', 'command-id-in-use', form.id));
				return { ok: true, answer: {}, changed: [{ rep: form.rep, what: 'visits' }] };
			});
		},

		/** Another date, slot, customer or purpose, while it is planned. Besides those of `plan`: `unknown-visit`, `visit-settled`. */
		change: (form: VisitChange, by: string): Promise<Outcome<object>> =>
			once({ what: 'visit.change', by, form }, (tx) =>
				step(tx, { visit: form.visit, step: 'change' }, (rep) => planned(form, rep))
			),

		/** Problems: `unknown-visit`, `visit-settled`, `visit-to-come`. */
		done: (form: VisitDone, by: string): Promise<Outcome<object>> =>
			once({ what: 'visit.done', by, form }, (tx) =>
				step(
					tx,
					{ visit: form.visit, step: 'done', at: instantOf(parts, form.at) },
					sets({ result: form.result || null })
				)
			),

		/** Problems: `unknown-visit`, `visit-settled`. */
		cancel: (form: VisitCancel, by: string): Promise<Outcome<object>> =>
			once({ what: 'visit.cancel', by, form }, (tx) =>
				step(
					tx,
					{ visit: form.visit, step: 'cancel', at: instantOf(parts, undefined) },
					sets({ result: form.result || null })
				)
			),

		/** Takes done or cancelled back, on the same day. Problems: `unknown-visit`, `visit-open`, `visit-reopen-late`. */
		reopen: (form: VisitReopen, by: string): Promise<Outcome<object>> =>
			once({ what: 'visit.reopen', by, form }, (tx) =>
				step(tx, { visit: form.visit, step: 'reopen' }, sets({ result: null }))
			),

		/** By code of the rep, in order of the day and its slots. */
		async between(
			repIds: readonly number[],
			from: IsoDate,
			to: IsoDate
		): Promise<Map<string, VisitView[]>> {
			const rows = await db
				.select()
				.from(visits)
				.where(and(inArray(visits.repId, [...repIds]), between(visits.date, from, to)))
				.orderBy(asc(visits.date), asc(visits.start), asc(visits.at));
			return byRep(parts, rows, show);
		}
	};
}
