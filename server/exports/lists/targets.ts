import { formatDecimal } from '../../../src/lib/domain/money.ts';
import type { SubjectKind } from '../../targets/targets.ts';
import { exportList, foundAll, unitIds } from '../list.ts';

interface Row {
	metric: string;
	unit: string;
	start: string;
	kind: SubjectKind;
	code: string;
	name: string;
	amount: string;
}

interface Stored {
	metric_id: number;
	period_unit: string;
	period_start: string;
	unit_id: number | null;
	rep_id: number | null;
	customer_id: number | null;
	product_id: number | null;
	amount: number;
}

const SUBJECTS = [
	['unit', 'units', 'unit_id'],
	['rep', 'reps', 'rep_id'],
	['customer', 'customers', 'customer_id'],
	['product', 'products', 'product_id']
] as const;

export const targetsList = exportList<Row>({
	action: 'progress.read',
	columns: [
		{ heading: 'metric', of: (target) => target.metric },
		{ heading: 'period', words: 'period', of: (target) => target.unit },
		{ heading: 'start', kind: 'date', of: (target) => target.start },
		{ heading: 'subject', words: 'subject', of: (target) => target.kind },
		{ heading: 'code', of: (target) => target.code },
		{ heading: 'name', of: (target) => target.name },
		{ heading: 'amount', kind: 'number', of: (target) => target.amount }
	],
	async read(books, asked) {
		const { database, directory, organisation } = books;
		const { mirror } = directory;
		const mine = unitIds(books, asked.within);
		const { rows } = await database.pool.query<Stored>(
			`SELECT metric_id, period_unit, period_start, unit_id, rep_id, customer_id, product_id, amount
			FROM targets ORDER BY period_start DESC, period_unit, metric_id, id`
		);
		return foundAll(
			rows.flatMap((row) => {
				const [kind, shelf, column] = SUBJECTS.find(([, , id]) => row[id] !== null)!;
				const subject = mirror[shelf].get(row[column]!)!;
				const line = directory.subjectOf(shelf, subject.code).line ?? [];
				if (mine && !line.some((code) => asked.within!.includes(code))) return [];
				const metric = mirror.metrics.get(row.metric_id)!;
				const digits = metric.kind === 'money' ? organisation.settings.fractionDigits : 0;
				return {
					metric: metric.code,
					unit: row.period_unit,
					start: row.period_start,
					kind,
					code: subject.code,
					name: subject.name,
					amount: formatDecimal(row.amount, digits)
				};
			})
		);
	}
});
