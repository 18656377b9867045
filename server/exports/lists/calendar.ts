import { formatDecimal } from '../../../src/lib/domain/money.ts';
import { exportList, foundAll } from '../list.ts';

interface Row {
	date: string;
	weight: number;
	note: string | null;
}

/** The organisation's own dates; the week and public holidays are no list of its own. */
export const calendarList = exportList<Row>({
	action: 'calendar.read',
	columns: [
		{ heading: 'date', kind: 'date', of: (day) => day.date },
		{ heading: 'weight', kind: 'number', of: (day) => formatDecimal(day.weight, 2) },
		{ heading: 'note', of: (day) => day.note }
	],
	async read({ database }) {
		const { rows } = await database.pool.query<Row>(
			'SELECT date, weight, note FROM calendar_days ORDER BY date'
		);
		return foundAll(rows);
	}
});
