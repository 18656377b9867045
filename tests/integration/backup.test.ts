/** One file out of a running installation, and from it the same installation again. docs/SPEC.md, BACKUP-*. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeyStore } from '../../server/auth/keys.ts';
import { BackupRefused } from '../../server/backup/format.ts';
import { readBackup } from '../../server/backup/read.ts';
import { restoreBackup } from '../../server/backup/restore.ts';
import { backedUpTables, LEFT_OUT } from '../../server/backup/tables.ts';
import { takeBackup } from '../../server/backup/write.ts';
import { connectDatabase } from '../../server/database/connection.ts';
import {
	applyMigrations,
	knownMigrations,
	migrateDatabase
} from '../../server/database/migrate.ts';
import { createLog } from '../../server/log.ts';
import { createAccounts } from '../../server/auth/accounts.ts';
import { DIRECTORY, monthTargets, sale } from '../support/company.ts';
import { makeDataFolder, startDatabases, withPool, withRedis } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import { NOW, startRecords } from '../support/records.ts';
import type { OpenRecord, Records } from '../support/records.ts';
import { until } from '../support/until.ts';

const log = createLog('silent');
let records: Records;
let folder: string;

beforeAll(async () => {
	records = await startRecords();
	folder = await mkdtemp(join(tmpdir(), 'lhb-backup-'));
});
afterAll(async () => {
	await records.stop();
	await rm(folder, { recursive: true });
});

let files = 0;
const newFile = () => join(folder, `${++files}.backup`);

/** A company with one of nearly everything. */
async function found({ record, one }: OpenRecord): Promise<void> {
	const { directory, targets, ledger, organisation, database } = record;
	const good = (outcome: { ok: boolean }) => expect(outcome).toMatchObject({ ok: true });
	for (const [kind, code, form] of DIRECTORY)
		good(await directory.put(kind, code, form as never, 'test'));
	good(await targets.put(monthTargets('2026-11-01'), 'test'));
	const awkward = 'Tab\there, back\\slash, \\., line\nbreak, "quotes", 😀 \\N';
	good(await ledger.append({ ...sale('r1', 128_000, { at: NOW }), note: awkward }, 'test'));
	good(await ledger.append(sale('r2', 64_000, { at: NOW, customer: 'd1' }), 'test'));
	good(await ledger.reverse(1, 'test', 'test'));
	const accounts = createAccounts({ database, directory, organisation, clock: () => NOW });
	good(
		await accounts.create(
			{ code: 'boss', name: '张总', password: 'longhubang', administrator: true, leads: ['east'] },
			'test'
		)
	);
	await createKeyStore({ database, clock: () => NOW }).create(
		{ name: 'erp', scopes: ['read'] },
		'test'
	);
	await one(`INSERT INTO displays (id, name, board, unit_id, secret_hash, rotated_at, paired_at, paired_by)
		SELECT 'tv1', '大厅', 'sales', id, 'hash', now(), now(), 'person:boss' FROM units WHERE code = 'company'`);
	await one(`INSERT INTO sessions (id_hash, account, expires_at, created_at)
		VALUES ('secret', 'boss', now() + interval '1 day', now())`);
	await one(`INSERT INTO calendar_days (date, weight, note) VALUES ('2026-11-29', 150, '加班')`);
}

const connectionOf = (databaseUrl: string) => connectDatabase({ url: databaseUrl, log }).connection;

const backup = (databaseUrl: string, path = newFile()) =>
	takeBackup({
		connection: connectionOf(databaseUrl),
		path,
		product: '0.1.0',
		clock: () => NOW
	}).then(() => path);

const restore = (databaseUrl: string, path: string) =>
	restoreBackup({ connection: connectionOf(databaseUrl), path });

/** An empty database that nothing was installed in. */
async function bareDatabase(): Promise<string> {
	const books = await records.open();
	await books.close();
	const url = new URL(books.databaseUrl);
	const name = `bare_${crypto.randomUUID().replaceAll('-', '')}`;
	await withPool(books.databaseUrl, (pool) => pool.query(`CREATE DATABASE ${name}`));
	url.pathname = `/${name}`;
	return url.href;
}

