import { datesOf } from '../../src/lib/domain/period.ts';
import type { Mirror } from '../directory/mirror.ts';
import { readProductsOf } from './entries.ts';
import type { Asked, Reckoning } from './reckoning.ts';
import type { Tracked } from './subjects.ts';
import { partOf } from './view.ts';
import type { Part } from './view.ts';

/** Parts on one page. */
export const PARTS = 50;

export interface PartsRead {
	/** Of the page. */
	rows: Part[];
	/** Of all pages. */
	total: number;
	/** What all of them have together. */
	sum: number;
}

const add = (amounts: readonly number[]): number =>
	amounts.reduce((sum, amount) => sum + amount, 0);

/** Furthest behind first; without a target after the others, by what they brought. */
const furthestBehind = (a: Part, b: Part): number =>
	(a.index ?? Infinity) - (b.index ?? Infinity) ||
	Number(a.target === undefined) - Number(b.target === undefined) ||
	b.value - a.value ||
	(a.code < b.code ? -1 : 1);

/** The parts with their pace; the outlook only of those on the page, since it needs their history. */
export async function readParts(
	reckoning: Reckoning,
	asked: Asked,
	all: readonly Tracked[],
	page: number
): Promise<PartsRead> {
	const [first] = all;
	if (!first) return { rows: [], total: 0, sum: 0 };
	const { moment, metric, month, results, targetAt } = asked;
	const dates = datesOf(month);
	const weigh = reckoning.weigher(dates);
	const source = { kind: first.source.kind, metricId: metric.id };
	const groups = all.map((part) => part.source.ids);
	const sums = await results.sums({ ...source, groups, from: month.from, to: month.to });
	const paced = all.map((part, i) => {
		const pace = reckoning.paceOf({
			moment,
			dates,
			weights: weigh(part),
			target: targetAt(part),
			actual: sums[i]!
		});
		return { subject: part, pace, row: partOf(part, pace) };
	});
	paced.sort((a, b) => furthestBehind(a.row, b.row));
	const shown = paced.slice((page - 1) * PARTS, page * PARTS);
	const outlooks = await reckoning.outlooks(asked, shown);
	const rows = shown.map(({ subject, pace }, i) => partOf(subject, pace, outlooks[i]));
	return { rows, total: all.length, sum: add(sums) };
}

/** What a dealer bought, product by product: amounts without targets. */
export async function readDealerProducts(
	mirror: Mirror,
	{ client, moment, metric, month, subject }: Asked
): Promise<PartsRead> {
	const amounts = await readProductsOf(client, {
		customerId: subject.id,
		metricId: metric.id,
		from: month.from,
		to: month.to,
		position: moment.position
	});
	const rows = [...amounts]
		.map(([id, value]): Part => {
			const { code, name } = mirror.products.get(id)!;
			return { kind: 'product', code, name, value };
		})
		.sort(furthestBehind);
	return { rows, total: rows.length, sum: add([...amounts.values()]) };
}
