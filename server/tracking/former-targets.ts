import type { Database } from '../database/connection.ts';

/**
 * Month targets as they stood at an instant, by subject (`rep:R001`), from the audit log: what the last change up to
 * then set, else what the first change after it replaced. A subject that is not in the answer was never changed.
 */
const AT = `
SELECT DISTINCT ON (subject) subject,
	(CASE WHEN at <= $4 THEN after ELSE before END ->> 'amount')::bigint AS amount
FROM audit
WHERE action = 'target.put' AND subject = ANY($1)
	AND after ->> 'metric' = $2
	AND after -> 'period' ->> 'unit' = 'month' AND after -> 'period' ->> 'start' = $3
ORDER BY subject, at <= $4 DESC, CASE WHEN at <= $4 THEN -id ELSE id END`;

export async function readFormerTargets(
	{ pool }: Database,
	of: { subjects: readonly string[]; metric: string; monthStart: string; at: number }
): Promise<Map<string, number | undefined>> {
	const { rows } = await pool.query<{ subject: string; amount: number | null }>({
		name: 'tracking-former-targets',
		text: AT,
		values: [of.subjects, of.metric, of.monthStart, new Date(of.at).toISOString()]
	});
	return new Map(rows.map(({ subject, amount }) => [subject, amount ?? undefined]));
}
