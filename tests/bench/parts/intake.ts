/** (c) Sales per second through the API, beside the same appends in the process of the app. */
import type { Bench } from '../bench.ts';
import { interleave, median } from '../measure.ts';
import type { AppendFor } from '../processes/in-process.ts';
import type { PostedFor, PostFor } from '../processes/post-for.ts';
import { printTable, times } from '../report.ts';
import { call } from '../wire/calls.ts';

const NUMBERS = 1_000_000;

const WAYS = [
	{ name: 'one at a time, 1 connection', atOnce: 1, batch: 1 },
	{ name: 'one at a time, 16 connections', atOnce: 16, batch: 1 },
	{ name: 'batches of 1,000, 1 connection', atOnce: 1, batch: 1_000 }
];

export async function intake({ product, quick, stage }: Bench): Promise<void> {
	const rounds = quick ? 2 : 5;
	const ms = quick ? 1_500 : 3_000;
	const posters = await stage.fork('generator.ts');
	const inProcess = await stage.fork('in-process.ts');
	await call(inProcess, 'open', await stage.folder('in-process'));

	const perSecond = ({ sales, ms: took }: { sales: number; ms: number }) => (sales / took) * 1_000;
	const target = { port: product.port, key: product.key };
	const rows = [];
	for (const { name, atOnce, batch } of WAYS) {
		const results = await interleave(rounds, {
			api: async () =>
				perSecond(
					await call<PostedFor>(posters, 'post', {
						target,
						connections: atOnce,
						batch,
						ms,
						from: product.take(NUMBERS)
					} satisfies PostFor)
				),
			append: async () =>
				perSecond(
					await call(inProcess, 'append', {
						atOnce,
						batch,
						ms,
						from: product.take(NUMBERS)
					} satisfies AppendFor)
				)
		});
		const [api, append] = [median(results.api), median(results.append)];
		rows.push([name, api, append, times(api, append)]);
	}
	printTable(
		'(c) sales recorded per second',
		['', 'API', 'ledger.append in process', 'API to append'],
		rows
	);
}
