import type { Plan } from '../../../src/lib/scenes/plan.ts';
import { exportList, foundAll } from '../list.ts';

interface Row {
	code: string;
	name: string;
	metric: string;
	plan: Plan;
	displays: number;
}

export const boardsList = exportList<Row>({
	action: 'boards.manage',
	columns: [
		{ heading: 'code', of: (board) => board.code },
		{ heading: 'name', of: (board) => board.name },
		{ heading: 'metric', of: (board) => board.metric },
		{ heading: 'scenes', kind: 'number', of: ({ plan }) => plan.scenes.length },
		{ heading: 'displays', kind: 'number', of: (board) => board.displays }
	],
	async read({ database }) {
		const { rows } = await database.pool.query<Row>(
			`SELECT b.code, b.name, m.code AS metric, b.plan,
				(SELECT count(*) FROM displays d WHERE d.board = b.code AND d.revoked_at IS NULL) AS displays
			FROM boards b JOIN metrics m ON m.id = b.metric_id ORDER BY b.code`
		);
		return foundAll(rows);
	}
});
