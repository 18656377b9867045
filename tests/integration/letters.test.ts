/** Letters 责任书: prepared, filled in, signed by both, held by the database; and who may not. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../server/app.ts';
import type { Terms } from '../../src/lib/domain/commitment.ts';
import { periodOf } from '../../src/lib/domain/period.ts';
import type { Person } from '../../src/lib/domain/permissions.ts';
import { foundCompany } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { PASSWORD } from '../support/people.ts';
import { shiftedClock } from '../support/shifted-clock.ts';

const clock = shiftedClock('2026-11-12T15:00:00+08:00');
let databases: Databases;
let local: LocalApp;
let app: App;

beforeAll(async () => {
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock });
	({ app } = local);
	await foundCompany(app, '2026-11-01');
	for (const account of [
		{ code: 'm-east', name: '沈国强', leads: ['east'], password: PASSWORD },
		{ code: 'r1', name: '李娜', password: PASSWORD },
		{ code: 'r7', name: '孙伟', leads: ['t3'], password: PASSWORD },
		{ code: 'chief', name: '周敏', administrator: true }
	])
		await app.accounts.create(account, 'test');
}, 120_000);

afterAll(async () => {
	await local?.close();
	await databases?.stop();
});

const BY = { actor: 'person:m-east' };
const NOVEMBER = periodOf('month', '2026-11-12');
const TERMS: Terms = {
	reward: { amount: 100_000, text: '' },
	penalty: { amount: null, text: '约谈' },
	early: { amount: null, text: '' },
	deadline: '2026-11-30'
};
const DRAWING = 'M100 100L300 200L500 90';
const anybody = () => true;

const person = (code: string, name: string): Person => ({
	kind: 'person',
	code,
	name,
	administrator: false,
	viewer: false,
	sells: code.startsWith('r'),
	leads: []
});
const LI = person('r1', '李娜');
const SHEN = person('m-east', '沈国强');

const prepare = (more: Partial<Parameters<App['letters']['prepare']>[0]> = {}) =>
	app.letters.prepare(
		{ unit: 'east', period: NOVEMBER, who: '', terms: TERMS, keep: false, offer: true, ...more },
		{ ...BY, mayWrite: anybody }
	);
async function prepareFor(who: string, more: object = {}): Promise<number> {
	const done = await prepare({ who, ...more });
	if (!done.ok) throw new Error(JSON.stringify(done.problems));
	return done.prepared[0]!.id;
}
const read = async (id: number) => (await app.letters.read(id))!;
const reasons = (outcome: { ok: boolean; problems?: { path: string; reason: string }[] }) =>
	outcome.ok ? 'done' : outcome.problems!.map(({ path, reason }) => `${path}:${reason}`).join();

async function answer(id: number, more: object = {}) {
	return app.letters.answer(
		id,
		{
			hash: (await read(id)).hash,
			commitment: '每周拜访一次',
			customers: [{ code: 'd1', name: '苏州经销商', amount: 6_000_000 }],
			...more
		},
		{ actor: 'person:r1' }
	);
}
async function sign(id: number, as: Person, side: 'receiver' | 'company', more: object = {}) {
	const { hash } = await read(id);
	const form = { hash, how: 'drawn' as const, drawing: DRAWING, name: '', password: '', ...more };
	return app.letters.sign(id, form, { side, person: as, address: '10.0.0.1' });
}
async function signedByBoth(): Promise<number> {
	const id = await prepareFor('rep/r1');
	await answer(id);
	await sign(id, LI, 'receiver');
	expect(await sign(id, SHEN, 'company')).toEqual({ ok: true, state: 'signed' });
	return id;
}

beforeEach(async () => {
	await local.pool.query(
		`BEGIN; SET LOCAL session_replication_role = replica;
		DELETE FROM commitment_signatures; DELETE FROM commitments; DELETE FROM commitment_terms;
		DELETE FROM split_parts; DELETE FROM splits; COMMIT`
	);
	await setTarget(10_000_000);
});

async function setTarget(amount: number, start = '2026-11-01') {
	const put = await app.targets.put(
		[
			{
				metric: 'sales',
				period: { unit: 'month', start },
				subject: { kind: 'rep', code: 'r1' },
				amount
			}
		],
		'test'
	);
	expect(put.ok).toBe(true);
}

describe('[LETTER-2] preparing', () => {
	test('everybody in a unit who has a target and no letter, once', async () => {
		const done = await prepare();
		expect(done).toMatchObject({ ok: true, without: 1 });
		// Six reps; the manager of `east` is one of the receivers, but the unit has no target.
		expect(done.ok && done.prepared.map(({ key }) => key)).toEqual(
			['r1', 'r2', 'r3', 'r4', 'r5', 'r6'].map((code) => `rep/${code}`)
		);
		expect(await prepare()).toMatchObject({ ok: true, prepared: [] });
	});

	test('two at once prepare each letter once', async () => {
		const both = await Promise.all([prepare(), prepare()]);
		expect(both.flatMap((one) => (one.ok ? one.prepared : []))).toHaveLength(6);
	});

	test('it says the target in force, its days to the last fen, and where it comes from', async () => {
		const { text } = await read(await prepareFor('rep/r1'));
		const [sales] = text.targets;
		expect(sales).toMatchObject({ code: 'sales', amount: 10_000_000, split: null, months: [] });
		expect(sales!.days).toHaveLength(30);
		expect(sales!.days.reduce((sum, { amount }) => sum + amount!, 0)).toBe(10_000_000);
		expect(text).toMatchObject({ version: 1, reason: '', party: { unit: '一队' }, terms: TERMS });
	});

	test('of a quarter it says the months', async () => {
		const { text } = await read(
			await prepareFor('rep/r1', { period: periodOf('quarter', '2026-11-12') })
		);
		expect(text.targets[0]).toMatchObject({
			amount: 10_000_000,
			days: [],
			months: [
				{ date: '2026-10-01', amount: null },
				{ date: '2026-11-01', amount: 10_000_000 },
				{ date: '2026-12-01', amount: null }
			]
		});
	});

	test('a settled split is named', async () => {
		const form = {
			metric: 'sales',
			unit: 'month' as const,
			date: '2026-11-01',
			subject: 'unit:t1',
			basis: 'equal' as const,
			reason: '',
			version: 0,
			revision: 0,
			seen: 0,
			deadlineDate: '',
			deadlineTime: '',
			unasked: true,
			parts: ''
		};
		const parts = ['r1', 'r2', 'r3'].map(
			(code) =>
				[`rep:${code}`, '', 15_000_000, 1, false] as [string, string, number, number, boolean]
		);
		expect((await app.splits.save(form, parts, { actor: 'test', deed: 'settle' })).ok).toBe(true);
		const { text } = await read(await prepareFor('rep/r1'));
		expect(text.targets[0]).toMatchObject({ amount: 15_000_000, split: 1 });
	});

	test('who has no target, is nobody, or has one already is told', async () => {
		await app.directory.put('reps', 'r9', { name: '新人', team: 't1' }, 'test');
		expect(reasons(await prepare({ who: 'rep/r9' }))).toBe('who:letter-no-targets');
		expect(reasons(await prepare({ who: 'rep/none' }))).toBe('who:letter-unknown-party');
		expect(reasons(await prepare({ who: 'unit/east/r1' }))).toBe('who:letter-unknown-party');
		await prepareFor('rep/r1');
		expect(reasons(await prepare({ who: 'rep/r1' }))).toBe('who:letter-there-already');
	});

	test('[LETTER-8] the terms are kept for the unit and those below', async () => {
		await prepare({ keep: true });
		const { deadline: _, ...promises } = TERMS;
		expect(await app.letters.termsOf('t1')).toEqual(promises);
		expect(await app.letters.termsOf('t3')).not.toEqual(promises);
	});
});

describe('[LETTER-4] the receiver’s part', () => {
	test('own customers are suggested with what they brought', async () => {
		const id = await prepareFor('rep/r1');
		expect(await app.letters.suggestions(id)).toMatchObject([
			{ code: 'd1', dealer: true, past: [0, 0, 0], target: null }
		]);
	});

	test('own customers and newcomers, each once; not those of others', async () => {
		const id = await prepareFor('rep/r1');
		const newcomer = { code: null, name: '昆山新店', amount: 1 };
		expect(reasons(await answer(id, { customers: [newcomer, { ...newcomer }] }))).toBe('done');
		const line = (code: string) => ({ code, name: 'x', amount: 1 });
		expect(reasons(await answer(id, { customers: [line('d2')] }))).toBe(
			'customers:letter-not-your-customer'
		);
		expect(reasons(await answer(id, { customers: [line('nobody')] }))).toBe(
			'customers:letter-not-your-customer'
		);
		expect(reasons(await answer(id, { customers: [line('d1'), line('d1')] }))).toBe(
			'customers:letter-customer-twice'
		);
	});

	test('the name is the directory’s, whatever was sent', async () => {
		const id = await prepareFor('rep/r1');
		await answer(id, { customers: [{ code: 'd1', name: '别的名字', amount: 5 }] });
		expect((await read(id)).text.customers).toEqual([
			{ code: 'd1', name: '苏州经销商', amount: 5 }
		]);
	});

	test('of a text that is not on the screen any more nothing is saved', async () => {
		const id = await prepareFor('rep/r1');
		const { hash } = await read(id);
		await app.letters.setTerms(id, { ...TERMS, deadline: '2026-11-28' }, BY);
		expect(reasons(await answer(id, { hash }))).toBe(':letter-changed');
	});
});

describe('[LETTER-5] signing', () => {
	test('drawn by one, typed by the other; both stand on it, and it is locked', async () => {
		const id = await prepareFor('rep/r1');
		await answer(id);
		expect(await sign(id, LI, 'receiver')).toEqual({ ok: true, state: 'offered' });
		const typed = { how: 'typed', name: ' 沈国强', password: PASSWORD };
		expect(await sign(id, SHEN, 'company', typed)).toEqual({ ok: true, state: 'signed' });
		const letter = await read(id);
		expect(letter).toMatchObject({ state: 'signed', intact: true, missing: [] });
		expect(letter.signatures).toMatchObject([
			{ side: 'receiver', person: 'r1', drawing: DRAWING, day: '2026-11-12' },
			{ side: 'company', person: 'm-east', name: '沈国强' }
		]);
		expect(letter.signatures[1]).not.toHaveProperty('drawing');
	});

	test('[LETTER-1] nobody signs twice, unread, without a commitment, a draft, or for the other side', async () => {
		const id = await prepareFor('rep/r1', { offer: false });
		expect(reasons(await sign(id, LI, 'receiver'))).toBe(':letter-no-commitment');
		await app.letters.offer(id, BY);
		await answer(id);
		expect(reasons(await sign(id, LI, 'receiver', { hash: 'f'.repeat(64) }))).toBe(
			':letter-changed'
		);
		expect(reasons(await sign(id, LI, 'company'))).toBe(':letter-own');
		expect(reasons(await sign(id, SHEN, 'receiver'))).toBe(':letter-own');
		expect(reasons(await sign(id, LI, 'receiver'))).toBe('done');
		expect(reasons(await sign(id, LI, 'receiver'))).toBe(':letter-signed-already');
	});

	test('[LETTER-10] what is no signature is none', async () => {
		const id = await prepareFor('rep/r1');
		await answer(id);
		for (const [drawing, reason] of [
			['', 'drawing-empty'],
			[`${DRAWING}"/><script>`, 'drawing-not-a-path'],
			['M1 1L2 2', 'drawing-too-small'],
			['M1 1L2000 2', 'drawing-off-sheet']
		])
			expect(reasons(await sign(id, LI, 'receiver', { drawing }))).toBe(`drawing:${reason}`);
		const other = { how: 'typed', name: '王建国', password: PASSWORD };
		expect(reasons(await sign(id, LI, 'receiver', other))).toBe('name:letter-name-differs');
		expect((await read(id)).signatures).toEqual([]);
	});

	test('[SIGNIN-2] passwords are guessed as little as at the door', async () => {
		const id = await prepareFor('rep/r7', { unit: 't3' });
		const sun = person('r7', '孙伟');
		await app.letters.answer(
			id,
			{ hash: (await read(id)).hash, commitment: '做到', customers: [] },
			{ actor: 'person:r7' }
		);
		const typed = (password: string) =>
			sign(id, sun, 'receiver', { how: 'typed', name: '孙伟', password });
		for (let i = 0; i < 10; i++)
			expect(reasons(await typed('wrong'))).toBe('password:wrong-password');
		expect(reasons(await typed(PASSWORD))).toBe(':too-many-tries');
		expect(reasons(await sign(id, sun, 'receiver'))).toBe('done');
	});

	test('a change voids the signature that was given, and says so', async () => {
		const id = await prepareFor('rep/r1');
		expect(await sign(id, SHEN, 'company')).toEqual({ ok: true, state: 'offered' });
		expect(await answer(id)).toMatchObject({ ok: true, voided: ['company'] });
		expect((await read(id)).signatures).toEqual([]);
		await sign(id, LI, 'receiver');
		expect(await answer(id)).toMatchObject({ ok: true, voided: [] });
		await app.letters.setTerms(id, { ...TERMS, deadline: '2026-11-29' }, BY);
		expect((await read(id)).missing).toEqual(['receiver', 'company']);
	});

	test('two who sign at once both count', async () => {
		const id = await prepareFor('rep/r1');
		await answer(id);
		const both = await Promise.all([sign(id, LI, 'receiver'), sign(id, SHEN, 'company')]);
		expect(both.map((one) => one.ok && one.state).sort()).toEqual(['offered', 'signed']);
		expect((await read(id)).state).toBe('signed');
	});
});

describe('[LETTER-7] what both signed', () => {
	test('changes by nothing that the product can do', async () => {
		const id = await signedByBoth();
		const before = await read(id);
		expect(reasons(await answer(id, { commitment: '别的' }))).toBe(':letter-closed');
		expect(reasons(await app.letters.setTerms(id, { ...TERMS, deadline: '2026-12-31' }, BY))).toBe(
			':letter-closed'
		);
		await setTarget(12_000_000);
		expect(reasons(await app.letters.refresh(id, BY))).toBe(':letter-closed');
		expect(reasons(await app.letters.offer(id, BY))).toBe(':letter-closed');
		const { changedTo: _, ...after } = await read(id);
		const { changedTo: __, ...was } = before;
		expect(after).toEqual(was);
	});

	test.each([
		['its text', `UPDATE commitments SET content = content || '{"commitment": "x"}' WHERE id = $1`],
		['its hash', `UPDATE commitments SET hash = 'x' WHERE id = $1`],
		['its state, back', `UPDATE commitments SET state = 'offered' WHERE id = $1`],
		[
			'its text while it is ended',
			`UPDATE commitments SET state = 'ended', content = '{}' WHERE id = $1`
		],
		['its existence', 'DELETE FROM commitments WHERE id = $1'],
		['a signature', `UPDATE commitment_signatures SET name = 'x' WHERE commitment_id = $1`],
		['a signature, away', 'DELETE FROM commitment_signatures WHERE commitment_id = $1']
	])('the database itself refuses to change %s', async (_, sql) => {
		const id = await signedByBoth();
		await expect(local.pool.query(sql, [id])).rejects.toMatchObject({ code: '23001' });
	});

	test('nothing is signed without two signatures of its own text', async () => {
		const id = await prepareFor('rep/r1');
		await answer(id);
		await sign(id, LI, 'receiver');
		const lock = `UPDATE commitments SET state = 'signed' WHERE id = $1`;
		await expect(local.pool.query(lock, [id])).rejects.toMatchObject({ code: '23001' });
		await local.pool.query(
			`INSERT INTO commitment_signatures VALUES ($1, 'company', 'm-east', '沈国强', now(), null, 'other')`,
			[id]
		);
		await expect(local.pool.query(lock, [id])).rejects.toMatchObject({ code: '23001' });
	});

	test('a record that was tampered with past the triggers is told', async () => {
		const id = await signedByBoth();
		await local.pool.query(
			`BEGIN; SET LOCAL session_replication_role = replica;
			UPDATE commitments SET content = jsonb_set(content, '{targets,0,amount}', '1'); COMMIT`
		);
		expect(await read(id)).toMatchObject({ intact: false });
	});
});

describe('[LETTER-9] a target that changes later', () => {
	test('the letter says so; a new version takes it, with its reason, and the old one stays', async () => {
		const id = await signedByBoth();
		expect((await read(id)).changedTo).toBeUndefined();
		await setTarget(12_000_000);
		expect((await read(id)).changedTo).toMatchObject([{ amount: 12_000_000 }]);
		expect(reasons(await app.letters.renew(id, '', BY))).toBe('reason:reason-required');
		const renewed = await app.letters.renew(id, '新签大客户', BY);
		if (!renewed.ok) throw new Error(reasons(renewed));
		expect(reasons(await app.letters.renew(id, '又一次', BY))).toBe(':letter-newer-there');
		const next = await read(renewed.id);
		expect(next).toMatchObject({ state: 'draft', changedTo: undefined });
		expect(next.text).toMatchObject({
			version: 2,
			reason: '新签大客户',
			commitment: '每周拜访一次',
			targets: [{ amount: 12_000_000 }]
		});
		expect((await read(id)).state).toBe('signed');

		await app.letters.offer(renewed.id, BY);
		await sign(renewed.id, LI, 'receiver');
		await sign(renewed.id, SHEN, 'company');
		expect(await read(id)).toMatchObject({
			state: 'superseded',
			intact: true,
			closed: { reason: '新签大客户', by: '沈国强' },
			versions: [{ version: 2 }, { version: 1 }]
		});
	});

	test('one that is not signed yet takes it as it is', async () => {
		const id = await prepareFor('rep/r1');
		await setTarget(12_000_000);
		expect(reasons(await app.letters.refresh(id, BY))).toBe('done');
		expect(await read(id)).toMatchObject({
			changedTo: undefined,
			text: { version: 1, targets: [{ amount: 12_000_000 }] }
		});
	});

	test('leave moves the days of the month, not the letter', async () => {
		const id = await prepareFor('rep/r1');
		await local.pool.query(
			`INSERT INTO rep_leave (rep_id, "from", "to", weight)
			SELECT id, '2026-11-16', '2026-11-17', 0 FROM reps WHERE code = 'r1'`
		);
		await app.directory.lookAgain('reps', 'r1');
		expect((await read(id)).changedTo).toBeUndefined();
	});
});

describe('[LETTER-3] ending', () => {
	test('a draft that nobody saw is gone, anything else says why and stays', async () => {
		const draft = await prepareFor('rep/r1', { offer: false });
		expect(await app.letters.end(draft, '', BY)).toEqual({ ok: true, id: undefined });
		expect(await app.letters.read(draft)).toBeUndefined();
		const id = await signedByBoth();
		expect(reasons(await app.letters.end(id, '', BY))).toBe('reason:letter-reason-required');
		expect(reasons(await app.letters.end(id, '转岗', BY))).toBe('done');
		expect(await read(id)).toMatchObject({ state: 'ended', closed: { reason: '转岗' } });
		expect(reasons(await app.letters.end(id, '再来', BY))).toBe(':letter-closed');
		expect(reasons(await app.letters.renew(id, '回岗', BY))).toBe('done');
	});
});

describe('[LETTER-11] the list', () => {
	const list = (more: object = {}) =>
		app.letters.list(
			{
				q: '',
				sort: 'unit',
				descending: false,
				page: 1,
				size: 50,
				unit: 'company',
				period: NOVEMBER,
				...more
			},
			{ mayRead: anybody, mayWrite: ({ receiver }) => receiver.code !== 'r7' }
		);

	test('says who has one, what is missing, and for whom one can be prepared', async () => {
		const id = await signedByBoth();
		await prepareFor('rep/r2');
		const { rows, counts, preparable } = await list();
		expect(rows.find(({ party }) => party.key === 'rep/r1')).toMatchObject({
			state: 'signed',
			letter: { id, missing: [], changed: false }
		});
		expect(rows.find(({ party }) => party.key === 'rep/r2')!.letter).toMatchObject({
			missing: ['receiver', 'company']
		});
		expect(counts).toMatchObject({ signed: 1, offered: 1 });
		// r7 leads a team and sells: neither letter is theirs to prepare.
		expect(preparable).toBe(counts.none - 2);
	});

	test('marks a target that changed, searches and filters', async () => {
		await signedByBoth();
		await setTarget(13_000_000);
		const { rows, total } = await list({ q: '李娜' });
		expect(rows).toMatchObject([{ letter: { changed: true } }]);
		expect(total).toBe(1);
		expect((await list({ state: 'signed' })).total).toBe(1);
		expect((await list({ state: 'none' })).rows.every(({ state }) => state === 'none')).toBe(true);
	});

	test('one’s own, without drafts', async () => {
		const draft = await prepareFor('rep/r1', { offer: false });
		expect(await app.letters.own('r1')).toEqual([]);
		await app.letters.offer(draft, BY);
		expect(await app.letters.own('r1')).toMatchObject([
			{ id: draft, missing: ['receiver', 'company'] }
		]);
	});
});

test('[LETTER-13] every step is in the audit log, and no password or drawing', async () => {
	const id = await signedByBoth();
	await app.letters.end(id, '转岗', BY);
	const { rows } = await local.pool.query<{ action: string; text: string }>(
		`SELECT action, coalesce(before::text, '') || coalesce(after::text, '') AS text FROM audit
		WHERE subject = 'rep:r1' AND action LIKE 'letter.%' ORDER BY id DESC LIMIT 5`
	);
	expect(rows.map(({ action }) => action).reverse()).toEqual([
		'letter.prepare',
		'letter.answer',
		'letter.sign',
		'letter.sign',
		'letter.end'
	]);
	for (const { text } of rows) {
		expect(text).not.toContain(PASSWORD);
		expect(text).not.toContain(DRAWING);
	}
});
