import { exportList, foundAll, unitIds } from '../list.ts';

interface Row {
	id: string;
	name: string;
	board: string;
	unit_id: number;
	unit: string;
	unit_name: string;
	locale: string | null;
	paired_at: Date;
	paired_by: string;
	last_seen_at: Date | null;
	version: string | null;
	muted: boolean;
	revoked_at: Date | null;
}

/** Without the secrets by which displays are known. */
export const displaysList = exportList<Row>({
	action: 'displays.manage',
	columns: [
		{ heading: 'id', of: (display) => display.id },
		{ heading: 'name', of: (display) => display.name },
		{ heading: 'board', of: (display) => display.board },
		{ heading: 'unit', of: (display) => display.unit },
		{ heading: 'unit_name', of: (display) => display.unit_name },
		{ heading: 'language', words: 'language', of: (display) => display.locale },
		{ heading: 'paired_at', kind: 'instant', of: (display) => display.paired_at },
		{ heading: 'paired_by', of: (display) => display.paired_by },
		{ heading: 'last_seen_at', kind: 'instant', of: (display) => display.last_seen_at },
		{ heading: 'version', of: (display) => display.version },
		{ heading: 'muted', words: 'is', of: (display) => String(display.muted) },
		{ heading: 'revoked_at', kind: 'instant', of: (display) => display.revoked_at }
	],
	async read(books, asked) {
		const mine = unitIds(books, asked.within);
		const { rows } = await books.database.pool.query<Row>(
			`SELECT d.id, d.name, d.board, d.unit_id, u.code AS unit, u.name AS unit_name, d.locale,
				d.paired_at, d.paired_by, d.last_seen_at, d.report ->> 'version' AS version, d.muted, d.revoked_at
			FROM displays d JOIN units u ON u.id = d.unit_id
			ORDER BY d.name, d.id`
		);
		const words = asked.q.toLowerCase().split(/\s+/).filter(Boolean);
		return foundAll(
			rows.filter(({ unit_id: unit, name, unit_name: unitName, board }) => {
				const text = `${name} ${unitName} ${board}`.toLowerCase();
				return (!mine || mine.has(unit)) && words.every((word) => text.includes(word));
			})
		);
	}
});
