/** Agreeing on a split from below, against the record: rounds, answers, deadlines, settling, and what stays for ever. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/lib/domain/permissions.ts';
import type { SplitForm, SplitPart } from '../../src/lib/forms/targeting.ts';
import type { SplitDeed } from '../../server/targets/splits.ts';
import type { Reminder } from '../../server/targets/reminders.ts';
import { foundCompany } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { MONDAY_MORNING, shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';

const MONTH = '2026-11-01';
const clock = shiftedClock(MONDAY_MORNING);
/** Of team t1: r1, r2 and r3; its target is 400,000.00. */
const TEAM = { metric: 'sales', unit: 'month' as const, date: '2026-11-23', subject: 'unit:t1' };

let databases: Databases;
let local: LocalApp;
beforeAll(async () => {
	databases = await startDatabases();
});
afterAll(() => databases?.stop());

/** Every story has a company of its own, on a Monday morning. */
beforeEach(async () => {
	clock.set(MONDAY_MORNING);
	local = await startLocalApp({
		databaseUrl: await databases.freshDatabase(),
		redisTarget: databases.redisTarget,
		clock
	});
	await foundCompany(local.app, MONTH);
	for (const account of [
		{ code: 'r1', name: '李娜' },
		{ code: 'r2', name: '王建国' },
		{ code: 'm-t1', name: '队长', leads: ['t1'] }
	])
		await local.app.accounts.create(account, 'test');
	return () => local.close();
});

const part = (child: string, amount: number): SplitPart => [child, '', amount, 1, false];
const PARTS = [part('rep:r1', 15_000_000), part('rep:r2', 15_000_000), part('rep:r3', 12_000_000)];

async function open(subject = 'unit:t1', version?: number) {
	const read = await local.app.splits.read({ ...TEAM, subject }, { results: true, version });
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return read.split;
}

async function save(
	deed: SplitDeed,
	parts: SplitPart[] = PARTS,
	more: Partial<SplitForm> & { actor?: string } = {}
) {
	const { actor = 'person:m-t1', ...form } = more;
	const { versions, shown } = await open(form.subject);
	return local.app.splits.save(
		{
			...TEAM,
			basis: 'equal',
			reason: '',
			version: versions[0]?.version ?? 0,
			revision: versions[0]?.revision ?? 0,
			seen: shown?.said.at(-1)?.id ?? 0,
			deadlineDate: '2026-11-25',
			deadlineTime: '18:00',
			unasked: false,
			parts: '',
			...form
		},
		parts,
		{ actor, deed }
	);
}

function answer(
	child: string,
	offered: number,
	counter?: { amount: number; reason: string },
	more: { version?: number; onBehalf?: boolean; actor?: string } = {}
) {
	const { version = 1, onBehalf = false, actor = `person:${child.split(':')[1]}` } = more;
	return local.app.rounds.answer(
		{
			...TEAM,
			child,
			version,
			offered,
			answer: counter ? 'counter' : 'accept',
			amount: counter?.amount ?? offered,
			reason: counter?.reason ?? ''
		},
		{ actor, onBehalf }
	);
}

const reasonOf = (outcome: { ok: boolean; problems?: { reason: string }[] }) =>
	outcome.ok ? 'ok' : outcome.problems![0]!.reason;
const targetOf = async (subject: string) => {
	const setting = await local.app.setting.read({ ...TEAM, subject });
	return setting.ok ? setting.setting.current : undefined;
};
const person = (code: string): Promise<Person> =>
	local.app.accounts.person(code).then((known) => known!.person);

