import type pg from 'pg';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { SUBJECT_COLUMN } from '../ledger/former-totals.ts';
import type { TotalKind } from '../ledger/schema.ts';

export interface Span {
	from: IsoDate;
	to: IsoDate;
}

/** Whose results are asked for: each group is added up by itself. */
export interface Groups {
	kind: TotalKind;
	metricId: number;
	/** Ids of the subjects of each group. */
	groups: readonly (readonly number[])[];
}

/** What was booked, by the index of the group. Two ways to know it, which agree (TRACK-9). */
export interface Results {
	/** Over the whole span; 0 where there was nothing. */
	sums(of: Groups & Span): Promise<number[]>;
	/** Day by day, for the days that have any. */
	days(of: Groups & Span): Promise<Map<IsoDate, number>[]>;
}

type Reader = pg.Pool | pg.ClientBase;

interface SumRow {
	group: number;
	amount: number;
}

const membersOf = ({ groups }: Groups): [number[], number[]] => [
	groups.flatMap((ids, group) => ids.map(() => group)),
	groups.flat()
];

function toSums({ groups }: Groups, rows: readonly SumRow[]): number[] {
	const sums = groups.map(() => 0);
	for (const { group, amount } of rows) sums[group] = amount;
	return sums;
}

function toDays(
	{ groups }: Groups,
	rows: readonly (SumRow & { day: IsoDate })[]
): Map<IsoDate, number>[] {
	const days = groups.map(() => new Map<IsoDate, number>());
	for (const { group, day, amount } of rows) days[group]!.set(day, amount);
	return days;
}

/** As they are now, from the day totals. */
export function presentResults(client: Reader): Results {
	const FROM = `
		FROM unnest($1::int[], $2::int[]) AS member ("group", id)
		JOIN day_totals ON kind = $3 AND metric_id = $4 AND subject_id = member.id
			AND day BETWEEN $5 AND $6`;
	const valuesOf = (of: Groups & Span) => [...membersOf(of), of.kind, of.metricId, of.from, of.to];
	return {
		async sums(of) {
			const { rows } = await client.query<SumRow>({
				name: 'tracking-sums',
				text: `SELECT "group", sum(amount) AS amount ${FROM} GROUP BY "group"`,
				values: valuesOf(of)
			});
			return toSums(of, rows);
		},
		async days(of) {
			const { rows } = await client.query<SumRow & { day: IsoDate }>({
				name: 'tracking-days',
				text: `SELECT "group", day, sum(amount) AS amount ${FROM} GROUP BY "group", day`,
				values: valuesOf(of)
			});
			return toDays(of, rows);
		}
	};
}

/** As they were after a position of the ledger, from the entries up to it. */
export function formerResults(client: Reader, position: number): Results {
	const from = (kind: TotalKind) => `
		FROM entries e
		JOIN entry_credits c ON c.position = e.position AND c.role = 'credit'
		JOIN unnest($1::int[], $2::int[]) AS member ("group", id) ON member.id = ${SUBJECT_COLUMN[kind]}
		WHERE e.metric_id = $3 AND e.business_date BETWEEN $4 AND $5 AND e.position <= $6`;
	const valuesOf = (of: Groups & Span) => [...membersOf(of), of.metricId, of.from, of.to, position];
	return {
		async sums(of) {
			const { rows } = await client.query<SumRow>({
				name: `tracking-former-sums-${of.kind}`,
				text: `SELECT "group", sum(c.amount) AS amount ${from(of.kind)} GROUP BY "group"`,
				values: valuesOf(of)
			});
			return toSums(of, rows);
		},
		async days(of) {
			const { rows } = await client.query<SumRow & { day: IsoDate }>({
				name: `tracking-former-days-${of.kind}`,
				text: `SELECT "group", e.business_date AS day, sum(c.amount) AS amount
					${from(of.kind)} GROUP BY "group", e.business_date`,
				values: valuesOf(of)
			});
			return toDays(of, rows);
		}
	};
}
