import type { WalkSeen } from '../../src/lib/forms/process.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { instantOf, repNamed, repOf } from './parts.ts';
import type { Parts } from './parts.ts';
import { walks } from './schema.ts';

/** Whatever brings whoever leads and a rep together; a request for help when it was taken, and when it was closed. */
const LAST_CONTACTS = `
SELECT wanted.id AS "repId", max(met.at) AS at
FROM unnest($1::int[]) AS wanted (id)
CROSS JOIN LATERAL (
	(SELECT at FROM walks WHERE rep_id = wanted.id ORDER BY at DESC LIMIT 1)
	UNION ALL (SELECT at FROM floor_notes WHERE rep_id = wanted.id ORDER BY at DESC LIMIT 1)
	UNION ALL (SELECT at FROM coachings WHERE rep_id = wanted.id ORDER BY at DESC LIMIT 1)
	UNION ALL (SELECT at FROM calls WHERE rep_id = wanted.id ORDER BY at DESC LIMIT 1)
	UNION ALL SELECT max(recorded_at) FROM spot_checks WHERE rep_id = wanted.id
	UNION ALL SELECT greatest(max(taken_at), max(closed_at) FILTER (WHERE closed_by IS NOT NULL))
		FROM help_requests WHERE rep_id = wanted.id
) AS met (at)
GROUP BY wanted.id
HAVING max(met.at) IS NOT NULL`;

/** 走动管理: that one was with somebody, and when that was last. docs/SPEC.md, FLOOR-15. */
export function createWalks(parts: Parts) {
	const { database, once } = parts;

	return {
		/** Problems: `unknown-rep`. */
		seen(form: WalkSeen, by: string): Promise<Outcome<object>> {
			return once({ what: 'walk.seen', by, form }, async (tx) => {
				const named = repNamed(parts, form.rep);
				if (!named.ok) return named;
				const { id } = form;
				const at = instantOf(parts, form.at);
				const added = await tx
					.insert(walks)
					.values({ id, repId: named.rep.id, by, at })
					.onConflictDoNothing()
					.returning({ id: walks.id });
				if (added.length === 0) return failed(problem('id', 'command-id-in-use', id));
				return { ok: true, answer: {}, changed: [{ rep: form.rep, what: 'walks' }] };
			});
		},

		/** When somebody who leads was last with each rep, however; by code of the rep, epoch milliseconds. */
		async lastContacts(repIds: readonly number[]): Promise<Map<string, number>> {
			const { rows } = await database.pool.query<{ repId: number; at: Date }>({
				name: 'process-contacts',
				text: LAST_CONTACTS,
				values: [[...repIds]]
			});
			return new Map(rows.map(({ repId, at }) => [repOf(parts, repId).code, at.getTime()]));
		}
	};
}