describe('a round', () => {
	test('[AGREE-1] issuing opens it with a deadline, and changes no target', async () => {
		expect(reasonOf(await save('issue'))).toBe('ok');
		const { shown } = await open();
		expect(shown).toMatchObject({ version: 1, state: 'issued', parts: PARTS });
		expect(shown!.rounds).toEqual([
			{
				round: 1,
				issuedAt: expect.any(Number),
				issuedBy: 'person:m-t1',
				deadline: Date.parse('2026-11-25T18:00:00+08:00'),
				silenceAccepts: false
			}
		]);
		expect(await targetOf('rep:r1')).toBe(10_000_000);
	});

	test('[AGREE-1] not what is short, not without a future deadline, not below a rep', async () => {
		expect(reasonOf(await save('issue', [part('rep:r1', 1)]))).toBe('split-short');
		const past = { deadlineDate: '2026-11-23', deadlineTime: '09:59' };
		expect(reasonOf(await save('issue', PARTS, past))).toBe('deadline-passed');
		expect(reasonOf(await save('issue', PARTS, { deadlineDate: '' }))).toBe('deadline-required');
		const dealers = [part('dealer:d1', 90_000_000)];
		expect(reasonOf(await save('issue', dealers, { subject: 'rep:r1' }))).toBe('nobody-answers');
		expect((await open()).versions).toEqual([]);
	});

	test('[AGREE-6] while it is open nothing is saved past it; taken back it is a draft with its answers', async () => {
		await save('issue');
		await answer('rep:r1', 15_000_000, { amount: 14_000_000, reason: '停产' });
		expect(reasonOf(await save('draft'))).toBe('round-open');
		const { versions } = await open();
		const { version, revision } = versions[0]!;
		const form = { ...TEAM, basis: 'equal', reason: '', parts: '', unasked: false } as const;
		const at = { ...form, version, revision, seen: 0, deadlineDate: '', deadlineTime: '18:00' };
		expect((await local.app.splits.withdraw({ ...at, revision: 9 }, 'test')).ok).toBe(false);
		expect(await local.app.splits.withdraw(at, 'test')).toEqual({ ok: true });
		const { shown } = await open();
		expect(shown).toMatchObject({ state: 'draft', said: [{ amount: 14_000_000 }] });
		expect(shown!.rounds![0]!.ended!.how).toBe('withdrawn');
		expect(reasonOf(await answer('rep:r2', 15_000_000))).toBe('not-asked-any-more');
		const draft = { ...at, revision: revision + 1 };
		expect(reasonOf(await local.app.splits.discard(draft, 'test'))).toBe('round-stays');
		expect(reasonOf(await save('issue'))).toBe('ok');
		expect((await open()).shown!.rounds![0]!.round).toBe(2);
	});

	test('[AGREE-4] [AGREE-6] sent again with other amounts, answers stand where nothing changed', async () => {
		await save('issue');
		await answer('rep:r1', 15_000_000);
		await answer('rep:r2', 15_000_000, { amount: 13_000_000, reason: '换区' });
		const changed = [PARTS[0]!, part('rep:r2', 13_000_000), part('rep:r3', 14_000_000)];
		expect(reasonOf(await save('issue', changed))).toBe('ok');
		const { shown } = await open();
		expect(shown!.rounds!.map(({ round, ended }) => [round, ended?.how])).toEqual([
			[2, undefined],
			[1, 'reissued']
		]);
		expect(shown!.said).toHaveLength(2);
		// r1 accepted what is still offered, r2 is offered what was asked for: neither is asked again.
		expect(await local.app.rounds.due(await person('r1'))).toBe(0);
		expect(await local.app.rounds.due(await person('r2'))).toBe(0);
	});
});

