import { exportList, foundAll } from '../list.ts';

interface Row {
	id: string;
	created_at: Date;
	created_by: string;
	state: string;
	rows: number | null;
	finished_at: Date | null;
}

/** Imports of the wizard; what they recorded is in the ledger, by their source. */
export const importsList = exportList<Row>({
	action: 'imports.run',
	columns: [
		{ heading: 'id', of: (batch) => batch.id },
		{ heading: 'created_at', kind: 'instant', of: (batch) => batch.created_at },
		{ heading: 'by', of: (batch) => batch.created_by },
		{ heading: 'state', words: 'imports_state', of: (batch) => batch.state },
		{ heading: 'rows', kind: 'number', of: (batch) => batch.rows },
		{ heading: 'finished_at', kind: 'instant', of: (batch) => batch.finished_at }
	],
	async read({ database }) {
		const { rows } = await database.pool.query<Row>(
			`SELECT id, created_at, created_by, state, (progress ->> 'total')::int AS rows, finished_at
			FROM import_batches ORDER BY created_at DESC`
		);
		return foundAll(rows);
	}
});