/** Every row of every table that a backup holds, as text, and where the sequences stand. */
async function stateOf(databaseUrl: string): Promise<Record<string, unknown>> {
	return withPool(databaseUrl, async (pool) => {
		const client = await pool.connect();
		try {
			const state: Record<string, unknown> = {};
			for (const { name } of await backedUpTables(client)) {
				const { rows } = await client.query<{ text: string }>(
					`SELECT t::text AS text FROM ${name} t ORDER BY t::text`
				);
				state[name] = rows.map(({ text }) => text);
			}
			const { rows } = await client.query(
				`SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`
			);
			return { ...state, sequences: rows };
		} finally {
			client.release();
		}
	});
}

describe('a copy of everything', () => {
	let source: OpenRecord;
	beforeAll(async () => {
		source = await records.open();
		await found(source);
	});
	afterAll(() => source.close());

	test.each(['a database that was never used', 'an installation just started'])(
		'[BACKUP-3] the state is the same, row by row, restored into %s',
		async (into) => {
			const path = await backup(source.databaseUrl);
			const target = await bareDatabase();
			if (into.endsWith('started')) {
				const database = connectDatabase({ url: target, log });
				await migrateDatabase(database);
				await database.pool.query(`INSERT INTO setup_code (code_hash) VALUES ('hash')`);
				await database.close();
			}
			await restore(target, path);
			const restored = await stateOf(target);
			expect(restored).toEqual(await stateOf(source.databaseUrl));
			expect(
				Object.values(restored).filter((rows) => (rows as unknown[]).length > 0).length
			).toBeGreaterThan(14);
			// And everything that a restored installation is asked for again gives the same file.
			const again = await readBackup(await backup(target));
			expect(again.trailer).toEqual((await readBackup(path)).trailer);
		}
	);

	test('[BACKUP-2] what lets somebody in is not in it, nor in what is restored from it', async () => {
		const path = await backup(source.databaseUrl);
		const { header } = await readBackup(path);
		const names = header.tables.map(({ name }) => name);
		for (const name of LEFT_OUT) expect(names).not.toContain(name);
		expect(names).toEqual(
			expect.arrayContaining(['entries', 'accounts', 'displays', 'audit', 'outbox'])
		);
		const target = await bareDatabase();
		await restore(target, path);
		await withPool(target, async (pool) => {
			expect((await pool.query('SELECT FROM sessions')).rowCount).toBe(0);
		});
	});

	test('[BACKUP-1] it is for its owner alone, and takes nobody’s place', async () => {
		const path = await backup(source.databaseUrl);
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		const before = await readFile(path);
		await expect(backup(source.databaseUrl, path)).rejects.toThrow(/exists already/);
		expect(await readFile(path)).toEqual(before);
		expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
	});

	test('[BACKUP-3] the guards of the ledger hold in what was restored', async () => {
		const target = await bareDatabase();
		await restore(target, await backup(source.databaseUrl));
		await withPool(target, async (pool) => {
			await expect(pool.query('DELETE FROM entries')).rejects.toThrow(/append-only/);
			await expect(
				pool.query(`UPDATE ledger_head SET position = 99; INSERT INTO entries
					SELECT 99, 'x', 'x', kind, metric_id, amount, customer_id, product_id, quantity, occurred_at,
						business_date, booked_at, note, NULL, NULL, recorded_by FROM entries WHERE position = 1`)
			).rejects.toThrow(/do not sum/);
		});
	});

	describe('[BACKUP-4] refused before anything is written', () => {
		const refused = async (path: string, words: RegExp) => {
			const target = await bareDatabase();
			await expect(readBackup(path)).rejects.toThrow(words);
			await expect(restore(target, path)).rejects.toThrow(BackupRefused);
			await withPool(target, async (pool) => {
				const { rowCount } = await pool.query(
					`SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace`
				);
				expect(rowCount).toBe(0);
			});
		};

		test('a file that was cut short, anywhere', async () => {
			const whole = await readFile(await backup(source.databaseUrl));
			for (const length of [30, whole.length >> 1, whole.length - 1]) {
				const path = newFile();
				await writeFile(path, whole.subarray(0, length));
				await refused(path, /damaged/);
			}
			// Cut at the end of a row, and compressed again as if that were all.
			const text = gunzipSync(whole).toString();
			for (const end of ['\\.\n', '}\n', '\n']) {
				const path = newFile();
				await writeFile(
					path,
					gzipSync(text.slice(0, text.lastIndexOf(end, text.length - 3) + end.length))
				);
				await refused(path, /damaged/);
			}
		});

		test('a byte that flipped, anywhere', async () => {
			const whole = await readFile(await backup(source.databaseUrl));
			for (const share of [0.01, 0.2, 0.5, 0.8, 0.999]) {
				const bytes = Buffer.from(whole);
				const at = 12 + Math.floor((whole.length - 13) * share);
				bytes[at] = bytes[at]! ^ 0x10;
				const path = newFile();
				await writeFile(path, bytes);
				await expect(readBackup(path)).rejects.toThrow(BackupRefused);
			}
		});

		test('an amount that somebody changed', async () => {
			const text = gunzipSync(await readFile(await backup(source.databaseUrl))).toString();
			const path = newFile();
			await writeFile(path, gzipSync(text.replace('128000', '928000')));
			await refused(path, /checksums/);
		});

		test('something appended', async () => {
			const path = await backup(source.databaseUrl);
			await writeFile(path, gzipSync('more\n'), { flag: 'a' });
			await refused(path, /damaged/);
		});

		test('another kind of file, or none', async () => {
			const path = newFile();
			await writeFile(path, 'PK\u0003\u0004 no gzip at all');
			await refused(path, /no backup of Longhubang/);
			const other = newFile();
			await writeFile(other, gzipSync('{"hello":1}\n'));
			await refused(other, /no backup of Longhubang/);
			await writeFile(newFile(), '');
			await refused(join(folder, 'missing'), /There is no file/);
		});

		test('[BACKUP-5] a newer version’s', async () => {
			const newer = await records.open();
			await newer.one(
				`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('', 99999999999999)`
			);
			const path = await backup(newer.databaseUrl);
			await newer.close();
			await expect(restore(await bareDatabase(), path)).rejects.toThrow(/newer version/);
			const text = gunzipSync(await readFile(path)).toString();
			const format = newFile();
			await writeFile(format, gzipSync(text.replace('"version":1', '"version":2')));
			await refused(format, /newer version/);
		});
	});

	test('[BACKUP-6] an installation in use is refused and left alone', async () => {
		const path = await backup(source.databaseUrl);
		for (const used of [
			`INSERT INTO reps (code, name) VALUES ('r1', '李娜')`,
			`INSERT INTO accounts (code, name, created_at) VALUES ('a', 'a', now())`,
			`UPDATE ledger_head SET position = 1`,
			`INSERT INTO audit (at, actor, action, subject) VALUES (now(), 'a', 'settings.put', 'x')`
		]) {
			const target = await bareDatabase();
			const database = connectDatabase({ url: target, log });
			await migrateDatabase(database);
			await database.pool.query(used);
			await database.close();
			const before = await stateOf(target);
			await expect(restore(target, path)).rejects.toThrow(/in use: the table/);
			expect(await stateOf(target)).toEqual(before);
		}
	});

	test('[BACKUP-6] a server that runs is asked to be stopped', async () => {
		const running = await records.open();
		try {
			const path = await backup(source.databaseUrl);
			await expect(restore(running.databaseUrl, path)).rejects.toThrow(/A server is running/);
		} finally {
			await running.close();
		}
	});

	test('[BACKUP-5] an older version’s is loaded into the tables of its time and migrated on', async () => {
		const older = await bareDatabase();
		const [, second] = knownMigrations();
		await withPool(older, async (pool) => {
			const client = await pool.connect();
			await applyMigrations(client, second);
			await client.query(
				`INSERT INTO units (code, name, kind) VALUES ('company', '龙腾贸易', 'company')`
			);
			await client.query(`UPDATE organisation SET name = '龙腾'`);
			await client.query(
				`INSERT INTO api_keys (id, name, secret_hash, created_at) VALUES ('k', 'k', 'h', now())`
			);
			client.release();
		});
		const path = await backup(older);
		expect((await readBackup(path)).header.migrations).toEqual(knownMigrations().slice(0, 2));
		const target = await bareDatabase();
		// Started with this version before: its newer tables are there already.
		const database = connectDatabase({ url: target, log });
		await migrateDatabase(database);
		await database.close();
		await restore(target, path);
		await withPool(target, async (pool) => {
			const { rows } = await pool.query(
				`SELECT o.name, public_boards, k.scopes, (SELECT count(*)::int FROM boards) AS boards
				FROM organisation o, api_keys k`
			);
			expect(rows).toEqual([
				{ name: '龙腾', public_boards: false, scopes: expect.arrayContaining(['read']), boards: 2 }
			]);
		});
	});
});

