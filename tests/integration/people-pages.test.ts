/** The pages of people and units of a real server: what a manager reaches, also by ids that they make up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withPool } from '../support/databases.ts';
import { openOffice } from '../support/office.ts';
import type { Office } from '../support/office.ts';
import { signIn } from '../support/visitor.ts';
import type { Visitor } from '../support/visitor.ts';

let office: Office;
let east: Visitor;
let boss: Visitor;
let rep: Visitor;

beforeAll(async () => {
	office = await openOffice(
		[
			{ code: 'boss', name: '周敏', administrator: true },
			{ code: 'm-east', name: '沈国强', leads: ['east'] },
			{ code: 'm-t3', name: '林雅琴', leads: ['t3'] },
			{ code: 'r1', name: '李娜' }
		],
		'2026-11-01'
	);
	east = await signIn(office.url, 'm-east');
	boss = await signIn(office.url, 'boss');
	rep = await signIn(office.url, 'r1');
});

afterAll(() => office?.close());

const rows = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
	withPool(office.databaseUrl, async (pool) => (await pool.query(text, values)).rows as Row[]);
const teamOf = async (code: string) => (await office.api('GET', `/reps/${code}`)).body.team;
const person = (code: string, action = '') => `/admin/people/${code}${action && `?/${action}`}`;
const units = (action: string) => `/admin/units?/${action}`;
const DAY = { since: '2026-11-23' };

describe('[PEOPLE-2] a manager', () => {
	test('sees the list of their own people, whatever the address asks for', async () => {
		const page = (await east.get('/admin/people?unit=t3')).text;
		expect(page).not.toContain('孙伟');
		expect((await east.get('/admin/people')).text).toContain('欧阳思远');
		expect(JSON.parse((await east.get('/admin/find/people?q=孙')).text)).toEqual({
			rows: [],
			total: 0
		});
		expect(JSON.parse((await boss.get('/admin/find/people?q=孙')).text)).toEqual({
			rows: [{ code: 'r7', name: '孙伟', more: '三队' }],
			total: 1
		});
	});

	test('opens and changes nobody else', async () => {
		expect((await east.get(person('r4'))).status).toBe(200);
		expect((await east.get(person('r7'))).status).toBe(403);
		expect((await east.get(person('boss'))).status).toBe(403);
		expect((await east.get(person('nobody'))).status).toBe(403);
		expect((await boss.get(person('nobody'))).status).toBe(404);
		for (const [action, form] of [
			['save', { name: '新名' }],
			['join', { team: 't1', ...DAY }],
			['end', { until: '2026-11-30' }],
			['away', { from: '2026-11-24', to: '2026-11-24', weight: '0' }],
			['invite', {}],
			['cancel', { id: '1' }]
		] as const)
			expect((await east.post(person('r7', action), form)).status, action).toBe(403);
		expect(await rows(`SELECT 1 FROM access_links WHERE account = 'r7'`)).toEqual([]);
	});

	test('takes nobody in from elsewhere, and hands nobody over', async () => {
		expect((await east.post(person('r4', 'join'), { team: 't3', ...DAY })).status).toBe(403);
		expect(await teamOf('r4')).toBe('t2');
		expect((await east.post(person('r4', 'join'), { team: 't1', ...DAY })).status).toBe(200);
		expect(await teamOf('r4')).toBe('t1');
	});

	test('cannot reach a membership or leave of somebody else by its number', async () => {
		const [membership] = await rows<{ id: number }>(
			`SELECT m.id FROM memberships m JOIN reps r ON r.id = m.rep_id WHERE r.code = 'r7'`
		);
		await boss.post(person('r7', 'away'), { from: '2026-11-24', to: '2026-11-25', weight: '0' });
		const [leave] = await rows<{ id: number }>('SELECT id FROM rep_leave');
		const id = String(membership!.id);
		const correct = await east.post(person('r4', 'correct'), {
			id,
			since: '',
			until: '2026-11-30'
		});
		expect(correct.status).toBe(404);
		const back = await east.post(person('r4', 'back'), { id: String(leave!.id) });
		expect(back.status).toBe(404);
		expect(await rows('SELECT id FROM rep_leave')).toHaveLength(1);
	});

	test('does not set right what another unit’s history touches', async () => {
		await boss.post(person('r5', 'join'), { team: 't3', ...DAY });
		await boss.post(person('r5', 'join'), { team: 't2', since: '2026-11-24' });
		const all = await rows<{ id: number }>(
			`SELECT m.id FROM memberships m JOIN reps r ON r.id = m.rep_id WHERE r.code = 'r5'
			ORDER BY since`
		);
		const form = { id: String(all.at(-1)!.id), since: '2026-11-25', until: '' };
		expect((await east.post(person('r5', 'correct'), form)).status).toBe(403);
		expect((await boss.post(person('r5', 'correct'), form)).status).toBe(200);
	});

	test('grants nothing and ends nobody’s access', async () => {
		expect((await east.post(person('r2', 'grant'), { administrator: 'on' })).status).toBe(403);
		expect((await east.post(person('r2', 'disable'), {})).status).toBe(403);
		expect((await east.post(person('m-east', 'grant'), { leads: ['company'] })).status).toBe(403);
		expect((await east.post(units('managers'), { unit: 't1', managers: ['m-east'] })).status).toBe(
			403
		);
	});

	test('adds people to their own teams only', async () => {
		const form = { name: '新人', code: 'n1', ...DAY };
		expect((await east.post('/admin/people/new', { ...form, team: '' })).status).toBe(403);
		expect((await east.post('/admin/people/new', { ...form, team: 't3' })).status).toBe(403);
		const made = await east.post('/admin/people/new', { ...form, team: 't2' });
		expect([made.status, made.headers.get('location')]).toEqual([303, '/admin/people/n1']);
		// The code of somebody else makes nobody one's own.
		const taken = await east.post('/admin/people/new', { ...form, code: 'Boss', team: 't2' });
		expect(taken.status).toBe(422);
		expect(taken.text).toContain('“Boss”已有人使用');
	});

	test('invites several of their own, not one of anybody else', async () => {
		const all = await east.post('/admin/people/cards', { code: ['r2', 'r7'] });
		expect(all.status).toBe(403);
		const own = await east.post('/admin/people/cards', { code: ['r2', 'r3'] });
		expect(own.status).toBe(200);
		expect(await rows('SELECT DISTINCT account FROM access_links ORDER BY 1')).toEqual([
			{ account: 'r2' },
			{ account: 'r3' }
		]);
		// Nothing that opens an account is kept, in the record or its log.
		const log = JSON.stringify(await rows(`SELECT * FROM audit WHERE action = 'link.create'`));
		expect(log).not.toMatch(/[\w-]{32}/);
	});
});

describe('[PEOPLE-8] units of a manager', () => {
	test('moving needs both places, and a unit led is not moved by its own manager', async () => {
		const parentOf = async (code: string) =>
			(await office.api('GET', `/units/${code}`)).body.parent;
		const t3 = await signIn(office.url, 'm-t3');
		expect((await east.post(units('move'), { unit: 't1', parent: 'company' })).status).toBe(403);
		expect((await east.post(units('move'), { unit: 't3', parent: 'east' })).status).toBe(403);
		expect((await t3.post(units('move'), { unit: 't3', parent: 'east' })).status).toBe(403);
		expect((await t3.post(units('remove'), { unit: 't3' })).status).toBe(403);
		expect([await parentOf('t1'), await parentOf('t3')]).toEqual(['east', 'company']);
		expect((await boss.post(units('move'), { unit: 't3', parent: 'east' })).status).toBe(200);
		expect((await boss.post(units('move'), { unit: 't3', parent: 't1' })).status).toBe(422);
		expect(await parentOf('t3')).toBe('east');
	});

	test('they rename and add within their own', async () => {
		expect((await east.post(units('rename'), { unit: 'east', name: '大华东' })).status).toBe(200);
		expect((await east.post(units('rename'), { unit: 'company', name: '我' })).status).toBe(403);
		const form = { name: '四队', code: 't4', kind: 'team' };
		expect((await east.post(units('add'), { ...form, parent: 'company' })).status).toBe(403);
		expect((await east.post(units('add'), { ...form, parent: 'east' })).status).toBe(200);
		const again = await east.post(units('add'), { ...form, parent: 'east' });
		expect(again.status).toBe(422);
		expect((await east.post(units('remove'), { unit: 't4' })).status).toBe(200);
	});
});

test('a rep has no part in the administration', async () => {
	for (const path of ['/admin/people', '/admin/people/r1', '/admin/units', '/admin/find/people?q='])
		expect((await rep.get(path)).status, path).toBe(403);
	expect((await rep.post(person('r1', 'save'), { name: '我' })).status).toBe(403);
});
