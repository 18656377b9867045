/** What was ticked off, by rep, metric and day; never changed. docs/SPEC.md, TRACK-13. */
import { and, between, desc, eq, sql } from 'drizzle-orm';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';
import type { Tick } from './check-view.ts';
import type { Span } from './results.ts';
import { targetChecks } from './schema.ts';

/** By `keyOf`. */
export type Ticks = ReadonlyMap<string, Tick>;

export const keyOf = (repId: number, metricId: number, day: IsoDate): string =>
	`${repId}:${metricId}:${day}`;

export function createTickStore({ db, pool }: Database) {
	return {
		/** Who ticked what, from one day to another. */
		async between({ from, to }: Span): Promise<Ticks> {
			const { rows } = await pool.query<{
				rep_id: number;
				metric_id: number;
				day: IsoDate;
				by: string;
				name: string | null;
				at: Date;
				note: string | null;
			}>({
				name: 'target-checks-of-days',
				text: `SELECT rep_id, metric_id, day, by, accounts.name, at, note
					FROM target_checks LEFT JOIN accounts ON accounts.code = by
					WHERE day BETWEEN $1 AND $2`,
				values: [from, to]
			});
			return new Map(
				rows.map(({ rep_id, metric_id, day, by, name, at, note }) => [
					keyOf(rep_id, metric_id, day),
					{ by, byName: name ?? by, at: at.getTime(), ...(note === null ? {} : { note }) }
				])
			);
		},

		/** Nothing is missing from before the first tick there ever was. */
		async firstDay(): Promise<IsoDate | undefined> {
			const [row] = await db
				.select({ day: sql<IsoDate | null>`min(${targetChecks.day})` })
				.from(targetChecks);
			return row?.day ?? undefined;
		},

		/** False where it was ticked before: that tick stays. */
		async put(tick: typeof targetChecks.$inferInsert): Promise<boolean> {
			const inserted = await db
				.insert(targetChecks)
				.values(tick)
				.onConflictDoNothing()
				.returning({ by: targetChecks.by });
			return inserted.length > 0;
		},

		/** Of one rep, newest day first, each with the name of whoever ticked. */
		async ofRep(repId: number, { from, to }: Span) {
			const { rows } = await pool.query<{ name: string | null; code: string }>(
				'SELECT code, name FROM accounts WHERE code IN (SELECT by FROM target_checks WHERE rep_id = $1)',
				[repId]
			);
			const names = new Map(rows.map(({ code, name }) => [code, name]));
			const checks = await db
				.select()
				.from(targetChecks)
				.where(and(eq(targetChecks.repId, repId), between(targetChecks.day, from, to)))
				.orderBy(desc(targetChecks.day), targetChecks.metricId);
			return checks.map((check) => ({ ...check, byName: names.get(check.by) ?? check.by }));
		}
	};
}