describe('an answer', () => {
	test('[AGREE-2] [AGREE-3] is for the amount on the screen, of a round that is open, with a reason for another', async () => {
		expect(reasonOf(await answer('rep:r1', 15_000_000))).toBe('not-asked-any-more');
		await save('issue');
		expect(reasonOf(await answer('rep:r1', 14_000_000))).toBe('offer-changed');
		expect(reasonOf(await answer('rep:r4', 15_000_000))).toBe('not-a-child');
		const same = { amount: 15_000_000, reason: 'x' };
		expect(reasonOf(await answer('rep:r1', 15_000_000, same))).toBe('counter-is-offer');
		const mute = { amount: 1, reason: '' };
		expect(reasonOf(await answer('rep:r1', 15_000_000, mute))).toBe('counter-reason-required');
		expect((await open()).shown!.said).toEqual([]);
	});

	test('[AGREE-3] may be given again, also after the deadline, until it is settled', async () => {
		await save('issue');
		await answer('rep:r1', 15_000_000, { amount: 14_000_000, reason: '停产' });
		clock.set('2026-11-26T09:00:00+08:00');
		expect(reasonOf(await answer('rep:r1', 15_000_000))).toBe('ok');
		await save('settle');
		expect(reasonOf(await answer('rep:r1', 15_000_000))).toBe('already-settled');
		expect((await open()).shown!.said.map(({ kind }) => kind)).toEqual(['counter', 'accept']);
	});

	test('[AGREE-2] [AGREE-11] one that was written down for somebody says so, to everybody', async () => {
		await save('issue');
		await answer('rep:r3', 12_000_000, undefined, { onBehalf: true, actor: 'person:admin' });
		const read = await local.app.splits.read(TEAM, { results: false });
		expect(read.ok && read.split.shown!.said).toMatchObject([
			{ child: 'rep:r3', kind: 'accept', by: 'person:admin', onBehalf: true }
		]);
		// Who has no account is told apart, so that somebody can write it down.
		expect(read.ok && read.split.children.map(({ unreachable }) => unreachable ?? false)).toEqual([
			false,
			false,
			true
		]);
	});

	test('waits on every page of whoever it is asked of, and of nobody else', async () => {
		const due = async (code: string) => local.app.rounds.due(await person(code));
		expect(await due('r1')).toBe(0);
		await save('issue');
		expect([await due('r1'), await due('r2'), await due('m-t1')]).toEqual([1, 1, 0]);
		const [asked] = await local.app.rounds.open(await person('r1'));
		expect(asked).toMatchObject({
			offered: 15_000_000,
			parent: { key: 'unit:t1', amount: 40_000_000 },
			child: { key: 'rep:r1' },
			deadline: Date.parse('2026-11-25T18:00:00+08:00')
		});
		expect(JSON.stringify(asked)).not.toContain('rep:r2');
		await answer('rep:r1', 15_000_000);
		expect(await due('r1')).toBe(0);
		const [former] = await local.app.rounds.former(await person('r1'));
		expect(former).toMatchObject({ kind: 'accept', amount: 15_000_000, state: 'issued' });
	});

	test('[AGREE-2] a unit is answered for by whoever leads it', async () => {
		const units = [part('unit:t1', 42_000_000), part('unit:t2', 48_000_000)];
		const put = { metric: 'sales', period: { unit: 'month' as const, start: MONTH } };
		await local.app.targets.put(
			[{ ...put, subject: { kind: 'unit', code: 'east' }, amount: 80_000_000 }],
			'test'
		);
		await save('issue', units, { subject: 'unit:east' });
		expect(await local.app.rounds.due(await person('m-t1'))).toBe(1);
		expect(await local.app.rounds.due(await person('r1'))).toBe(0);
	});
});

