/** (g) What changes in the middle of a month → an open wall has the frame, an open tracking table has been read again. */
import type { Bench } from '../bench.ts';
import { median } from '../measure.ts';
import { printTable } from '../report.ts';
import { call } from '../wire/calls.ts';

const WARM_UP = 2;

export async function change({ stage, quick }: Bench): Promise<void> {
	const app = await stage.fork('changing.ts');
	await call(app, 'open', await stage.folder('changing'));
	const names = await call<string[]>(app, 'names');
	const rounds = quick ? 8 : 20;
	const results = new Map(names.map((name) => [name, [] as { wall?: number; table: number }[]]));
	for (let round = 0; round < rounds + WARM_UP; round++)
		for (const name of names)
			results.get(name)!.push(await call<{ wall?: number; table: number }>(app, 'change', name));
	const rows = names.map((name) => {
		const all = results.get(name)!.slice(WARM_UP);
		const walls = all.flatMap(({ wall }) => wall ?? []);
		const tables = all.map(({ table }) => table);
		const of = (values: readonly number[]) =>
			values.length === 0 ? ['', ''] : [median(values), Math.max(...values)];
		return [name, ...of(walls), ...of(tables)];
	});
	printTable(
		`(g) change → open screens follow, ms; ${rounds} of each`,
		['', 'wall', 'slowest', 'table', 'slowest'],
		rows
	);
}
