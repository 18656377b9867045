/** `npm run import` as people run it: a process of its own, beside a server or without one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDataFolder } from '../support/databases.ts';
import { startRecords } from '../support/records.ts';
import type { Records } from '../support/records.ts';
import { until } from '../support/until.ts';

/** Says at the end how much memory the process ever had, in MB. */
const TELL_MEMORY = `data:text/javascript,process.on('exit', () =>
	console.error('peak', Math.round(process.resourceUsage().maxRSS / 1024)))`;

let records: Records;
let folder: string;

beforeAll(async () => {
	records = await startRecords();
	folder = await mkdtemp(join(tmpdir(), 'lhb-import-'));
});
afterAll(async () => {
	await records.stop();
	await rm(folder, { recursive: true });
});

/** With exactly the flags of the npm script: they are what keeps the memory low. */
async function npmRunImport(args: string[], env: NodeJS.ProcessEnv) {
	const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
		scripts: Record<string, string>;
	};
	const [, ...command] = scripts.import!.split(' ');
	const child = spawn(process.execPath, ['--import', TELL_MEMORY, ...command, ...args], {
		env: { ...process.env, ...env }
	});
	let [said, errors] = ['', ''];
	child.stdout.on('data', (chunk) => (said += chunk));
	child.stderr.on('data', (chunk) => (errors += chunk));
	const [code] = (await once(child, 'close')) as [number];
	return { code, said, errors, peak: Number(/^peak (\d+)$/m.exec(errors)?.[1]) };
}

const MAP = {
	files: [
		{
			file: 'teams.csv',
			as: 'units',
			columns: { code: 'code', kind: 'kind', parent: 'parent' }
		},
		{
			file: 'sales.csv',
			as: 'entries',
			create: { reps: { team: { value: 'team' } } },
			columns: {
				kind: { value: 'sale' },
				metric: { value: 'sales' },
				amount: 'amount',
				occurredAt: { column: 'date', format: 'M/D/YYYY' },
				rep: 'rep'
			}
		}
	]
};

async function prepare(rows: (write: (line: string) => Promise<void>) => Promise<void>) {
	const map = join(folder, 'map.json');
	await writeFile(map, JSON.stringify(MAP));
	await writeFile(join(folder, 'teams.csv'), 'code,kind,parent\nhq,company,\nteam,team,hq\n');
	const file = createWriteStream(join(folder, 'sales.csv'));
	const write = async (line: string) => {
		if (!file.write(`${line}\n`)) await once(file, 'drain');
	};
	await write('date,rep,amount');
	await rows(write);
	file.end();
	await once(file, 'close');
	return ['--map', map, folder, '--lang', 'en'];
}

describe('npm run import', () => {
	test('[IMPORT-16] writes to the books of a running server, which hears of it', async () => {
		const server = await records.open('of the folder');
		const args = await prepare(async (write) => {
			await write('11/2/2026,Ann,12.50');
			await write('11/3/2026,Bob,x');
		});
		const env = { DATA_DIR: records.dataDir };

		const rehearsed = await npmRunImport([...args, '--dry-run'], env);
		expect(rehearsed).toMatchObject({
			code: 2,
			said: expect.stringContaining('nothing was written')
		});
		expect(server.record.ledger.feed.head).toBe(0);

		const { code, said, errors } = await npmRunImport(args, env);
		expect(code, errors).toBe(2);
		expect(said).toContain('sales.csv → entries: 2 rows, 1 new');
		expect(said).toContain('line 3  amount: “x” is not a number. Write 1234.50 or 1,234.50.');
		expect(said).toContain(join(folder, 'sales.csv.rejected.csv'));
		await until(() => server.record.ledger.feed.head === 1);
		await until(() => server.record.directory.mirror.reps.named('Ann') !== undefined);
		await server.close();

		const wrong = await npmRunImport(['--map', args[1]!, join(folder, 'none.csv')], env);
		expect(wrong).toMatchObject({ code: 1, errors: expect.stringContaining('none.csv') });
		expect(await npmRunImport([folder], env)).toMatchObject({
			code: 1,
			errors: expect.stringContaining('Usage:')
		});
	});

	test(
		'[IMPORT-14] takes 100,000 rows without a server in less than 200 MB',
		{ timeout: 180_000 },
		async () => {
			const { path, remove } = await makeDataFolder();
			const args = await prepare(async (write) => {
				for (let i = 0; i < 100_000; i++)
					await write(`${(i % 10) + 1}/${(i % 28) + 1}/2026,Rep ${i % 50},${i % 9_000}.25`);
			});
			const { code, said, peak, errors } = await npmRunImport(args, { DATA_DIR: path });
			await remove();
			expect(code, errors).toBe(0);
			expect(said).toContain('100000 rows, 100000 new');
			expect(errors).toMatch(
				/█+ 100 % {2}100,000 {2}[\d,]+\/s {2}−0:00 {2}2\/2 sales\.csv → entries/
			);
			expect(peak).toBeLessThan(200);
			console.info(`peak memory of the import: ${peak} MB`);
		}
	);
});
