import type { Action } from '../../src/lib/domain/permissions.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { ColumnKind } from '../spreadsheet/workbook.ts';

/** What lists are read from. */
export interface Books {
	clock: Clock;
	database: Database;
	directory: Directory;
	organisation: Organisation;
}

/** What is asked for, as the list's own page asks for it. */
export interface Asked {
	q: string;
	sort?: string;
	descending: boolean;
	/** Whatever else the list's address filters by. */
	filter(name: string): string | undefined;
	/** Codes of the units to whose people whoever asks is limited; undefined: everything. */
	within: readonly string[] | undefined;
	/** Business dates; both ends belong to it. */
	period: { from: IsoDate; to: IsoDate };
}

export interface Found<Row> {
	rows: Iterable<Row> | AsyncIterable<Row>;
	/** How many there are; asked where the answer limits something. */
	count(): number | Promise<number>;
}

export interface Column<Row> {
	/** Its text is `export_<heading>`. */
	heading: string;
	kind?: ColumnKind;
	/** The value is one of a few, each with its text: `export_<words>_<value>`, or `<words>_<value>` of another area. */
	words?: string;
	of(row: Row): string | number | Date | null | undefined;
}

/** A list that can be taken along as a file. */
export interface ExportList<Row = unknown> {
	/** What whoever takes it needs; its reach limits the rows. */
	action: Action;
	/** Only what falls into `asked.period`. */
	ofPeriod?: boolean;
	columns: readonly Column<Row>[];
	read(books: Books, asked: Asked): Found<Row> | Promise<Found<Row>>;
}

/** Keeps the type of the rows within the list. */
export const exportList = <Row>(list: ExportList<Row>): ExportList => list as unknown as ExportList;

export const foundAll = <Row>(rows: readonly Row[]): Found<Row> => ({
	rows,
	count: () => rows.length
});

/** Ids of these units and of all below them; undefined: of all. */
export function unitIds(
	{ directory: { mirror } }: Books,
	within: readonly string[] | undefined
): ReadonlySet<number> | undefined {
	if (within === undefined) return undefined;
	const ids = new Set<number>();
	for (const unit of mirror.units.all())
		if (mirror.lineOf(unit.id).some(({ code }) => within.includes(code))) ids.add(unit.id);
	return ids;
}
