import { eq } from 'drizzle-orm';
import type { Leave } from '../../src/lib/domain/calendar.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Mirror } from './mirror.ts';
import { repLeave, reps } from './schema.ts';

export type LeaveOfRep = Leave & { id: number };

/** Leave of reps: it lowers their days, and so their day targets (CAL-5). */
export function createLeave(options: {
	database: Database;
	mirror: Mirror;
	clock: Clock;
	/** Reads the rep again, here; other processes hear of it. */
	reread: (repCode: string) => Promise<void>;
}) {
	const { database, mirror, clock, reread } = options;

	async function write(
		tx: Transaction,
		rep: string,
		actor: string,
		change: { before: unknown; after: unknown }
	): Promise<void> {
		await recordChange(tx, {
			at: new Date(clock()),
			actor,
			action: 'rep.leave',
			subject: rep,
			...change
		});
		await tx.execute(notification('directory', `reps:${rep}`));
	}

	return {
		list(repCode: string): readonly LeaveOfRep[] {
			const rep = mirror.reps.named(repCode);
			return rep ? mirror.leaveOf(rep.id) : [];
		},

		async add(repCode: string, leave: Leave, actor: string): Promise<Outcome<{ id: number }>> {
			const rep = mirror.reps.named(repCode);
			if (!rep) return failed(problem('rep', 'unknown-rep', repCode));
			const { from, to, weight } = leave;
			if (to < from) return failed(problem('to', 'until-before-since', to, { since: from }));
			const id = await database.db.transaction(async (tx) => {
				const [row] = await tx
					.insert(repLeave)
					.values({ repId: rep.id, from, to, weight })
					.returning({ id: repLeave.id });
				await write(tx, repCode, actor, { before: null, after: { id: row!.id, from, to, weight } });
				return row!.id;
			});
			await reread(repCode);
			return { ok: true, id };
		},

		async remove(id: number, actor: string): Promise<Outcome<object>> {
			const repCode = await database.db.transaction(async (tx) => {
				const [row] = await tx.delete(repLeave).where(eq(repLeave.id, id)).returning();
				if (!row) return undefined;
				const { repId, ...before } = row;
				const [rep] = await tx.select().from(reps).where(eq(reps.id, repId));
				await write(tx, rep!.code, actor, { before, after: null });
				return rep!.code;
			});
			if (repCode === undefined) return failed(problem('leave', 'unknown-leave', id));
			await reread(repCode);
			return { ok: true };
		}
	};
}
