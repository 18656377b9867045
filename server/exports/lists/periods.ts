import { exportList, foundAll } from '../list.ts';

interface Row {
	month: string;
	entries: number;
	position: number;
	closed_at: Date;
	closed_by: string;
	reopened_at: Date | null;
	reopened_by: string | null;
	reason: string | null;
}

/** Every closing of a month, also those that were reopened (PERIOD-5). */
export const periodsList = exportList<Row>({
	action: 'periods.close',
	columns: [
		{ heading: 'month', kind: 'date', of: (closing) => closing.month },
		{ heading: 'entries', kind: 'number', of: (closing) => closing.entries },
		{ heading: 'position', kind: 'number', of: (closing) => closing.position },
		{ heading: 'closed_at', kind: 'instant', of: (closing) => closing.closed_at },
		{ heading: 'closed_by', of: (closing) => closing.closed_by },
		{ heading: 'reopened_at', kind: 'instant', of: (closing) => closing.reopened_at },
		{ heading: 'reopened_by', of: (closing) => closing.reopened_by },
		{ heading: 'reason', of: (closing) => closing.reason }
	],
	async read({ database }) {
		const { rows } = await database.pool.query<Row>(
			`SELECT month, entries, position, closed_at, closed_by, reopened_at, reopened_by, reason
			FROM period_closings ORDER BY month DESC, id DESC`
		);
		return foundAll(rows);
	}
});
