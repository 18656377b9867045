import { formatDecimal } from '../../../src/lib/domain/money.ts';
import { exportList, foundAll } from '../list.ts';

interface Row {
	rep: string;
	name: string;
	from: string;
	to: string;
	weight: number;
}

/** Days on which somebody is away, or works less; the newest first. */
export const leaveList = exportList<Row>({
	action: 'people.read',
	columns: [
		{ heading: 'rep', of: (leave) => leave.rep },
		{ heading: 'rep_name', of: (leave) => leave.name },
		{ heading: 'first_day', kind: 'date', of: (leave) => leave.from },
		{ heading: 'last_day', kind: 'date', of: (leave) => leave.to },
		{ heading: 'weight', kind: 'number', of: (leave) => formatDecimal(leave.weight, 2) }
	],
	async read({ database, directory }, { q, within }) {
		const reps = new Set(directory.search('reps', { q, within }).rows.map(({ code }) => code));
		const { rows } = await database.pool.query<Row>(
			`SELECT r.code AS rep, r.name, l."from", l."to", l.weight
			FROM rep_leave l JOIN reps r ON r.id = l.rep_id ORDER BY l."from" DESC, r.code`
		);
		return foundAll(rows.filter(({ rep }) => reps.has(rep)));
	}
});
