import { and, eq, gte, lte } from 'drizzle-orm';
import type { Leave } from '../../src/lib/domain/calendar.ts';
import { recordChange } from '../audit/record.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { ChangeDirectory } from './directory.ts';
import type { Mirror, RepLeave } from './mirror.ts';
import { repLeave, reps } from './schema.ts';

async function add(tx: Transaction, code: string, leave: Leave): Promise<Outcome<{ id: number }>> {
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
	const [row] = await tx
		.insert(repLeave)
		.values({ ...leave, repId: rep.id })
		.returning({ id: repLeave.id });
	return { ok: true, id: row!.id };
}

/** Leave of reps: days on which they are away, or there for a part of the day. Day targets follow at once (CAL-5). */
export function leaveOperations(parts: {
	database: Database;
	mirror: Mirror;
	change: ChangeDirectory;
	now: () => Date;
}) {
	const { database, mirror, change, now } = parts;
	return {
		/** In order of their first day. */
		list(code: string): readonly RepLeave[] {
			const rep = mirror.reps.named(code);
			return rep ? mirror.leaveOf(rep.id) : [];
		},

		/** Problems: `unknown-rep`, `until-before-since`, `leave-overlaps`. */
		add: (code: string, leave: Leave, actor: string): Promise<Outcome<{ id: number }>> =>
			change([['reps', code]], async (tx) => {
				const added = await add(tx, code, leave);
				const entry = { at: now(), actor, action: 'leave.add', subject: code };
				if (added.ok) await recordChange(tx, { ...entry, before: null, after: leave });
				return added;
			}),

		/** Problem: `no-leave`. Whose it is the caller has asked. */
		async remove(id: number, actor: string): Promise<Outcome<object>> {
			const [owner] = await database.db
				.select({ code: reps.code })
				.from(repLeave)
				.innerJoin(reps, eq(reps.id, repLeave.repId))
				.where(eq(repLeave.id, id));
			if (!owner) return failed(problem('leave', 'no-leave'));
			return change([['reps', owner.code]], async (tx) => {
				const [before] = await tx
					.delete(repLeave)
					.where(eq(repLeave.id, id))
					.returning({ from: repLeave.from, to: repLeave.to, weight: repLeave.weight });
				if (!before) return failed(problem('leave', 'no-leave'));
				const entry = { at: now(), actor, action: 'leave.remove', subject: owner.code };
				await recordChange(tx, { ...entry, before, after: null });
				return { ok: true };
			});
		}
	};
}
