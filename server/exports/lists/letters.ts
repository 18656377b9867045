import { exportList, foundAll, unitIds } from '../list.ts';

interface Row {
	id: number;
	rep_id: number | null;
	rep: string | null;
	unit_id: number | null;
	unit: string | null;
	name: string;
	receiver: string;
	period_unit: string;
	period_start: string;
	version: number;
	state: string;
	prepared_at: Date;
	prepared_by: string;
	closed_at: Date | null;
	closed_by: string | null;
	closed_reason: string | null;
}

/** Target letters 责任书 with all their versions; what they say stays in them. */
export const lettersList = exportList<Row>({
	action: 'letters.read',
	columns: [
		{ heading: 'period', words: 'period', of: (letter) => letter.period_unit },
		{ heading: 'start', kind: 'date', of: (letter) => letter.period_start },
		{ heading: 'rep', of: (letter) => letter.rep },
		{ heading: 'unit', of: (letter) => letter.unit },
		{ heading: 'name', of: (letter) => letter.name },
		{ heading: 'receiver', of: (letter) => letter.receiver },
		{ heading: 'version', kind: 'number', of: (letter) => letter.version },
		{ heading: 'state', words: 'letter_state', of: (letter) => letter.state },
		{ heading: 'prepared_at', kind: 'instant', of: (letter) => letter.prepared_at },
		{ heading: 'prepared_by', of: (letter) => letter.prepared_by },
		{ heading: 'closed_at', kind: 'instant', of: (letter) => letter.closed_at },
		{ heading: 'closed_by', of: (letter) => letter.closed_by },
		{ heading: 'reason', of: (letter) => letter.closed_reason }
	],
	async read(books, { q, within }) {
		const { database, directory } = books;
		const units = unitIds(books, within);
		const reps = new Set(directory.search('reps', { within }).rows.map(({ code }) => code));
		const { rows } = await database.pool.query<Row>(
			`SELECT c.id, c.rep_id, r.code AS rep, c.unit_id, u.code AS unit, coalesce(r.name, u.name) AS name, c.receiver,
				c.period_unit, c.period_start, c.version, c.state, c.prepared_at, c.prepared_by, c.closed_at, c.closed_by,
				c.closed_reason
			FROM commitments c LEFT JOIN reps r ON r.id = c.rep_id LEFT JOIN units u ON u.id = c.unit_id
			ORDER BY c.period_start DESC, c.period_unit, c.id`
		);
		const words = q.toLowerCase().split(/\s+/).filter(Boolean);
		return foundAll(
			rows.filter(({ rep, unit_id: unit, name, receiver }) => {
				const text = `${name} ${receiver}`.toLowerCase();
				const mine = !units || (rep === null ? units.has(unit!) : reps.has(rep));
				return mine && words.every((word) => text.includes(word));
			})
		);
	}
});