describe('settling', () => {
	test('[AGREE-7] with changed amounts in one step: in force and locked, with everything that was said', async () => {
		await save('issue');
		await answer('rep:r1', 15_000_000, { amount: 14_000_000, reason: '停产' });
		const agreed = [part('rep:r1', 14_000_000), PARTS[1]!, part('rep:r3', 13_000_000)];
		expect(reasonOf(await save('settle', agreed))).toBe('ok');
		expect(await targetOf('rep:r1')).toBe(14_000_000);
		const { shown } = await open();
		expect(shown).toMatchObject({ state: 'settled', said: [{ reason: '停产' }] });
		expect(shown!.rounds![0]!.ended).toMatchObject({ how: 'settled', by: 'person:m-t1' });
		expect(await local.app.rounds.due(await person('r2'))).toBe(0);
	});

	test('[SPLIT-1] [AGREE-7] what is short is not settled, and the round goes on', async () => {
		await save('issue');
		expect(reasonOf(await save('settle', [part('rep:r1', 1)]))).toBe('split-short');
		expect((await open()).shown).toMatchObject({ state: 'issued', parts: PARTS });
		expect(reasonOf(await answer('rep:r1', 15_000_000))).toBe('ok');
	});

	test('[AGREE-7] an answer that whoever settles has not seen stops it', async () => {
		await save('issue');
		await answer('rep:r1', 15_000_000, { amount: 14_000_000, reason: '停产' });
		expect(reasonOf(await save('settle', PARTS, { seen: 0 }))).toBe('answers-changed');
		expect(reasonOf(await save('issue', PARTS, { seen: 0 }))).toBe('answers-changed');
		expect(reasonOf(await save('settle'))).toBe('ok');
	});

	test('[SPLIT-13] of two managers at once one settles; the other is told', async () => {
		await save('issue');
		const form = { version: 1, revision: 1 };
		const both = await Promise.all([
			save('settle', PARTS, { ...form, actor: 'person:one' }),
			save('settle', PARTS, { ...form, actor: 'person:other' })
		]);
		expect(both.map(reasonOf).sort()).toEqual(['ok', 'split-changed']);
	});

	test('[AGREE-7] an answer and a settling at once: one of them comes first, none is lost', async () => {
		await save('issue');
		const [said, settled] = await Promise.all([
			answer('rep:r1', 15_000_000),
			save('settle', PARTS, { version: 1, revision: 1, seen: 0 })
		]);
		const outcome = [reasonOf(said), reasonOf(settled)];
		expect([
			['ok', 'answers-changed'],
			['already-settled', 'ok']
		]).toContainEqual(outcome);
		expect((await open()).shown!.said).toHaveLength(said.ok ? 1 : 0);
	});

	test('[AGREE-8] without asking only on purpose; below a rep there is nobody to ask', async () => {
		expect(reasonOf(await save('settle'))).toBe('nobody-asked');
		expect(reasonOf(await save('settle', PARTS, { unasked: true }))).toBe('ok');
		expect((await open()).shown!.rounds).toEqual([]);
		const dealers = [part('dealer:d1', 90_000_000)];
		expect(reasonOf(await save('settle', dealers, { subject: 'rep:r1' }))).toBe('ok');
		const { rows } = await local.pool.query(
			`SELECT subject, after->>'asked' AS asked FROM audit WHERE action = 'split.settle' ORDER BY id`
		);
		expect(rows).toEqual([
			{ subject: 'unit:t1', asked: 'false' },
			{ subject: 'rep:r1', asked: null }
		]);
	});

	test('[AGREE-10] measures against the parent’s target in the record, not one that was read before', async () => {
		await save('issue');
		// Another process raises the parent past what this one keeps in memory.
		await local.app.targets.sheet(1, { unit: 'month', from: MONTH, to: '2026-11-30' });
		await local.pool.query(
			`UPDATE targets SET amount = 50000000 WHERE unit_id = (SELECT id FROM units WHERE code = 't1')`
		);
		expect(reasonOf(await save('settle'))).toBe('split-short');
	});

	test('[AGREE-6] [SPLIT-12] what was said and settled never changes, whoever asks the database', async () => {
		await save('issue');
		await answer('rep:r1', 15_000_000);
		const { pool } = local;
		for (const change of [
			'UPDATE split_answers SET amount = 1, offered = 1',
			'DELETE FROM split_answers',
			'TRUNCATE split_answers',
			`UPDATE split_rounds SET deadline = deadline + interval '1 day'`,
			'DELETE FROM split_rounds'
		])
			await expect(pool.query(change), change).rejects.toThrow(/added|stays/);
		await save('settle');
		for (const change of [
			`UPDATE split_rounds SET missed_at = now()`,
			`INSERT INTO split_answers (round_id, rep_id, kind, offered, amount, reason, answered_at, answered_by, on_behalf)
				VALUES (1, 1, 'accept', 1, 1, '', now(), 'x', false)`,
			'UPDATE splits SET state = $$issued$$',
			'UPDATE split_parts SET amount = 1'
		])
			await expect(pool.query(change), change).rejects.toThrow(/settled|stays|ended/);
	});

	test('[SPLIT-12] a change is a new version with its reason and a round of its own; the old one keeps its own', async () => {
		await save('issue');
		await answer('rep:r1', 15_000_000, { amount: 14_000_000, reason: '停产' });
		await save('settle');
		expect(reasonOf(await save('issue'))).toBe('reason-required');
		const more = { reason: '新签大客户' };
		expect(reasonOf(await save('issue', PARTS, more))).toBe('ok');
		const { versions, shown } = await open();
		expect(shown).toMatchObject({ version: 2, state: 'issued', said: [] });
		expect(versions.map(({ version, rounds }) => [version, rounds!.length])).toEqual([
			[2, 1],
			[1, 1]
		]);
		expect((await open('unit:t1', 1)).shown!.said).toHaveLength(1);
		expect(reasonOf(await answer('rep:r1', 15_000_000))).toBe('not-asked-any-more');
		expect(await targetOf('rep:r1')).toBe(15_000_000);
	});
});

