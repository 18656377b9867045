import { formatDecimal } from '../../../src/lib/domain/money.ts';
import { datesOf } from '../../../src/lib/domain/period.ts';
import type { IsoDate } from '../../../src/lib/domain/period.ts';
import type { Mirror } from '../../directory/mirror.ts';
import { exportList, unitIds } from '../list.ts';
import type { Asked, Books } from '../list.ts';

interface Credit {
	position: number;
	source: string;
	external_id: string;
	kind: string;
	metric_id: number;
	customer_id: number | null;
	product_id: number | null;
	quantity: number | null;
	occurred_at: Date;
	business_date: IsoDate;
	booked_at: Date;
	note: string | null;
	reverses: number | null;
	corrects: number | null;
	recorded_by: string;
	rep_id: number;
	team_id: number;
	role: 'credit' | 'overlay';
	share: number;
	amount: number;
}

type Row = Credit & { mirror: Mirror; digits: number };

interface Scope {
	/** The end of the ledger when the reading began: what is booked meanwhile is not in it. */
	head: number;
	teams: number[] | null;
}

const AT_ONCE = 2_000;

/** The credits of one business date after a place, in the order of the ledger. */
async function readCredits(
	{ database }: Books,
	day: IsoDate,
	{ head, teams }: Scope,
	after: Credit | undefined
): Promise<Credit[]> {
	const { rows } = await database.pool.query<Credit>({
		name: 'export-entries',
		text: `SELECT e.position, source, external_id, kind, metric_id, customer_id, product_id, quantity,
				occurred_at, business_date, booked_at, note, reverses, corrects, recorded_by,
				c.rep_id, c.team_id, c.role, c.share, c.amount
			FROM entries e JOIN entry_credits c ON c.position = e.position
			WHERE e.business_date = $1 AND e.position <= $2
				AND ($3::int[] IS NULL OR c.team_id = ANY($3))
				AND (c.position, c.rep_id, c.role) > ($4::bigint, $5::int, $6::text)
			ORDER BY c.position, c.rep_id, c.role LIMIT $7`,
		values: [day, head, teams, after?.position ?? 0, after?.rep_id ?? 0, after?.role ?? '', AT_ONCE]
	});
	return rows;
}

/** The part of the period from the first day with an entry to the last: somebody may ask for all times. */
async function spanOf({ database }: Books, { from, to }: Asked['period']): Promise<IsoDate[]> {
	const { rows } = await database.pool.query<{ from: IsoDate | null; to: IsoDate | null }>(
		`SELECT min(business_date) AS from, max(business_date) AS to
		FROM entries WHERE business_date BETWEEN $1 AND $2`,
		[from, to]
	);
	const [span] = rows;
	return span?.from && span.to ? datesOf({ from: span.from, to: span.to }) : [];
}

/** Day by day, some thousand at a time: no connection is held while somebody's download is slow. */
async function* creditsOf(
	books: Books,
	period: Asked['period'],
	scope: Scope
): AsyncGenerator<Row> {
	const { mirror } = books.directory;
	const { fractionDigits } = books.organisation.settings;
	for (const day of await spanOf(books, period)) {
		let after: Credit | undefined;
		do {
			const credits = await readCredits(books, day, scope, after);
			for (const credit of credits) {
				const digits = mirror.metrics.get(credit.metric_id)?.kind === 'money' ? fractionDigits : 0;
				yield { ...credit, mirror, digits };
			}
			after = credits.length === AT_ONCE ? credits.at(-1) : undefined;
		} while (after);
	}
}

const amountIn = (role: Credit['role']) => (row: Row) =>
	row.role === role ? formatDecimal(row.amount, row.digits) : null;

/**
 * The ledger of a period, one row for each rep credited: the amounts sum up to what the boards show. What
 * somebody helped with stands in a column of its own, since it is in no total (LEDGER-5).
 */
export const entriesList = exportList<Row>({
	action: 'ledger.read',
	ofPeriod: true,
	columns: [
		{ heading: 'position', kind: 'number', of: (row) => row.position },
		{ heading: 'business_date', kind: 'date', of: (row) => row.business_date },
		{ heading: 'entry_kind', words: 'entry', of: (row) => row.kind },
		{ heading: 'metric', of: (row) => row.mirror.metrics.get(row.metric_id)?.code },
		{ heading: 'rep', of: (row) => row.mirror.reps.get(row.rep_id)?.code },
		{ heading: 'rep_name', of: (row) => row.mirror.reps.get(row.rep_id)?.name },
		{ heading: 'team', of: (row) => row.mirror.units.get(row.team_id)?.code },
		{ heading: 'team_name', of: (row) => row.mirror.units.get(row.team_id)?.name },
		{ heading: 'share', kind: 'number', of: (row) => formatDecimal(row.share, 2) },
		{ heading: 'amount', kind: 'number', of: amountIn('credit') },
		{ heading: 'assist', kind: 'number', of: amountIn('overlay') },
		{ heading: 'quantity', kind: 'number', of: (row) => row.quantity },
		{ heading: 'customer', of: (row) => row.mirror.customers.get(row.customer_id ?? 0)?.code },
		{ heading: 'customer_name', of: (row) => row.mirror.customers.get(row.customer_id ?? 0)?.name },
		{ heading: 'product', of: (row) => row.mirror.products.get(row.product_id ?? 0)?.code },
		{ heading: 'product_name', of: (row) => row.mirror.products.get(row.product_id ?? 0)?.name },
		{ heading: 'occurred_at', kind: 'instant', of: (row) => row.occurred_at },
		{ heading: 'booked_at', kind: 'instant', of: (row) => row.booked_at },
		{ heading: 'source', of: (row) => row.source },
		{ heading: 'external_id', of: (row) => row.external_id },
		{ heading: 'note', of: (row) => row.note },
		{ heading: 'reverses', kind: 'number', of: (row) => row.reverses },
		{ heading: 'corrects', kind: 'number', of: (row) => row.corrects },
		{ heading: 'recorded_by', of: (row) => row.recorded_by }
	],
	async read(books, { within, period }) {
		const ids = unitIds(books, within);
		const { rows: heads } = await books.database.pool.query<{ position: number }>(
			'SELECT position FROM ledger_head'
		);
		const scope = { head: heads[0]!.position, teams: ids ? [...ids] : null };
		return {
			rows: creditsOf(books, period, scope),
			async count() {
				const { rows } = await books.database.pool.query<{ count: number }>(
					`SELECT count(*) FROM entries e JOIN entry_credits c ON c.position = e.position
					WHERE e.business_date BETWEEN $1 AND $2 AND e.position <= $3
						AND ($4::int[] IS NULL OR c.team_id = ANY($4))`,
					[period.from, period.to, scope.head, scope.teams]
				);
				return rows[0]!.count;
			}
		};
	}
});
