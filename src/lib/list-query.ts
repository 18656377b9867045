/** What a list is asked for, kept in its address: `?q=…&sort=-name&page=2`. Searching, sorting, paging are the server's. */

export interface ListQuery<Sort extends string> {
	/** What to search for; empty: everything. */
	q: string;
	sort: Sort;
	descending: boolean;
	/** From 1. */
	page: number;
	/** Rows of a page. */
	size: number;
}

/** One page of a list. `total` counts all pages. */
export interface ListPage<Row> {
	rows: Row[];
	total: number;
}

export const PAGE_SIZE = 50;
const LONGEST_SEARCH = 100;

/** Anything that does not fit counts as not asked for: an old link still opens the list. */
export function readListQuery<Sort extends string>(
	url: URL,
	sorts: readonly [Sort, ...Sort[]],
	size = PAGE_SIZE
): ListQuery<Sort> {
	const asked = url.searchParams.get('sort') ?? sorts[0];
	const name = asked.replace(/^-/, '') as Sort;
	const known = sorts.includes(name);
	const page = Number(url.searchParams.get('page') ?? 1);
	return {
		q: (url.searchParams.get('q') ?? '').trim().slice(0, LONGEST_SEARCH),
		sort: known ? name : sorts[0],
		descending: known && asked.startsWith('-'),
		page: Number.isInteger(page) && page >= 1 && page <= 1_000_000 ? page : 1,
		size
	};
}

/** For `ILIKE … ESCAPE '\'`: the text anywhere, its own wildcards taken literally. */
export const anywhere = (q: string): string => `%${q.replace(/[\\%_]/g, '\\$&')}%`;
