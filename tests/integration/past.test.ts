/**
 * A month of changes of every kind, at random: what walls, leaderboards and tables showed at each moment is shown again
 * from the record, after everything was changed since. docs/SPEC.md, CHANGE-14.
 */
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LEFT_OUT } from '../../server/backup/tables.ts';
import type { App } from '../../server/app.ts';
import { seededRandom } from '../../src/lib/domain/random.ts';
import { MEASURES } from '../../src/lib/domain/standing.ts';
import type { OverviewBoard } from '../../src/lib/live/board.ts';
import { foundCompany, record, REPS, reverse, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { until } from '../support/until.ts';
import { hangLiveWall } from '../support/wall.ts';
import type { Wall } from '../support/wall.ts';

const SEED = process.env.PAST_SEED ?? 'past';
const STEPS = Number(process.env.PAST_STEPS ?? 70);
const UNITS = ['company', 'east', 't1'];
const LEVELS = ['rep', 'team', 'region', 'dealer', 'product'] as const;
const TABLES = [
	{ kind: 'unit', code: 'company' },
	{ kind: 'unit', code: 't2' },
	{ kind: 'rep', code: 'r1' },
	{ kind: 'dealer', code: 'd1' }
] as const;

/** Stands still while something is compared. */
let now = Date.parse('2026-11-02T09:00:00+08:00');
const clock = () => now;
const random = seededRandom(SEED);
const below = (end: number) => Math.floor(random() * end);
const one = <T>(of: readonly T[]): T => of[below(of.length)]!;

let databases: Databases;
let local: LocalApp;
let app: App;
let walls: Wall[];

function must(outcome: { ok: boolean }): void {
	if (!outcome.ok) throw new Error(JSON.stringify(outcome));
}

const today = () => app.organisation.today();
const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}`;
const anyDay = () => day(1 + below(30));
const month = { unit: 'month', start: '2026-11-01' } as const;
const reps = [...REPS];
const standing: number[] = [];
let names = 0;

/** What may happen; an attempt that the rules refuse has changed nothing, and is none. */
const CHANGES: Record<string, () => Promise<unknown>> = {
	async sale() {
		const at = Math.max(Date.parse('2026-11-01T12:00:00+08:00'), now - below(4) * 86_400_000);
		const form = sale(one(reps), below(5_000_000), {
			at,
			...(below(2) ? { customer: one(['d1', 'd2', 'c1']) } : {}),
			...(below(2) ? { product: one(['p1', 'p2']) } : {})
		});
		const appended = await app.ledger.append(form, 'test');
		if (appended.ok) standing.push(appended.entry.position);
	},
	async shared() {
		const { rep: _, ...form } = sale('r1', 999_999, { at: now });
		const credits = [
			{ rep: one(['r1', 'r2', 'r3']), share: 66.67 },
			{ rep: one(['r4', 'r5']), share: 33.33 }
		];
		const overlays = [{ rep: 'r8', share: 50 }];
		await app.ledger.append({ ...form, credits, overlays }, 'test');
	},
	return: () =>
		app.ledger.append(sale(one(reps), -1 - below(400_000), { at: now, kind: 'return' }), 'test'),
	async reversal() {
		const [id] = standing.splice(below(standing.length), 1);
		if (id !== undefined) await reverse(app, id);
	},
	target: () =>
		app.targets.put(
			[
				{
					metric: 'sales',
					period: month,
					subject: below(2) ? { kind: 'rep', code: one(reps) } : { kind: 'unit', code: one(UNITS) },
					amount: 1 + below(120_000_000)
				}
			],
			'test'
		),
	fixedDays: () =>
		app.timeParts.save(
			{
				metric: 'sales',
				unit: 'month',
				date: month.start,
				subject: one(['unit:company', 'rep:r1']),
				parts: ''
			},
			{ [anyDay()]: below(3_000_000), [anyDay()]: below(3_000_000) },
			'test'
		),
	holiday: () =>
		app.organisation.setDays([{ date: anyDay(), weight: one([0, 50, 100, 150, null]) }], 'test'),
	week: () =>
		app.organisation.update({}, { week: [100, 100, 100, 100, 100, one([0, 50, 150]), 0] }, 'test'),
	leave: () =>
		app.directory.leave.add(
			one(reps),
			{ from: day(5 + below(10)), to: day(15 + below(10)), weight: one([0, 50]) },
			'test'
		),
	async back() {
		const [leave] = app.directory.leave.list(one(reps));
		if (leave) await app.directory.leave.remove(leave.id, 'test');
	},
	transfer: () =>
		app.directory.memberships.begin(
			one(reps),
			{ team: one(['t1', 't2', 't3']), since: today() },
			'test'
		),
	async joiner() {
		const code = `n${++names}`;
		must(
			await app.directory.memberships.begin(
				code,
				{ name: `新人${names}`, team: one(['t1', 't2', 't3']), since: today() },
				'test'
			)
		);
		reps.push(code);
	},
	leaver: () => app.directory.memberships.end(one(REPS.slice(5)), today(), 'test'),
	async corrected() {
		const { id } = app.directory.mirror.reps.named(one(reps))!;
		const last = app.directory.mirror.membershipsOf(id).at(-1)!;
		await app.directory.memberships.correct(
			app.directory.mirror.reps.get(id)!.code,
			last.id,
			{ since: day(1 + below(10)), until: last.until ?? undefined },
			'test'
		);
	},
	renamedRep: () => app.directory.put('reps', one(reps), { name: `名${++names}` }, 'test'),
	renamedTeam: () =>
		app.directory.put(
			'units',
			't2',
			{ name: `队${++names}`, kind: 'team', parent: one(['east', 'company']) },
			'test'
		),
	handedOver: () =>
		app.directory.put(
			'customers',
			'd1',
			{ name: `商${++names}`, kind: 'dealer', owner: one(['r1', 'r4']) },
			'test'
		),
	product: () => app.directory.put('products', 'p1', { name: `品${++names}` }, 'test'),
	points: () =>
		app.directory.put(
			'metrics',
			'sales',
			{ name: `指标${++names}`, kind: 'money', points: below(100) } as never,
			'test'
		),
	settings: () =>
		app.organisation.update(
			{
				name: `公司${++names}`,
				workingHours: { start: one(['08:00', '09:30']), end: one(['18:00', '21:00']) },
				paceThresholds: one([
					{ ahead: 1, onTrack: 0.95, behind: 0.8 },
					{ ahead: 1.1, onTrack: 0.7, behind: 0.5 }
				])
			},
			{},
			'test'
		)
};

/** Everything on a wall but when the server looked. */
const shown = ({ asOf, ...state }: OverviewBoard) => ({ ...state, position: asOf.position });
const instant = () => new Date(now).toISOString();

async function boardAt(asOf: string, unit: string) {
	const read = await app.past.board({ metric: 'sales', unit, asOf });
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return shown(read.board);
}

interface Looked {
	change: string;
	asOf: string;
	boards: ReturnType<typeof shown>[];
	leaderboard: { query: Parameters<App['past']['leaderboard']>[0]; view: unknown };
	table: { query: Parameters<App['tracking']['read']>[0]; view: unknown };
}
const looks: Looked[] = [];

async function leaderboardNow() {
	const query = {
		metric: 'sales',
		measure: one(MEASURES),
		period: one(['day', 'week', 'month', 'quarter'] as const),
		level: one(LEVELS),
		unit: one(UNITS),
		top: 50
	};
	// Until the rankings have reached the ledger.
	const view = await until(async () => {
		const live = await app.leaderboards.read(query);
		if (!live.ok) throw new Error(JSON.stringify(live.problems));
		return live.leaderboard.position === app.tracking.position && live.leaderboard;
	});
	return { query: { ...query, asOf: instant() }, view };
}

async function tableNow() {
	const query = { metric: 'sales', ...one(TABLES) };
	const live = await app.tracking.read(query);
	if (!live.ok) throw new Error(JSON.stringify(live.problems));
	return { query: { ...query, asOf: instant() }, view: { ...live.tracking, past: true } };
}

beforeAll(async () => {
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock });
	app = local.app;
	await foundCompany(app, month.start);
	must(
		await app.targets.put(
			[
				{
					metric: 'sales',
					period: month,
					subject: { kind: 'dealer', code: 'd1' },
					amount: 9_000_000
				}
			],
			'test'
		)
	);
	await record(app, sale('r1', 1_000, { at: Date.parse('2026-10-20T12:00:00+08:00') }));
	walls = await Promise.all(UNITS.map((unit) => hangLiveWall(local.url, unit)));
}, 120_000);

afterAll(async () => {
	for (const wall of walls ?? []) wall.close();
	await local?.close();
	await databases?.stop();
});

describe('[CHANGE-14] what was shown at any past moment can be shown again', () => {
	test(`a month of changes (${SEED})`, { timeout: 300_000 }, async () => {
		const kinds = Object.keys(CHANGES);
		for (let step = 0; step < STEPS; step++) {
			now += Math.round((27 * 86_400_000) / STEPS) - below(3_600_000);
			// Every kind once, then any.
			const change = kinds[step] ?? one(kinds);
			await CHANGES[change]!();
			// A wall whose clock was moved by hand moves with the next change.
			must(
				await app.directory.put('customers', 'c1', { name: `客${step}`, kind: 'retail' }, 'test')
			);
			const boards = await until(async () => {
				const live = walls.map(({ board }) => shown(board));
				const again = await Promise.all(UNITS.map((unit) => boardAt(instant(), unit)));
				if (!isDeepStrictEqual(live, again)) expect(again).toEqual(live);
				return live;
			}).catch((error: unknown) => {
				throw new Error(`step ${step}, ${change}`, { cause: error });
			});
			looks.push({
				change,
				asOf: instant(),
				boards,
				leaderboard: await leaderboardNow(),
				table: await tableNow()
			});
		}
	});

	test('again, after everything else was changed too', { timeout: 300_000 }, async () => {
		now = Date.parse('2026-12-15T10:00:00+08:00');
		for (const change of Object.values(CHANGES)) await change();
		must(await app.organisation.update({ timeZone: 'Asia/Tokyo' }, { holidays: null }, 'test'));
		for (const code of reps) must(await app.directory.put('reps', code, { name: '改名' }, 'test'));
		for (const look of looks) {
			const boards = await Promise.all(UNITS.map((unit) => boardAt(look.asOf, unit)));
			expect(boards, look.change).toEqual(look.boards);
			const leaderboard = await app.past.leaderboard(look.leaderboard.query);
			expect(leaderboard, look.change).toMatchObject({ ok: true });
			if (leaderboard.ok) expect(leaderboard.leaderboard).toEqual(look.leaderboard.view);
			const table = await app.tracking.read(look.table.query);
			if (!table.ok) throw new Error(JSON.stringify(table.problems));
			expect(table.tracking, look.change).toEqual(look.table.view);
		}
		expect(new Set(looks.map(({ boards }) => JSON.stringify(boards))).size).toBeGreaterThan(
			looks.length / 2
		);
	});

	test('[CHANGE-15] what is kept is never changed, and is in every backup', async () => {
		for (const change of [
			`UPDATE history SET image = '{}'`,
			'DELETE FROM history',
			'TRUNCATE history'
		])
			await expect(local.pool.query(change), change).rejects.toThrow();
		expect(LEFT_OUT).not.toContain('history');
	});
});
