import type { Mirror } from '../directory/mirror.ts';
import type { TotalKind } from './schema.ts';
import type { Total, TotalsReader } from './totals.ts';

/** Where an entry with its credits names the subject. */
export const SUBJECT_COLUMN: Readonly<Record<TotalKind, string>> = {
	rep: 'c.rep_id',
	team: 'c.team_id',
	customer: 'e.customer_id',
	product: 'e.product_id'
};

const totalsOf = (subject: string): string => `
SELECT ${subject} AS subject_id, sum(c.amount * weighed.points) AS amount,
	coalesce(max(e.position) FILTER (WHERE c.amount <> 0), 0) AS reached
FROM entries e
JOIN entry_credits c ON c.position = e.position AND c.role = 'credit'
JOIN unnest($1::int[], $2::bigint[]) AS weighed (metric, points) ON metric = e.metric_id
WHERE e.business_date BETWEEN $3 AND $4 AND e.position <= $5 AND ${subject} IS NOT NULL
	AND ($6::int[] IS NULL OR c.team_id = ANY($6)) AND ($7::int[] IS NULL OR ${subject} = ANY($7))
GROUP BY ${subject}`;

/** Totals as they were after a position of the ledger, from the entries up to it; points by the metrics of that time. */
export const formerTotals =
	(mirror: Mirror, position: number): TotalsReader =>
	async (client, { kind, metricId, from, to, teamIds, subjectIds }) => {
		const metrics =
			metricId === undefined
				? [...mirror.metrics.all()].filter(({ pointsMicro }) => pointsMicro > 0)
				: [{ id: metricId, pointsMicro: 1 }];
		const { rows } = await client.query<{ subject_id: number } & Total>({
			name: `former-totals-${kind}`,
			text: totalsOf(SUBJECT_COLUMN[kind]),
			values: [
				metrics.map(({ id }) => id),
				metrics.map(({ pointsMicro }) => pointsMicro),
				from,
				to,
				position,
				teamIds ?? null,
				subjectIds ?? null
			]
		});
		return new Map(
			rows.map((row) => [row.subject_id, { amount: row.amount, reached: row.reached }])
		);
	};