describe('beside a server that takes sales', () => {
	let databases: Databases;
	beforeAll(async () => void (databases = await startDatabases()));
	afterAll(() => databases.stop());

	test('[BACKUP-1] [BACKUP-7] it is of one moment, and what is restored from it goes on from there', async () => {
		const { redisTarget } = databases;
		const clock = () => NOW;
		const sourceUrl = await databases.freshDatabase();
		const source = await startLocalApp({ databaseUrl: sourceUrl, redisTarget, clock });
		for (const [kind, code, form] of DIRECTORY)
			await source.app.directory.put(kind, code, form as never, 'test');
		let stop = false;
		let sold = 0;
		const writer = (async () => {
			while (!stop) {
				await Promise.all(
					['r1', 'r4', 'r7'].map((rep, i) =>
						source.app.ledger.append(
							sale(rep, 100 + i + (sold % 7), { at: NOW, product: 'p1' }),
							'test'
						)
					)
				);
				sold += 3;
			}
		})();
		await until(() => sold > 300);
		const path = await backup(sourceUrl);
		const soldThen = sold;
		await until(() => sold > soldThen + 30);
		stop = true;
		await writer;

		const targetUrl = await databases.freshDatabase();
		await restore(targetUrl, path);
		const position = await withPool(targetUrl, async (pool) => {
			const { rows } = await pool.query<{ position: string; entries: string }>(
				'SELECT position, (SELECT count(*) FROM entries) AS entries FROM ledger_head'
			);
			expect(rows[0]!.entries).toBe(rows[0]!.position);
			return rows[0]!.position;
		});
		expect(Number(position)).toBeGreaterThan(300);
		expect(Number(position)).toBeLessThan(sold);

		// Every figure of that moment, and none of a later one: what the source's own entries up to there sum to.
		const upTo = (url: string, table: string) =>
			withPool(url, async (pool) => {
				const { rows } = await pool.query(
					`SELECT t::text FROM ${table} t WHERE position <= ${position} ORDER BY 1`
				);
				return rows;
			});
		for (const table of ['entries', 'entry_credits'])
			expect(await upTo(targetUrl, table)).toEqual(await upTo(sourceUrl, table));
		const totals = `SELECT subject_id, team_id, day::text, amount::text FROM day_totals WHERE kind = 'rep' ORDER BY 1`;
		const sums = `SELECT rep_id AS subject_id, team_id, business_date::text AS day, sum(c.amount)::text AS amount
			FROM entry_credits c JOIN entries USING (position) GROUP BY 1, 2, 3 ORDER BY 1`;
		await withPool(targetUrl, async (pool) =>
			expect((await pool.query(totals)).rows).toEqual((await pool.query(sums)).rows)
		);

		// The source as it is now and its copy show the same board, and the copy's ledger goes on without a gap. Closed first:
		// what follows the ledger notes how far it came.
		await source.close();
		const now = await backup(sourceUrl);
		const copyUrl = await databases.freshDatabase();
		await restore(copyUrl, now);
		expect(await stateOf(copyUrl)).toEqual(await stateOf(sourceUrl));
		const board = async (url: string) => {
			await withRedis(redisTarget, (redis) => redis.flushall());
			const local = await startLocalApp({ databaseUrl: url, redisTarget, clock });
			try {
				const read = await local.app.leaderboards.read({
					metric: 'sales',
					measure: 'total',
					level: 'rep',
					period: 'day',
					top: 10
				});
				const appended = await local.app.ledger.append(sale('r8', 1, { at: NOW }), 'test');
				return { read, appended };
			} finally {
				await local.close();
			}
		};
		const copy = await board(copyUrl);
		expect(copy.appended).toMatchObject({ ok: true, entry: { position: sold + 1 } });
		expect(copy.read).toEqual((await board(sourceUrl)).read);
		expect(copy.read).toMatchObject({ ok: true });
	});
});

