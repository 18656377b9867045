import { exportList, foundAll } from '../list.ts';

interface Row {
	id: number;
	name: string;
	kind: string;
	level: string;
	unit: string;
	unit_name: string;
	metric: string | null;
	from: string;
	to: string;
	prize: string | null;
	settled_at: Date | null;
	winners: string | null;
	created_by: string;
}

/** Everybody may see contests; the newest first. */
export const contestsList = exportList<Row>({
	action: 'contests.read',
	columns: [
		{ heading: 'id', kind: 'number', of: (contest) => contest.id },
		{ heading: 'name', of: (contest) => contest.name },
		{ heading: 'kind', words: 'contest', of: (contest) => contest.kind },
		{ heading: 'level', words: 'contests_level', of: (contest) => contest.level },
		{ heading: 'unit', of: (contest) => contest.unit },
		{ heading: 'unit_name', of: (contest) => contest.unit_name },
		{ heading: 'metric', of: (contest) => contest.metric },
		{ heading: 'first_day', kind: 'date', of: (contest) => contest.from },
		{ heading: 'last_day', kind: 'date', of: (contest) => contest.to },
		{ heading: 'prize', of: (contest) => contest.prize },
		{ heading: 'settled_at', kind: 'instant', of: (contest) => contest.settled_at },
		{ heading: 'winners', of: (contest) => contest.winners },
		{ heading: 'by', of: (contest) => contest.created_by }
	],
	async read({ database }) {
		const { rows } = await database.pool.query<Row>(
			`SELECT c.id, c.name, c.kind, c.level, u.code AS unit, u.name AS unit_name, m.code AS metric, c."from", c."to",
				c.prize, c.settled_at, c.created_by,
				(SELECT string_agg(w ->> 'name', ', ') FROM jsonb_array_elements(c.outcome -> 'winners') w) AS winners
			FROM contests c JOIN units u ON u.id = c.unit_id LEFT JOIN metrics m ON m.id = c.metric_id
			ORDER BY c.id DESC`
		);
		return foundAll(rows);
	}
});
