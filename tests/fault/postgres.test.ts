/** PostgreSQL killed, away, and back: what was answered is there, nothing is there twice, and everybody goes on. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { foundCompany, record, REPS, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { expectWallToMatchLedger } from '../support/expect-wall.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';
import { hangLiveWall } from '../support/wall.ts';
import type { Wall } from '../support/wall.ts';

const TODAY = '2026-11-23';
const clock = shiftedClock(MONDAY_MORNING);

let databases: Databases;
let local: LocalApp;
const walls: Wall[] = [];

beforeAll(async () => {
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock });
	await foundCompany(local.app, '2026-11-01');
});

beforeEach(() => databases.startPostgres());

afterEach(() => {
	for (const wall of walls.splice(0)) wall.close();
});

afterAll(async () => {
	await local?.close();
	await databases?.stop();
});

async function hang(): Promise<Wall> {
	const wall = await hangLiveWall(local.url);
	walls.push(wall);
	return wall;
}

const toMatch = (wall: Wall) => expectWallToMatchLedger(wall, local.pool, TODAY);

/** Sales posted side by side while `meanwhile` happens, each repeated until it is answered. */
async function sellThrough(meanwhile: () => Promise<unknown>): Promise<Map<string, number>> {
	const answered = new Map<string, number>();
	let going = true;
	const lanes = Array.from({ length: 16 }, async (_, lane) => {
		for (let i = 0; going; i++) {
			const form = sale(REPS[(i + lane) % REPS.length]!, 1_00 + i, { at: clock() });
			for (;;) {
				const appended = await local.app.ledger.append(form, 'test').catch(() => undefined);
				if (appended && !appended.ok) throw new Error(JSON.stringify(appended.problems));
				if (appended?.ok) {
					answered.set(form.externalId, appended.entry.position);
					break;
				}
				await delay(20);
			}
		}
	});
	try {
		await meanwhile();
	} finally {
		going = false;
		await Promise.all(lanes);
	}
	return answered;
}

/** Every answer names the place where the entry stands, each once, and no position is missing. */
async function expectRecorded(answered: ReadonlyMap<string, number>): Promise<void> {
	const { rows } = await local.pool.query(
		`SELECT external_id, position::int AS position FROM entries WHERE source = 'test' ORDER BY position`
	);
	const stored = new Map(rows.map((row) => [row.external_id, row.position]));
	expect(rows.length).toBe(stored.size);
	for (const [id, position] of answered) expect(stored.get(id)).toBe(position);
	const { rows: gaps } = await local.pool.query(
		`SELECT position FROM (SELECT position, row_number() OVER (ORDER BY position) AS n FROM entries) e
		WHERE position <> n`
	);
	expect(gaps).toEqual([]);
	const { rows: head } = await local.pool.query(
		'SELECT position = (SELECT max(position) FROM entries) AS right FROM ledger_head'
	);
	expect(head[0].right).toBe(true);
}

test('[API-4] [LEDGER-3] killed -9 three times while sales are posted: each is there once, and on the wall', async () => {
	const wall = await hang();
	const answered = await sellThrough(async () => {
		for (let i = 0; i < 3; i++) {
			await delay(400);
			const pid = await until(() => databases.postgresPid() ?? false);
			process.kill(pid, 'SIGKILL');
			await until(() => databases.postgresPid() !== undefined && databases.postgresPid() !== pid);
		}
		await delay(400);
	});
	// Between the outages too, however busy the machine is.
	expect(answered.size).toBeGreaterThan(20);
	await expectRecorded(answered);
	await toMatch(wall);
	await expectSoundTotals();
});

/** The totals that boards are made of, against a fresh sum over the entries. */
async function expectSoundTotals(): Promise<void> {
	const { rows } = await local.pool.query(`
		SELECT * FROM (
			SELECT subject_id, day, sum(amount) AS amount FROM day_totals WHERE kind = 'rep' GROUP BY 1, 2
		) t FULL JOIN (
			SELECT rep_id AS subject_id, business_date AS day, sum(c.amount) AS amount
			FROM entry_credits c JOIN entries USING (position) WHERE role = 'credit' GROUP BY 1, 2
		) e USING (subject_id, day)
		WHERE t.amount IS DISTINCT FROM e.amount`);
	expect(rows).toEqual([]);
}

test('[LIVE-8] [API-7] away for seconds: walls keep their picture, health says 503, and all goes on by itself', async () => {
	const wall = await hang();
	await toMatch(wall);
	const shown = wall.board.month.value;
	await databases.stopPostgres();
	const failing = local.app.ledger.append(sale('r1', 1_00, { at: clock() }), 'test').then(
		() => 'recorded',
		() => 'refused'
	);
	await until(async () => !(await local.app.health()).ready);
	expect((await local.app.health()).dependencies.database.ok).toBe(false);
	// Long enough for whoever comes back by itself to try many times.
	await delay(6_000);
	expect(wall.view!.status).toBe('live');
	expect(wall.board.month.value).toBe(shown);
	await databases.startPostgres();
	await until(async () => (await local.app.health()).ready);
	await failing;
	await record(local.app, sale('r2', 2_00, { at: clock() }));
	await toMatch(wall);
});

test('after an outage each part has the connections that it had before', async () => {
	const connections = async () => {
		const { rows } = await local.pool.query(
			`SELECT count(*) FILTER (WHERE query LIKE 'LISTEN%')::int AS listening,
				count(*) FILTER (WHERE query LIKE '%pg_try_advisory_lock%')::int AS leading
			FROM pg_stat_activity WHERE application_name = 'longhubang' AND pid <> pg_backend_pid()`
		);
		return rows[0];
	};
	// Three lead: the projector of the rankings, whoever follows for the alerts, and the referee.
	await until(async () => expect(await connections()).toEqual({ listening: 1, leading: 3 }));
});

test('a change made by another process after an outage is heard', async () => {
	const other = await startLocalApp({ ...databases, clock });
	await databases.stopPostgres();
	await delay(1_200);
	await databases.startPostgres();
	await until(async () => (await other.app.health()).ready);
	const wall = await hang();
	await local.pool.query(`UPDATE units SET name = '改名' WHERE code = 'company'`);
	await until(async () => {
		await local.pool.query(`SELECT pg_notify('directory', 'another-process units:company')`);
		expect(wall.board.unit.name).toBe('改名');
	});
	await other.close();
});
