import { and, eq, gte, lte } from 'drizzle-orm';
import type { Leave } from '../../src/lib/domain/calendar.ts';
import { recordChange } from '../audit/record.ts';
import type { Transaction } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { ChangeDirectory } from './directory.ts';
import { repLeave, reps } from './schema.ts';

async function add(tx: Transaction, code: string, leave: Leave): Promise<Outcome<object>> {
	// Locks the rep: two leaves at the same moment see each other.
	const [rep] = await tx.select().from(reps).where(eq(reps.code, code)).for('update');
	if (!rep) return failed(problem('from', 'unknown-rep', code));
	const { from, to } = leave;
	if (to < from) return failed(problem('to', 'until-before-since', to, { since: from }));
	const [other] = await tx
		.select()
		.from(repLeave)
		.where(and(eq(repLeave.repId, rep.id), lte(repLeave.from, to), gte(repLeave.to, from)))
		.limit(1);
	if (other)
		return failed(problem('from', 'leave-overlaps', from, { from: other.from, to: other.to }));
	await tx.insert(repLeave).values({ ...leave, repId: rep.id });
	return { ok: true };
}

async function remove(
	tx: Transaction,
	code: string,
	id: number
): Promise<Outcome<{ removed: Leave }>> {
	const [rep] = await tx.select().from(reps).where(eq(reps.code, code));
	const [removed] = await tx
		.delete(repLeave)
		.where(and(eq(repLeave.id, id), eq(repLeave.repId, rep?.id ?? -1)))
		.returning({ from: repLeave.from, to: repLeave.to, weight: repLeave.weight });
	return removed ? { ok: true, removed } : failed(problem('id', 'no-leave'));
}

/** Days on which a rep is away, or there for a part of the day only: day targets follow at once (CAL-5). */
export function leaveOperations({ change, now }: { change: ChangeDirectory; now: () => Date }) {
	return {
		/** Problems: `unknown-rep`, `until-before-since`, `leave-overlaps`. */
		add: (code: string, leave: Leave, actor: string): Promise<Outcome<object>> =>
			change([['reps', code]], async (tx) => {
				const added = await add(tx, code, leave);
				const entry = { at: now(), actor, action: 'leave.add', subject: code };
				if (added.ok) await recordChange(tx, { ...entry, before: null, after: leave });
				return added;
			}),

		/** Problem: `no-leave`. */
		remove: (code: string, id: number, actor: string): Promise<Outcome<object>> =>
			change([['reps', code]], async (tx) => {
				const outcome = await remove(tx, code, id);
				const entry = { at: now(), actor, action: 'leave.remove', subject: code };
				if (outcome.ok) await recordChange(tx, { ...entry, before: outcome.removed, after: null });
				return outcome;
			})
	};
}
