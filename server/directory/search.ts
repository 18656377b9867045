import type { DirectoryKind } from '../../src/lib/forms/directory.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { ListPage } from '../../src/lib/list-query.ts';
import type { CustomerKind, MetricKind, UnitKind } from './schema.ts';
import { viewMetric } from './metrics.ts';
import type { Mirror } from './mirror.ts';

/** Something that another row speaks of. */
export interface Named {
	code: string;
	name: string;
}

export interface UnitRow extends Named {
	kind: UnitKind;
	parent: Named | undefined;
}
export interface RepRow extends Named {
	/** The team of today, or the last one. */
	team: Named | undefined;
	/** The last day of whoever has left. */
	left: IsoDate | undefined;
}
export interface CustomerRow extends Named {
	kind: CustomerKind;
	owner: Named | undefined;
	/** The owner's team. */
	team: Named | undefined;
}
export interface ProductRow extends Named {
	series: string | undefined;
}
export interface MetricRow extends Named {
	kind: MetricKind;
	/** For one whole currency unit or one piece. */
	points: number;
	builtIn: boolean;
}

export interface DirectoryRows {
	units: UnitRow;
	reps: RepRow;
	customers: CustomerRow;
	products: ProductRow;
	metrics: MetricRow;
}

/** What the lists of a kind sort by; the first unless asked otherwise. */
export const DIRECTORY_SORTS = {
	units: ['code', 'name', 'kind', 'parent'],
	reps: ['code', 'name', 'team'],
	customers: ['code', 'name', 'kind', 'owner', 'team'],
	products: ['code', 'name', 'series'],
	metrics: ['code', 'name', 'kind', 'points']
} as const satisfies { [Kind in DirectoryKind]: readonly (keyof DirectoryRows[Kind])[] };

export interface DirectorySearch {
	/** Words, all of which must occur in the names or codes of a row; empty: everything. */
	q?: string;
	sort?: string;
	descending?: boolean;
	/** From 1. */
	page?: number;
	/** Rows of a page; all of them unless set. */
	size?: number;
	/** `dealer`, `team` …: the rows of this kind only. */
	kind?: string | undefined;
	/** Code of a unit: what belongs to it or below it. */
	unit?: string | undefined;
	/** Codes of the units to whose people whoever asks is limited. */
	within?: readonly string[] | undefined;
	/** Without reps who have left. */
	present?: boolean;
}

/** Chinese by pinyin, Latin by letter, 2 before 10. */
const { compare } = new Intl.Collator('zh-CN', { numeric: true });
const byCode = (a: Named, b: Named): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

const wordsOf = (value: unknown): string =>
	typeof value === 'string'
		? value
		: typeof value === 'object' && value !== null
			? `${(value as Named).name} ${(value as Named).code}`
			: '';

/** Sorted by one field, equals by code. What is compared is made once for each row. */
function sorted<Row extends Named>(rows: readonly Row[], sort: string): Row[] {
	if (sort === 'code') return [...rows].sort(byCode);
	const keyed = rows.map((row) => {
		const value = (row as unknown as Record<string, unknown>)[sort];
		return { row, key: typeof value === 'number' ? value : wordsOf(value) };
	});
	keyed.sort(
		({ row: a, key: x }, { row: b, key: y }) =>
			(typeof x === 'number' ? x - (y as number) : compare(x, y as string)) || byCode(a, b)
	);
	return keyed.map(({ row }) => row);
}

/**
 * Lists of the directory, out of memory: a search of 10,000 customers takes a few milliseconds, and needs no index that
 * would have to know Chinese.
 */
export function createSearch(options: {
	mirror: Mirror;
	today: () => IsoDate;
	fractionDigits: () => number;
}) {
	const { mirror, today, fractionDigits } = options;

	const named = (row: Named | undefined): Named | undefined =>
		row && { code: row.code, name: row.name };

	/** The team of today, or the last one: whose a rep is (ACCESS-4). */
	const teamOf = (repId: number, day: IsoDate): number | undefined =>
		mirror.teamOn(repId, day) ?? mirror.membershipsOf(repId).at(-1)?.teamId;

	/** Ids of these units and of all below them. */
	function unitsBelow(codes: readonly string[]): Set<number> {
		const found = new Set<number>();
		for (const unit of mirror.units.all())
			if (mirror.lineOf(unit.id).some(({ code }) => codes.includes(code))) found.add(unit.id);
		return found;
	}

	/** Rows with the unit that each belongs to. */
	const makers: {
		[Kind in DirectoryKind]: (day: IsoDate) => Iterable<[DirectoryRows[Kind], number | undefined]>;
	} = {
		*units() {
			for (const unit of mirror.units.all()) {
				const parent = unit.parentId === null ? undefined : mirror.units.get(unit.parentId);
				yield [{ ...named(unit)!, kind: unit.kind, parent: named(parent) }, unit.id];
			}
		},
		*reps(day) {
			for (const rep of mirror.reps.all()) {
				const team = teamOf(rep.id, day);
				const until = mirror.membershipsOf(rep.id).at(-1)?.until ?? undefined;
				yield [
					{
						...named(rep)!,
						team: team === undefined ? undefined : named(mirror.units.get(team)),
						left: until !== undefined && until < day ? until : undefined
					},
					team
				];
			}
		},
		*customers(day) {
			for (const customer of mirror.customers.all()) {
				const { ownerId } = customer;
				const team = ownerId === null ? undefined : teamOf(ownerId, day);
				yield [
					{
						...named(customer)!,
						kind: customer.kind,
						owner: ownerId === null ? undefined : named(mirror.reps.get(ownerId)),
						team: team === undefined ? undefined : named(mirror.units.get(team))
					},
					team
				];
			}
		},
		*products() {
			for (const product of mirror.products.all())
				yield [{ ...named(product)!, series: product.series ?? undefined }, undefined];
		},
		*metrics() {
			for (const metric of mirror.metrics.all())
				yield [viewMetric(mirror, metric, fractionDigits()), undefined];
		}
	};

	function matches<Kind extends DirectoryKind>(query: DirectorySearch) {
		const within = query.within && unitsBelow(query.within);
		const below = query.unit ? unitsBelow([query.unit]) : undefined;
		const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
		return ([row, unit]: [DirectoryRows[Kind], number | undefined]): boolean => {
			if (within && (unit === undefined || !within.has(unit))) return false;
			if (below && (unit === undefined || !below.has(unit))) return false;
			if (query.kind && (row as { kind?: string }).kind !== query.kind) return false;
			if (query.present && (row as { left?: IsoDate }).left !== undefined) return false;
			if (words.length === 0) return true;
			const { code, name, owner, series } = row as unknown as CustomerRow & ProductRow;
			const text = `${code} ${name} ${series ?? ''} ${wordsOf(owner)}`.toLowerCase();
			return words.every((word) => text.includes(word));
		};
	}

	return function search<Kind extends DirectoryKind>(
		kind: Kind,
		query: DirectorySearch
	): ListPage<DirectoryRows[Kind]> {
		const fits = matches<Kind>(query);
		const found: DirectoryRows[Kind][] = [];
		for (const made of makers[kind](today())) if (fits(made)) found.push(made[0]);
		const rows = sorted(found, query.sort ?? 'code');
		if (query.descending) rows.reverse();
		const size = query.size ?? rows.length;
		const from = ((query.page ?? 1) - 1) * size;
		return { rows: rows.slice(from, from + size), total: rows.length };
	};
}
