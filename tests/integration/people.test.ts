/** People and units as the administration changes them, on a real record. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person, Principal } from '../../src/lib/domain/permissions.ts';
import { may } from '../../src/lib/domain/permissions.ts';
import type { PeopleQuery } from '../../server/people/list.ts';
import { foundCompany, record, sale } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';

const TODAY = '2026-11-23';
const clock = shiftedClock(MONDAY_MORNING);
const SYSTEM: Principal = { kind: 'system', name: 'test' };

let databases: Databases;
let local: LocalApp;
const app = () => local.app;

beforeAll(async () => {
	databases = await startDatabases();
	const { databaseUrl, redisTarget } = databases;
	local = await startLocalApp({ databaseUrl, redisTarget, clock });
	await foundCompany(app(), '2026-11-01');
	for (const account of [
		{ code: 'boss', name: '周敏', administrator: true, password: 'a long password' },
		{ code: 'm-east', name: '沈国强', leads: ['east'], password: 'a long password' },
		{ code: 'm-t3', name: '林雅琴', leads: ['t3'], phone: '13800001111' },
		{ code: 'finance', name: '顾雪梅', viewer: true },
		{ code: 'r1', name: '李娜', email: 'lina@example.com', password: 'a long password' }
	]) {
		const made = await app().accounts.create(account, 'test');
		expect(made).toEqual({ ok: true });
	}
});

afterAll(async () => {
	await local?.close();
	await databases?.stop();
});

const ALL: PeopleQuery = {
	q: '',
	sort: 'code',
	descending: false,
	page: 1,
	size: 100,
	within: undefined
};
const codes = async (query: Partial<PeopleQuery>): Promise<string[]> =>
	(await app().people.list({ ...ALL, ...query })).rows.map(({ code }) => code);

async function signedIn(code: string): Promise<Person> {
	return (await app().accounts.person(code))!.person;
}
const allowed = async (who: string, action: 'people.write' | 'people.read', whom: string) => {
	const [person, subjects] = [await signedIn(who), await app().people.subjectsOf(whom)];
	return subjects.every((subject) => may(person, action, subject));
};
const reasons = (outcome: { ok: boolean; problems?: { reason: string }[] }) =>
	outcome.problems?.map(({ reason }) => reason) ?? [];
const auditOf = async (subject: string, action: string) =>
	(
		await local.pool.query(
			'SELECT actor, before, after FROM audit WHERE subject = $1 AND action = $2 ORDER BY id DESC',
			[subject, action]
		)
	).rows;

describe('[PEOPLE-1] the list is everybody, reps and accounts joined by code', () => {
	test('nobody twice, nobody left out', async () => {
		const { rows, total } = await app().people.list(ALL);
		expect(rows.map(({ code }) => code)).toEqual(
			['boss', 'finance', 'm-east', 'm-t3', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8'].sort()
		);
		expect(total).toBe(12);
		expect(rows.find(({ code }) => code === 'r1')).toMatchObject({
			name: '李娜',
			email: 'lina@example.com',
			team: { code: 't1', name: '一队' },
			sells: true,
			state: 'active'
		});
		expect(rows.find(({ code }) => code === 'm-t3')).toMatchObject({
			leads: [{ code: 't3', name: '三队' }],
			sells: false,
			state: 'none'
		});
	});

	test('a part of a name (Chinese too), code, phone or e-mail finds; wildcards are letters', async () => {
		expect(await codes({ q: '娜' })).toEqual(['r1']);
		expect(await codes({ q: 'LINA@' })).toEqual(['r1']);
		expect(await codes({ q: '138 0000' })).toEqual(['m-t3']);
		expect(await codes({ q: 'm-' })).toEqual(['m-east', 'm-t3']);
		expect(await codes({ q: '%' })).toEqual([]);
		expect(await codes({ q: '-' })).toEqual(['m-east', 'm-t3']);
		expect(await codes({ q: "'; DROP TABLE accounts --" })).toEqual([]);
	});

	test('filters by unit with all below, by role and by state', async () => {
		expect(await codes({ unit: 'east' })).toEqual(['m-east', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6']);
		expect(await codes({ unit: 't3' })).toEqual(['m-t3', 'r7', 'r8']);
		expect(await codes({ unit: 'nowhere' })).toEqual([]);
		expect(await codes({ role: 'administrator' })).toEqual(['boss']);
		expect(await codes({ role: 'manager' })).toEqual(['m-east', 'm-t3']);
		expect(await codes({ role: 'viewer' })).toEqual(['finance']);
		expect(await codes({ state: 'active' })).toEqual(['boss', 'm-east', 'r1']);
		expect(await codes({ state: 'active', role: 'rep' })).toEqual(['r1']);
	});

	test('names sort as Chinese dictionaries do, by pinyin', async () => {
		const { rows } = await app().people.list({ ...ALL, sort: 'name', unit: 't1' });
		expect(rows.map(({ name }) => name)).toEqual(['陈晓燕', '李娜', '王建国']);
		const turned = await codes({ sort: 'name', descending: true, unit: 't1' });
		expect(turned).toEqual(['r2', 'r1', 'r3']);
	});
});

describe('[PEOPLE-2] a manager reaches whoever belongs to the units they lead', () => {
	test('the list holds their people only', async () => {
		expect(await codes({ within: ['east'] })).toEqual([
			'm-east',
			'r1',
			'r2',
			'r3',
			'r4',
			'r5',
			'r6'
		]);
		expect(await codes({ within: ['t3'], q: '李娜' })).toEqual([]);
		expect(await codes({ within: ['t3'], unit: 'east' })).toEqual([]);
		expect(await codes({ within: [] })).toEqual([]);
	});

	test('a person is the team’s; who is in none, the units’ that they lead; else nobody’s', async () => {
		expect(await allowed('m-east', 'people.write', 'r4')).toBe(true);
		expect(await allowed('m-east', 'people.write', 'r7')).toBe(false);
		expect(await allowed('m-east', 'people.write', 'm-t3')).toBe(false);
		expect(await allowed('m-east', 'people.write', 'finance')).toBe(false);
		expect(await allowed('m-east', 'people.write', 'nobody')).toBe(false);
		expect(await allowed('boss', 'people.write', 'finance')).toBe(true);
		expect(await allowed('r1', 'people.write', 'r1')).toBe(false);
	});
});

describe('[PEOPLE-3] one name, one code', () => {
	test('a change of a rep’s name counts for directory and account alike, from either side', async () => {
		const data = { name: '李娜娜', phone: '139-1234 5678', email: 'LiNa@Example.com' };
		expect(await app().people.update('r1', data, SYSTEM)).toMatchObject({ ok: true });
		expect(app().directory.view('reps', 'r1')).toMatchObject({ name: '李娜娜' });
		expect(await signedIn('r1')).toMatchObject({ name: '李娜娜' });
		expect(await app().people.read('r1')).toMatchObject({
			phone: '13912345678',
			email: 'lina@example.com'
		});
		const [{ before, after }] = await auditOf('r1', 'person.update');
		expect([before.name, after.name]).toEqual(['李娜', '李娜娜']);

		await app().directory.put('reps', 'r1', { name: '李娜', team: 't1' }, 'test');
		expect(await signedIn('r1')).toMatchObject({ name: '李娜' });
		expect(await app().accounts.names(['r1'])).toEqual(new Map([['r1', '李娜']]));
	});

	test('a phone, e-mail or code that could mean somebody else is refused', async () => {
		const form = { name: '王建国', phone: '', email: '' };
		const phone = await app().people.update('r2', { ...form, phone: '138-0000-1111' }, SYSTEM);
		expect(phone).toMatchObject({ problems: [{ path: 'phone', reason: 'phone-taken' }] });
		const email = await app().people.update('r2', { ...form, email: 'finance' }, SYSTEM);
		expect(email).toMatchObject({ problems: [{ path: 'email', reason: 'email-taken' }] });
		const place = { team: 't1', since: TODAY };
		for (const code of ['R2', 'BOSS', '13800001111']) {
			const made = await app().people.create(code, { ...form, ...place }, 'test');
			expect(made, code).toMatchObject({ problems: [{ path: 'code', reason: 'code-taken' }] });
		}
		expect(app().directory.view('reps', 'R2')).toBeUndefined();
	});

	test('who has less than a person may not change what signs that person in', async () => {
		await app().people.grant('r2', { administrator: true, viewer: false, leads: [] }, 'test');
		const data = { name: '王建国', phone: '13700000000', email: '' };
		const east = await signedIn('m-east');
		expect(reasons(await app().people.update('r2', data, east))).toEqual(['more-than-yours']);
		await app().people.grant('r2', { administrator: false, viewer: false, leads: [] }, 'test');
		expect(await app().people.update('r2', data, east)).toMatchObject({ ok: true });
	});
});

describe('[PEOPLE-4] memberships', () => {
	const memberships = async (code: string) =>
		(await app().people.read(code))!.memberships.map(({ team, since, until, when }) => [
			team.code,
			since ?? '',
			until ?? '',
			when
		]);
	test('a transfer begins a new one from its day; entries stay with the team of their day', async () => {
		await record(app(), sale('r5', 500_00, { at: clock() }));
		const moved = await app().people.join('r5', { team: 't3', since: TODAY }, 'test');
		expect(moved).toMatchObject({ ok: true });
		expect(await memberships('r5')).toEqual([
			['t2', '', '2026-11-22', 'past'],
			['t3', TODAY, '', 'now']
		]);
		await record(app(), sale('r5', 700_00, { at: clock() }));
		const { rows } = await local.pool.query(
			`SELECT u.code, c.amount::int FROM entry_credits c JOIN units u ON u.id = c.team_id
			JOIN reps r ON r.id = c.rep_id WHERE r.code = 'r5' ORDER BY position`
		);
		expect(rows).toEqual([
			{ code: 't2', amount: 500_00 },
			{ code: 't3', amount: 700_00 }
		]);
		expect(await allowed('m-east', 'people.write', 'r5')).toBe(false);
		expect((await auditOf('r5', 'membership.begin'))[0].before).toHaveLength(1);
	});

	test('what is planned is shown, can be taken back, and the team before goes on', async () => {
		await app().people.join('r6', { team: 't1', since: '2026-12-01' }, 'test');
		expect(await memberships('r6')).toEqual([
			['t2', '', '2026-11-30', 'now'],
			['t1', '2026-12-01', '', 'planned']
		]);
		expect((await app().people.read('r6'))!.team!.code).toBe('t2');
		const [now, planned] = (await app().people.read('r6'))!.memberships;
		const { memberships: operations } = app().directory;
		expect(reasons(await operations.cancel('r6', now!.id, 'test'))).toEqual(['membership-began']);
		expect(reasons(await operations.cancel('r4', planned!.id, 'test'))).toEqual(['no-membership']);
		expect(await operations.cancel('r6', planned!.id, 'test')).toMatchObject({ ok: true });
		expect(await memberships('r6')).toEqual([['t2', '', '', 'now']]);
	});

	test('who leaves works their last day; coming back leaves the days between free', async () => {
		const { memberships: operations } = app().directory;
		await operations.end('r6', '2026-11-10', 'test');
		expect(await memberships('r6')).toEqual([['t2', '', '2026-11-10', 'past']]);
		expect((await app().people.read('r6'))!.sells).toBe(false);
		await app().people.join('r6', { team: 't1', since: '2026-11-20' }, 'test');
		expect(await memberships('r6')).toEqual([
			['t2', '', '2026-11-10', 'past'],
			['t1', '2026-11-20', '', 'now']
		]);
		const { mirror } = app().directory;
		const rep = { kind: 'rep' as const, id: mirror.reps.named('r6')!.id };
		const days = { from: '2026-11-10', to: '2026-11-20' };
		// Tuesday 10th the last, Friday 20th the first day again.
		expect(app().targets.weights(days, rep)).toEqual([100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100]);
	});

	test('a wrong date is set right, and the neighbour it touches goes along', async () => {
		const { memberships: operations } = app().directory;
		const id = async (at: number) => (await app().people.read('r5'))!.memberships[at]!.id;
		const moved = await operations.correct('r5', await id(1), { since: '2026-11-16' }, 'test');
		expect(moved).toMatchObject({ ok: true });
		expect(await memberships('r5')).toEqual([
			['t2', '', '2026-11-15', 'past'],
			['t3', '2026-11-16', '', 'now']
		]);
		await operations.correct('r5', await id(0), { until: '2026-11-19' }, 'test');
		expect(await memberships('r5')).toEqual([
			['t2', '', '2026-11-19', 'past'],
			['t3', '2026-11-20', '', 'now']
		]);
		const first = await id(0);
		expect(reasons(await operations.correct('r5', first, {}, 'test'))).toEqual([
			'memberships-overlap'
		]);
		const backwards = { since: '2026-11-19', until: '2026-11-18' };
		expect(reasons(await operations.correct('r5', first, backwards, 'test'))).toEqual([
			'until-before-since'
		]);
		expect(reasons(await operations.correct('r4', first, { until: TODAY }, 'test'))).toEqual([
			'no-membership'
		]);
	});

	test('history is not overwritten by a date in it', async () => {
		const early = await app().people.join('r5', { team: 't1', since: '2026-11-01' }, 'test');
		expect(early).toMatchObject({
			problems: [{ reason: 'membership-after', params: { since: '2026-11-20' } }]
		});
		const same = await app().people.join('r5', { team: 't3', since: TODAY }, 'test');
		expect(reasons(same)).toEqual(['already-in-team']);
		const region = await app().people.join('r5', { team: 'east', since: TODAY }, 'test');
		expect(reasons(region)).toEqual(['not-a-team']);
	});

	test('who is only an account becomes a rep by joining a team', async () => {
		const joined = await app().people.join('finance', { team: 't3', since: TODAY }, 'test');
		expect(joined).toMatchObject({ ok: true });
		expect(await signedIn('finance')).toMatchObject({ sells: true, viewer: true });
		expect(app().directory.view('reps', 'finance')).toMatchObject({ name: '顾雪梅', team: 't3' });
		expect(await codes({ unit: 't3', role: 'viewer' })).toEqual(['finance']);
		const stranger = await app().people.join('nobody', { team: 't3', since: TODAY }, 'test');
		expect(reasons(stranger)).toEqual(['unknown-person']);
	});

	test('two at the same moment leave one history', async () => {
		const made = await Promise.all(
			['t1', 't2', 't3'].map((team) => app().people.join('r8', { team, since: '2026-12-01' }, 'x'))
		);
		expect(made.some(({ ok }) => ok)).toBe(true);
		const planned = (await memberships('r8')).filter(([, , , when]) => when === 'planned');
		expect(planned).toHaveLength(1);
	});
});

describe('[PEOPLE-5] leave', () => {
	test('day targets and every screen follow at once; leave never overlaps', async () => {
		const { leave, mirror } = app().directory;
		const rep = { kind: 'rep' as const, id: mirror.reps.named('r3')!.id };
		const november = { unit: 'month' as const, from: '2026-11-01', to: '2026-11-30' };
		const sales = mirror.metrics.named('sales')!.id;
		const dayTarget = async (day: string) =>
			(await app().targets.days(sales, november, rep)).get(day) ?? 0;
		const before = await dayTarget('2026-11-25');
		let changes = 0;
		app().directory.onChange(() => void changes++);

		const added = await leave.add(
			'r3',
			{ from: '2026-11-24', to: '2026-11-25', weight: 50 },
			'test'
		);
		expect(added).toMatchObject({ ok: true });
		expect(changes).toBe(1);
		const half = await dayTarget('2026-11-25');
		expect(half).toBeGreaterThan(0);
		expect(half).toBeLessThan(before * 0.6);
		expect(await dayTarget('2026-11-26')).toBeGreaterThan(before);

		const more = await leave.add('r3', { from: '2026-11-25', to: '2026-11-27', weight: 0 }, 'test');
		expect(more).toMatchObject({
			problems: [{ reason: 'leave-overlaps', params: { from: '2026-11-24', to: '2026-11-25' } }]
		});
		const wrong = await leave.add(
			'r3',
			{ from: '2026-12-02', to: '2026-12-01', weight: 0 },
			'test'
		);
		expect(reasons(wrong)).toEqual(['until-before-since']);

		const [entry] = (await app().people.read('r3'))!.leave;
		expect(await leave.remove(entry!.id, 'test')).toMatchObject({ ok: true });
		expect(reasons(await leave.remove(entry!.id, 'test'))).toEqual(['no-leave']);
		expect(await dayTarget('2026-11-25')).toBe(before);
		expect((await auditOf('r3', 'leave.remove'))[0].before).toEqual({
			from: '2026-11-24',
			to: '2026-11-25',
			weight: 50
		});
	});
});

describe('[PEOPLE-6] what somebody may', () => {
	const grant = (code: string, more: object) =>
		app().people.grant(
			code,
			{ administrator: false, viewer: false, leads: [], ...more },
			'person:boss'
		);

	test('roles count with the next request', async () => {
		expect(await grant('r7', { viewer: true, leads: ['t3', 'east'] })).toMatchObject({ ok: true });
		expect(await app().people.read('r7')).toMatchObject({ viewer: true, state: 'none' });
		expect((await signedIn('r7')).leads).toEqual(expect.arrayContaining(['t3', 'east']));
		await grant('r7', {});
		expect((await signedIn('r7')).leads).toEqual([]);
		expect(reasons(await grant('r7', { leads: ['nowhere'] }))).toEqual(['unknown-unit']);
		expect((await auditOf('r7', 'account.grant'))[0]).toMatchObject({
			actor: 'person:boss',
			before: { viewer: true },
			after: { viewer: false }
		});
	});

	test('the last who can sign in and administer can neither be demoted nor disabled', async () => {
		// An administrator who never had a password is none to rely on.
		await grant('finance', { administrator: true, viewer: true });
		expect(reasons(await grant('boss', {}))).toEqual(['last-administrator']);
		expect(reasons(await app().people.disable('boss', true, 'test'))).toEqual([
			'last-administrator'
		]);
		await grant('m-east', { administrator: true, leads: ['east'] });
		const both = await Promise.all([grant('boss', {}), grant('m-east', { leads: ['east'] })]);
		expect(both.filter(({ ok }) => ok)).toHaveLength(1);
		await grant('boss', { administrator: true });
		await grant('m-east', { leads: ['east'] });
		await grant('finance', { viewer: true });
	});

	const opens = async (login: string, password: string) =>
		(await app().signIn.byPassword({ login, password }, { userAgent: null, address: '::1' })).ok;

	test('who is disabled is out at once, in every session, and back when enabled', async () => {
		const { id } = await app().sessions.start('r1', { userAgent: null, address: null });
		expect(await app().people.disable('r1', true, 'test')).toEqual({ ok: true });
		expect(await app().sessions.holderOf(id)).toBeUndefined();
		expect(await opens('r1', 'a long password')).toBe(false);
		expect((await app().people.read('r1'))!.state).toBe('disabled');
		await app().people.disable('r1', false, 'test');
		expect(await opens('r1', 'a long password')).toBe(true);
	});
});

describe('[PEOPLE-7] invitations', () => {
	test('a person gets an account by the first link; a new link replaces the one before', async () => {
		const first = await app().people.invite('r4', SYSTEM);
		const second = await app().people.invite('r4', SYSTEM);
		if (!first.ok || !second.ok) throw new Error('not invited');
		expect(first.invitation).toMatchObject({ code: 'r4', name: '欧阳思远', kind: 'invitation' });
		expect(second.invitation.secret).not.toBe(first.invitation.secret);
		const { rows } = await local.pool.query(
			`SELECT secret_hash FROM access_links WHERE account = 'r4'`
		);
		expect(rows).toHaveLength(1);
		expect(JSON.stringify(rows)).not.toContain(second.invitation.secret);
		expect(await codes({ state: 'invited' })).toEqual(['r4']);
		const again = await app().people.invite('r1', SYSTEM);
		expect(again).toMatchObject({ invitation: { kind: 'reset' } });
	});

	test('[ACCESS-6] nobody gives more than they have', async () => {
		const east = await signedIn('m-east');
		expect(reasons(await app().people.invite('boss', east))).toEqual(['more-than-yours']);
		expect(reasons(await app().people.invite('finance', east))).toEqual(['more-than-yours']);
		expect(reasons(await app().people.invite('m-t3', east))).toEqual(['more-than-yours']);
		expect(await app().people.invite('r4', east)).toMatchObject({ ok: true });
	});

	test('who is disabled is not invited, and a link of theirs is gone', async () => {
		await app().people.disable('r4', true, 'test');
		expect(reasons(await app().people.invite('r4', SYSTEM))).toEqual(['invited-is-disabled']);
		await app().people.disable('r4', false, 'test');
		expect((await app().people.read('r4'))!.state).toBe('none');
	});
});

describe('[PEOPLE-8] units', () => {
	test('the tree: parents first, managers and people of today; a manager’s begins at what they lead', async () => {
		const rows = await app().unitTree.list();
		expect(rows.map(({ code, level }) => [code, level])).toEqual([
			['company', 1],
			['t3', 2],
			['east', 2],
			['t1', 3],
			['t2', 3]
		]);
		expect(rows.find(({ code }) => code === 'east')).toMatchObject({
			managers: [{ code: 'm-east', name: '沈国强' }]
		});
		const own = await app().unitTree.list(['t1', 'east']);
		expect(own.map(({ code }) => code)).toEqual(['east', 't1', 't2']);
	});

	test('a unit is removed only when nothing refers to it, and every process forgets it', async () => {
		const { databaseUrl, redisTarget } = databases;
		const other = await startLocalApp({ databaseUrl, redisTarget, clock });
		try {
			const { directory } = app();
			const why = async (code: string) => reasons(await directory.removeUnit(code, 'test'));
			expect(await why('company')).toEqual(['company-stays']);
			expect(await why('nowhere')).toEqual(['unknown-unit']);
			expect(await why('t1')).toHaveLength(1);
			await directory.put(
				'units',
				'w',
				{ name: '华西', kind: 'region', parent: 'company' },
				'test'
			);
			await directory.put('units', 'w1', { name: '西一队', kind: 'team', parent: 'w' }, 'test');
			// As the notification makes it do; processes of a test share one, and hear nothing of themselves.
			const hear = (unit: string) => other.app.directory.lookAgain('units', unit);
			await hear('w');
			await hear('w1');
			expect(other.app.directory.view('units', 'w1')).toBeDefined();
			expect(await why('w')).toEqual(['unit-has-units']);
			await app().unitTree.setManagers('w1', ['r1'], 'test');
			expect((await signedIn('r1')).leads).toEqual(['w1']);
			expect(await why('w1')).toEqual(['unit-has-managers']);
			await app().unitTree.setManagers('w1', [], 'test');
			expect(await why('w1')).toEqual([]);
			expect(directory.view('units', 'w1')).toBeUndefined();
			expect(await why('w')).toEqual([]);
			await hear('w1');
			expect(other.app.directory.view('units', 'w1')).toBeUndefined();
			expect((await auditOf('w1', 'units.remove'))[0].before).toMatchObject({ name: '西一队' });
		} finally {
			await other.close();
		}
	});

	test('a board whose unit is gone stands still and says so', async () => {
		const { directory, boards } = app();
		await directory.put('units', 'w', { name: '华西', kind: 'region', parent: 'company' }, 'test');
		const opened = await boards.open('w');
		if (!opened.ok) throw new Error(opened.reason);
		await directory.removeUnit('w', 'test');
		await until(() => opened.channel.state.stalledSince !== undefined);
		expect(await boards.open('w')).toMatchObject({ ok: false, reason: 'unknown-unit' });
	});

	test('managers are named by a code that somebody has', async () => {
		const set = await app().unitTree.setManagers('t2', ['nobody'], 'test');
		expect(set).toMatchObject({ problems: [{ path: 'managers', reason: 'unknown-person' }] });
	});
});

describe('[PEOPLE-9] ten thousand people', () => {
	test('are searched, filtered, sorted and paged as quickly as a page is drawn', async () => {
		await local.pool.query(`
			WITH made AS (
				INSERT INTO reps (code, name)
				SELECT 'X' || lpad(i::text, 5, '0'), '员工' || i FROM generate_series(1, 10000) i
				RETURNING id
			), there AS (
				INSERT INTO memberships (rep_id, team_id, since)
				SELECT made.id, units.id, '2026-01-01' FROM made, units WHERE units.code = 't1'
			)
			INSERT INTO accounts (code, name, phone, created_at, password_hash)
			SELECT 'X' || lpad(i::text, 5, '0'), '员工' || i, '1390' || lpad(i::text, 7, '0'), now(), 'x'
			FROM generate_series(1, 10000, 2) i`);
		await local.pool.query('ANALYZE');
		const size = 50;
		const page = await app().people.list({ ...ALL, q: '员工', page: 200, size });
		expect(page.total).toBe(10_000);
		expect(page.rows.at(-1)!.code).toBe('X10000');
		const by = { ...ALL, size, within: ['east'], unit: 't1', role: 'rep' as const };
		expect((await app().people.list({ ...by, q: '员工99', state: 'active' })).total).toBe(56);
		expect((await app().people.list({ ...by, q: '13900000777' })).rows[0]!.name).toBe('员工777');
		expect((await app().people.list({ ...by, sort: 'name' })).rows).toHaveLength(size);

		const times: Record<string, number> = {};
		for (const sort of ['name', 'code', 'team', 'state'] as const) {
			const started = performance.now();
			for (let i = 0; i < 10; i++) await app().people.list({ ...by, sort });
			times[sort] = Math.round((performance.now() - started) / 10);
		}
		const started = performance.now();
		for (let i = 0; i < 10; i++) await app().people.read('X05000');
		times.person = Math.round((performance.now() - started) / 10);
		console.log('milliseconds a page of 10,000 people:', JSON.stringify(times));
	});
});
