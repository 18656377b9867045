/** The audit log, searched. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditQuery } from '../../server/audit/search.ts';
import { foundCompany } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';

const clock = shiftedClock(MONDAY_MORNING);
let databases: Databases;
let local: LocalApp;
let keyId: string;

const find = async (query: AuditQuery) => (await local.app.audit.page(query)).rows;
const told = async (query: AuditQuery) =>
	(await find(query)).map(({ action, subject }) => `${action} ${subject}`);

beforeAll(async () => {
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock, publicBoards: false });
	const { app } = local;
	clock.set('2026-11-20T23:30:00+08:00');
	await foundCompany(app, '2026-11-01');
	await app.accounts.create({ code: 'boss', name: '周敏', administrator: true }, 'setup');
	clock.set('2026-11-21T00:30:00+08:00');
	const put = (code: string, form: object, actor: string) =>
		app.directory.put('customers', code, form as never, actor);
	await put('d1', { name: '苏州锦绣', kind: 'dealer', owner: 'r2' }, 'person:boss');
	const key = await app.keys.create({ name: 'ERP 订单', scopes: ['directory'] }, 'person:boss');
	keyId = key.split('.')[0]!;
	await put('d9', { name: '50% 折扣店', kind: 'retail' }, `key:${keyId}`);
	clock.set(MONDAY_MORNING);
	await app.keys.revoke(keyId, 'cli');
});

afterAll(async () => {
	await local?.close();
	await databases?.stop();
});

test('[ADMIN-12] newest first, with the names of who did it and to what', async () => {
	const [revoked, byKey, created, changed] = await find({});
	expect(revoked).toMatchObject({ actor: 'cli', action: 'key.revoke', subjectName: 'ERP 订单' });
	expect(byKey).toMatchObject({ actorName: 'ERP 订单', subject: 'd9', subjectName: '50% 折扣店' });
	expect(created).toMatchObject({ actorName: '周敏', action: 'key.create', subject: keyId });
	expect(changed).toMatchObject({
		actorName: '周敏',
		action: 'customers.put',
		subject: 'd1',
		before: { name: '苏州经销商', kind: 'dealer', owner: 'r1' },
		after: { name: '苏州锦绣', kind: 'dealer', owner: 'r2' }
	});
});

test('[ADMIN-12] by who: code or name, of a person, a key', async () => {
	const byBoss = ['key.create ' + keyId, 'customers.put d1'];
	expect(await told({ q: 'person:boss' })).toEqual(byBoss);
	expect((await told({ q: '周敏' })).slice(0, 2)).toEqual(byBoss);
	expect(await told({ q: 'ERP' })).toEqual([
		`key.revoke ${keyId}`,
		'customers.put d9',
		`key.create ${keyId}`
	]);
});

test('[ADMIN-12] by what it was done to: also targets by the name of their subject', async () => {
	expect(await told({ q: '李娜' })).toEqual(['target.put rep:r1', 'reps.put r1']);
	expect(await told({ q: 'd9' })).toEqual(['customers.put d9']);
});

test('[ADMIN-12] by text of before and after, taken literally', async () => {
	// The name that it had before.
	expect(await told({ q: '苏州经销商' })).toEqual(['customers.put d1', 'customers.put d1']);
	expect(await told({ q: '50%' })).toEqual(['customers.put d9']);
	expect(await told({ q: '%折_' })).toEqual([]);
});

test('[ADMIN-12] by kind and by business dates, both ends included', async () => {
	expect(new Set((await find({ what: 'key' })).map(({ action }) => action))).toEqual(
		new Set(['key.create', 'key.revoke'])
	);
	// Half past midnight in Shanghai is the day before in UTC.
	expect(await told({ from: '2026-11-21', to: '2026-11-22' })).toHaveLength(3);
	expect(await told({ from: '2026-11-23' })).toEqual([`key.revoke ${keyId}`]);
	expect((await find({ to: '2026-11-20' }))[0]).toMatchObject({ action: 'account.create' });
	expect(await told({ from: '2026-11-24' })).toEqual([]);
	expect(await told({ from: 'yesterday', to: '2026-02-31' })).toEqual(await told({}));
});

test('[ADMIN-12] the pages of a long log hold every entry once, also while it grows', async () => {
	await local.pool.query(
		`INSERT INTO audit (at, actor, action, subject, after)
		SELECT to_timestamp($1 / 1000.0), 'bulk', 'products.put', 'p' || n, '{"name": "x"}'
		FROM generate_series(1, 240) AS n`,
		[clock()]
	);
	const seen: string[] = [];
	let before: number | undefined;
	do {
		const page = await local.app.audit.page({ q: 'bulk', before });
		seen.push(...page.rows.map(({ subject }) => subject));
		before = page.next;
		await local.app.directory.put('products', `new-${seen.length}`, { name: 'bulk' }, 'bulk');
	} while (before);
	expect(seen.filter((subject) => subject.startsWith('p')).length).toBeGreaterThanOrEqual(240);
	expect(new Set(seen).size).toBe(seen.length);
	expect(seen.filter((subject) => subject.startsWith('new'))).toEqual([]);
});

test('[ADMIN-12] a word that is nowhere is given up in time, and the search goes on from there', async () => {
	await local.pool.query(
		`INSERT INTO audit (at, actor, action, subject)
		SELECT to_timestamp($1 / 1000.0), 'bulk', 'noise.put', 'n' || n FROM generate_series(1, 150000) AS n`,
		[clock()]
	);
	const first = await local.app.audit.page({ q: '苏州经销商' });
	expect(first.rows).toEqual([]);
	expect(first.stoppedAt).toBeInstanceOf(Date);
	const second = await local.app.audit.page({ q: '苏州经销商', before: first.next });
	expect(second.rows.map(({ subject }) => subject)).toEqual(['d1', 'd1']);
	expect(second.next).toBeUndefined();
	// Dates lead past the noise at once.
	const dated = await local.app.audit.page({ q: '苏州经销商', to: '2026-11-21' });
	expect(dated.rows).toHaveLength(2);
});