describe('silence', () => {
	const kinds = async () => (await open()).shown!.said.map(({ child, kind }) => [child, kind]);

	test('[AGREE-5] counts as nothing unless the organisation chose it', async () => {
		await save('issue');
		await answer('rep:r1', 15_000_000);
		clock.set('2026-11-25T18:00:00+08:00');
		const plan = await local.app.plan.read({ ...TEAM, open: [] });
		const node = plan.ok ? plan.plan.nodes.find(({ key }) => key === 'unit:t1') : undefined;
		expect(node!.split).toMatchObject({ state: 'issued', overdue: 2 });
		await save('settle');
		expect(await kinds()).toEqual([['rep:r1', 'accept']]);
	});

	test('[AGREE-5] counts as accepted where it was chosen when the round was opened, and is written down', async () => {
		await local.app.organisation.update({ silenceAccepts: true }, {}, 'test');
		await save('issue');
		await answer('rep:r1', 15_000_000, { amount: 14_000_000, reason: '停产' });
		// What is changed while a round is open holds for the next one.
		await local.app.organisation.update({ silenceAccepts: false }, {}, 'test');
		clock.set('2026-11-25T18:00:00+08:00');
		await save('settle');
		expect(await kinds()).toEqual([
			['rep:r1', 'counter'],
			['rep:r2', 'silence'],
			['rep:r3', 'silence']
		]);
		expect((await open()).shown!.said.at(-1)).toMatchObject({ by: 'system', onBehalf: false });
	});

	test('[AGREE-5] settled before the deadline, nobody is taken to have accepted', async () => {
		await local.app.organisation.update({ silenceAccepts: true }, {}, 'test');
		await save('issue');
		clock.set('2026-11-25T17:59:59+08:00');
		await save('settle');
		expect(await kinds()).toEqual([]);
	});
});

describe('reminders', () => {
	test('[AGREE-12] when asked, a day before, and when it was missed: once each, to those who are silent', async () => {
		const heard: string[] = [];
		local.app.rounds.onReminder(({ occasion, to }: Reminder) => {
			heard.push(`${occasion} ${to.map(({ code }) => code).join(' ')}`);
		});
		await save('issue');
		await until(() => heard.length === 1);
		const remind = () => Promise.all([local.app.rounds.remindDue(), local.app.rounds.remindDue()]);
		await remind();
		await answer('rep:r1', 15_000_000);
		clock.set('2026-11-24T18:00:01+08:00');
		await remind();
		clock.set('2026-11-25T18:00:00+08:00');
		await remind();
		await remind();
		expect(heard).toEqual(['opened r1 r2', 'soon r2', 'missed r2']);
	});

	test('[AGREE-12] a short deadline is not announced twice', async () => {
		const heard: string[] = [];
		local.app.rounds.onReminder(({ occasion }: Reminder) => void heard.push(occasion));
		await save('issue', PARTS, { deadlineDate: '2026-11-24', deadlineTime: '09:00' });
		await until(() => heard.length === 1);
		await local.app.rounds.remindDue();
		expect(heard).toEqual(['opened']);
	});
});

describe('[AGREE-9] a target that a settled split says', () => {
	const put = (code: string, amount: number) =>
		local.app.targets.put(
			[
				{
					metric: 'sales',
					period: { unit: 'month', start: MONTH },
					subject: { kind: 'rep', code },
					amount
				}
			],
			'test'
		);

	test('is not set past it, whoever asks; the same again is no change', async () => {
		await save('settle', PARTS, { unasked: true });
		expect(await put('r1', 1)).toMatchObject({
			ok: false,
			problems: [
				{
					path: 'subject.code',
					reason: 'part-of-settled-split',
					params: { parent: '一队', version: 1 }
				}
			]
		});
		expect(await put('r1', 15_000_000)).toEqual({ ok: true, set: 0, unchanged: 1 });
		expect(await targetOf('rep:r1')).toBe(15_000_000);
		const setting = await local.app.setting.read({ ...TEAM, subject: 'rep:r1' });
		expect(setting.ok && setting.setting.settledBy).toBe(1);
		// Another team's, and the parent's own, are nobody's part.
		expect((await put('r4', 1)).ok).toBe(true);
	});

	test('is free again for who has moved to another team', async () => {
		await save('settle', PARTS, { unasked: true });
		await local.app.directory.put(
			'reps',
			'r1',
			{ name: '李娜', team: 't3', since: '2026-11-25' },
			'test'
		);
		expect((await put('r1', 1)).ok).toBe(true);
	});

	test('[TARGET-3] refuses the whole list', async () => {
		await save('settle', PARTS, { unasked: true });
		const form = (code: string) => ({
			metric: 'sales',
			period: { unit: 'month' as const, start: MONTH },
			subject: { kind: 'rep' as const, code },
			amount: 7
		});
		const refused = await local.app.targets.put([form('r4'), form('r1')], 'test');
		expect(refused).toMatchObject({ ok: false, problems: [{ path: '1.subject.code' }] });
		expect(await targetOf('rep:r4')).toBe(13_000_000);
	});
});
