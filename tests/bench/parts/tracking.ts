/** (f) Opening the tracking table of a large company, beside the bare SQL that it needs. */
import type { Bench } from '../bench.ts';
import { interleave, median, quantile } from '../measure.ts';
import type { Size } from '../processes/large-company.ts';
import { printTable, times } from '../report.ts';
import { call } from '../wire/calls.ts';

const SIZE: Size = {
	regions: 10,
	teams: 250,
	reps: 5_000,
	customers: 8_000,
	products: 60,
	days: 365,
	entries: 10_000_000
};
const WARM_UP = 5;

export async function tracking({ stage, quick }: Bench): Promise<void> {
	const company = await stage.fork('large-company.ts');
	await call(company, 'open', await stage.folder('large-company'));
	const size = quick ? { ...SIZE, days: 190, entries: 5_000_000 } : SIZE;
	const totals = await call<number>(company, 'fill', size);
	const rounds = quick ? 15 : 40;
	const rows = [];
	for (const code of ['company', 'region1', 'team1']) {
		const results = await interleave(rounds + WARM_UP, {
			table: () => call<number>(company, 'table', { kind: 'unit', code }),
			bare: () => call<number>(company, 'bare', code)
		});
		const [table, bare] = [results.table.slice(WARM_UP), results.bare.slice(WARM_UP)];
		rows.push([
			code,
			median(table),
			quantile(table, 0.95),
			median(bare),
			times(median(table), median(bare))
		]);
	}
	printTable(
		`(f) tracking table, ms; ${size.reps} reps, ${size.entries.toLocaleString('en')} entries, ${totals.toLocaleString('en')} day totals`,
		['', 'table', 'p95', 'bare SQL', 'table to SQL'],
		rows
	);
}
