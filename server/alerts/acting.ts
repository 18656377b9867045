import { and, eq, isNull } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Book } from './book.ts';
import { alertEvents, alerts } from './schema.ts';
import type { AlertRow, EventKind } from './schema.ts';
import type { TurnAlert } from '../process/origins.ts';

/** Nobody puts an alert off for longer. */
const LONGEST_SNOOZE_MS = 14 * 24 * 3_600_000;

/** What people do about an alert. A rep acts on the rep's bell, whoever leads on that of all who lead (ALERT-12). */
export function createActing(options: {
	database: Database;
	directory: Directory;
	book: Book;
	clock: Clock;
}) {
	const { database, directory, book, clock } = options;
	const { mirror } = directory;

	async function change(
		id: number,
		by: string,
		work: (
			row: AlertRow,
			own: boolean
		) => {
			set: Partial<AlertRow>;
			event: { kind: EventKind; note?: string; until?: Date };
		}
	): Promise<Outcome<object>> {
		const alert = book.get(id);
		if (!alert) return failed(problem('id', 'alert-over', id));
		const at = new Date(clock());
		const { set, event } = work(alert, mirror.reps.get(alert.repId)?.code === by);
		const write = async (tx: Transaction) => {
			const open = and(eq(alerts.id, id), isNull(alerts.endedAt));
			const [row] = await tx.update(alerts).set(set).where(open).returning();
			if (!row) return undefined;
			await tx.insert(alertEvents).values({ alertId: id, at, by, ...event });
			await book.announce(tx, [id]);
			return row;
		};
		const row = await database.db.transaction(write);
		if (!row) return failed(problem('id', 'alert-over', id));
		book.apply([row]);
		return { ok: true };
	}

	return {
		/** Seen, and dealt with as the note says. Problems: `alert-over`. */
		acknowledge: (id: number, by: string, note?: string): Promise<Outcome<object>> =>
			change(id, by, (_, own) => {
				const at = new Date(clock());
				return {
					set: own
						? { repAcknowledgedAt: at, repSnoozedUntil: null }
						: { acknowledgedAt: at, acknowledgedBy: by, snoozedUntil: null },
					event: { kind: 'acknowledged', ...(note ? { note } : {}) }
				};
			}),

		/** Silent until then, epoch milliseconds. Problems: `alert-over`, `snooze-when`. */
		async snooze(id: number, until: number, by: string): Promise<Outcome<object>> {
			const now = clock();
			if (!(until > now && until <= now + LONGEST_SNOOZE_MS))
				return failed(problem('until', 'snooze-when', until));
			const at = new Date(until);
			return change(id, by, (_, own) => ({
				set: own ? { repSnoozedUntil: at } : { snoozedUntil: at },
				event: { kind: 'snoozed', until: at }
			}));
		},

		/**
		 * An action or a help request comes of it, which is as good as acknowledged; also of one that is over by now, as a
		 * tablet may have been without a network. In the transaction in which it comes to be.
		 */
		async turn(
			tx: Transaction,
			{ alert, rep, into, by }: Parameters<TurnAlert>[1]
		): Promise<Outcome<{ told: () => void }>> {
			const id = /^\d{1,15}$/.test(alert) ? Number(alert) : 0;
			const one = and(eq(alerts.id, id), eq(alerts.repId, rep.id));
			const [row] = await tx.select().from(alerts).where(one).for('update');
			if (!row) return failed(problem('alert', 'unknown-alert', alert));
			const at = new Date(clock());
			const event = { alertId: id, at, by, kind: 'turned', outcome: into } as const;
			await tx.insert(alertEvents).values(event);
			const { acknowledgedAt, acknowledgedBy } = row;
			const [after] = await tx
				.update(alerts)
				.set({ acknowledgedAt: acknowledgedAt ?? at, acknowledgedBy: acknowledgedBy ?? by })
				.where(one)
				.returning();
			await book.announce(tx, [id]);
			return { ok: true, told: () => book.apply([after!]) };
		}
	};
}