describe('as people run it', { timeout: 120_000 }, () => {
	async function run(script: 'backup' | 'restore', args: string[], env: NodeJS.ProcessEnv) {
		const child = spawn(process.execPath, [`server/cli/${script}.ts`, ...args], {
			env: { ...process.env, ...env }
		});
		let [said, errors] = ['', ''];
		child.stdout.on('data', (chunk) => (said += chunk));
		child.stderr.on('data', (chunk) => (errors += chunk));
		const [code] = (await once(child, 'close')) as [number];
		return { code, said: said.trim(), errors };
	}

	test('[BACKUP-8] the commands take, check and restore, from one data folder into another', async () => {
		const books = await records.open('of the folder');
		await found(books);
		const before = await stateOf(books.databaseUrl);
		const path = newFile();
		// Beside a server: the databases of its folder are in use.
		const taken = await run('backup', [path], { DATA_DIR: records.dataDir });
		expect(taken).toMatchObject({ code: 0, said: path });
		expect(taken.errors).toContain('entries 3');
		expect(await run('backup', ['--check', path], {})).toMatchObject({
			code: 0,
			said: `${path} is whole.`
		});
		expect(await run('restore', [path], { DATA_DIR: records.dataDir })).toMatchObject({ code: 1 });
		await books.close();

		const other = await makeDataFolder();
		try {
			const restored = await run('restore', [path], { DATA_DIR: other.path });
			expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('Restored') });
			expect((await run('restore', [path], { DATA_DIR: other.path })).errors).toContain('in use');
			// Without a server: the command starts the database for itself.
			const second = newFile();
			expect(await run('backup', [second], { DATA_DIR: other.path })).toMatchObject({ code: 0 });
			const target = await bareDatabase();
			await restore(target, second);
			expect(await stateOf(target)).toEqual(before);
		} finally {
			await other.remove();
		}

		const cut = newFile();
		await copyFile(path, cut);
		await writeFile(cut, (await readFile(path)).subarray(0, 500));
		const checked = await run('backup', ['--check', cut], {});
		expect(checked.code).toBe(1);
		expect(checked.errors).toContain('damaged');
		expect(await run('restore', [], {})).toMatchObject({
			code: 1,
			errors: expect.stringContaining('Usage')
		});
	});

	test('[BACKUP-3] killed while it loads, a restore leaves nothing behind, and can be run again', async () => {
		const source = await records.open();
		for (const [kind, code, form] of DIRECTORY)
			await source.record.directory.put(kind, code, form as never, 'test');
		const at = NOW;
		await Promise.all(
			Array.from({ length: 20_000 }, (_, i) =>
				source.record.ledger.append(sale(i % 2 ? 'r1' : 'r4', 100 + i, { at }), 'test')
			)
		);
		const path = await backup(source.databaseUrl);
		await source.close();
		const target = await bareDatabase();
		const child = spawn(process.execPath, ['server/cli/restore.ts', path], {
			env: { ...process.env, DATABASE_URL: target },
			stdio: 'ignore'
		});
		const gone = once(child, 'exit');
		await withPool(target, async (pool) => {
			// In the midst of the rows.
			await until(async () => {
				const { rowCount } = await pool.query(
					`SELECT FROM pg_stat_progress_copy WHERE datname = current_database() AND tuples_processed > 0`
				);
				return rowCount! > 0;
			});
			child.kill('SIGKILL');
			expect(await gone).toEqual([null, 'SIGKILL']);
			await until(async () => {
				const { rows } = await pool.query(
					`SELECT count(*)::int AS left FROM pg_stat_activity
					WHERE datname = current_database() AND application_name = 'longhubang'`
				);
				return rows[0].left === 0;
			});
			const { rowCount } = await pool.query(
				`SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace`
			);
			expect(rowCount).toBe(0);
		});
		await restore(target, path);
		await withPool(target, async (pool) => {
			const { rows } = await pool.query('SELECT position::int FROM ledger_head');
			expect(rows).toEqual([{ position: 20_000 }]);
		});
	});
});
