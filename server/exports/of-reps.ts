import { datesOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Action } from '../../src/lib/domain/permissions.ts';
import { exportList } from './list.ts';
import type { Asked, Books, Column, ExportList } from './list.ts';

interface Placed {
	day: IsoDate;
	rep_id: number;
	key: string;
}

type Row<Stored> = Stored & Placed & { rep: { code: string; name: string } };

const AT_ONCE = 2_000;

/** What a period of somebody's work holds. */
interface OfReps<Stored> {
	action: Action;
	/** Behind the day and the rep. */
	columns: readonly Column<Row<Stored>>[];
	/** A query of `day`, `rep_id`, `key` (text, unique within a day) and what the columns show, of all days. */
	rows: string;
}

/** Reps within reach whom the search finds, by id. */
function repsOf({ directory }: Books, { q, within }: Asked): Map<number, Row<unknown>['rep']> {
	const found = new Map<number, Row<unknown>['rep']>();
	for (const { code, name } of directory.search('reps', { q, within }).rows)
		found.set(directory.mirror.reps.named(code)!.id, { code, name });
	return found;
}

/**
 * What reps did in a period, day by day, some thousand at a time: no connection is held while a download is slow
 * (ADMIN-8).
 */
export function listOfReps<Stored extends object>(list: OfReps<Stored>): ExportList {
	/** The part of the period from the first day with a row to the last: somebody may ask for all times. */
	async function spanOf(
		{ database }: Books,
		{ from, to }: Asked['period'],
		ids: readonly number[]
	): Promise<IsoDate[]> {
		const { rows } = await database.pool.query<{ from: IsoDate | null; to: IsoDate | null }>(
			`SELECT min(day) AS from, max(day) AS to FROM (${list.rows}) found
			WHERE rep_id = ANY($1::int[]) AND day BETWEEN $2 AND $3`,
			[ids, from, to]
		);
		const [span] = rows;
		return span?.from && span.to ? datesOf({ from: span.from, to: span.to }) : [];
	}

	async function* daily(
		books: Books,
		period: Asked['period'],
		reps: ReturnType<typeof repsOf>
	): AsyncGenerator<Row<Stored>> {
		const { database } = books;
		const ids = [...reps.keys()];
		for (const day of await spanOf(books, period, ids)) {
			let after: string | undefined = '';
			do {
				const { rows }: { rows: (Stored & Placed)[] } = await database.pool.query<Stored & Placed>(
					`SELECT * FROM (${list.rows}) found
					WHERE rep_id = ANY($1::int[]) AND day = $2 AND key > $3 ORDER BY key LIMIT ${AT_ONCE}`,
					[ids, day, after]
				);
				for (const row of rows) yield { ...row, rep: reps.get(row.rep_id)! };
				after = rows.length === AT_ONCE ? rows.at(-1)!.key : undefined;
			} while (after !== undefined);
		}
	}

	return exportList<Row<Stored>>({
		action: list.action,
		ofPeriod: true,
		columns: [
			{ heading: 'date', kind: 'date', of: (row) => row.day },
			{ heading: 'rep', of: ({ rep }) => rep.code },
			{ heading: 'rep_name', of: ({ rep }) => rep.name },
			...list.columns
		],
		read(books, asked) {
			const reps = repsOf(books, asked);
			return {
				rows: daily(books, asked.period, reps),
				async count() {
					const { rows } = await books.database.pool.query<{ count: number }>(
						`SELECT count(*) FROM (${list.rows}) found
						WHERE rep_id = ANY($1::int[]) AND day BETWEEN $2 AND $3`,
						[[...reps.keys()], asked.period.from, asked.period.to]
					);
					return rows[0]!.count;
				}
			};
		}
	});
}
