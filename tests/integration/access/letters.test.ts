/** Whose letters somebody may prepare, fill in and sign, also by ids of others in what is sent. [LETTER-12] */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD } from '../../support/people.ts';
import { MONDAY_MORNING, shiftedClock } from '../../support/shifted-clock.ts';
import { gatherCrowd } from './crowd.ts';
import type { Crowd, Member } from './crowd.ts';

const clock = shiftedClock(MONDAY_MORNING);
const TERMS = { period: '2026-11', deadline: '2026-11-30', offer: 'on' };
let crowd: Crowd;
/** By the name of whoever answers for it. */
const letters = new Map<string, string>();

beforeAll(async () => {
	crowd = await gatherCrowd({ monthStart: '2026-11-01', clockOffset: clock.offset });
	for (const code of ['company', 'east'])
		await crowd.api('PUT', '/targets', {
			metric: 'sales',
			period: { unit: 'month', start: '2026-11-01' },
			subject: { kind: 'unit', code },
			amount: 100_000_000
		});
}, 120_000);
afterAll(() => crowd?.close());

async function readLetters(): Promise<void> {
	const { text } = await crowd.visitors.administrator.get('/targets/letters');
	for (const [, id, name] of text.matchAll(/href="\/targets\/letters\/(\d+)"[^>]*>([^<\s][^<]*)</g))
		letters.set(name!, `/targets/letters/${id}`);
}
async function send(as: Member, path: string, fields: Record<string, string>): Promise<number> {
	return (await crowd.visitors[as].submit(path, fields)).status;
}

describe('preparing', () => {
	test.each([
		['another unit’s', { unit: 't3', who: '' }],
		['another unit’s rep by name', { unit: 'east', who: 'rep/r7' }],
		['one’s own', { unit: 'east', who: 'unit/east/m-east' }],
		['a unit that is not there', { unit: 'none', who: '' }]
	])('a manager prepares no letter of %s', async (_, fields) => {
		expect(await send('manager', '/targets/letters?/prepare', { ...TERMS, ...fields })).toBe(403);
	});

	test('a rep and a viewer prepare none', async () => {
		for (const member of ['rep', 'viewer'] as const)
			expect(
				await send(member, '/targets/letters?/prepare', { ...TERMS, unit: 't1', who: 'rep/r1' })
			).toBe(403);
	});

	test('a manager prepares those of the unit, and not their own among them', async () => {
		const form = { ...TERMS, unit: 'east', who: '' };
		expect(await send('manager', '/targets/letters?/prepare', form)).toBe(200);
		await readLetters();
		expect([...letters.keys()]).toContain('李娜');
		expect(letters.has('沈国强')).toBe(false);
		expect(letters.has('孙伟')).toBe(false);
		const all = { ...TERMS, unit: 'company', who: '' };
		expect(await send('administrator', '/targets/letters?/prepare', all)).toBe(200);
		await readLetters();
		expect(letters.has('沈国强')).toBe(true);
		expect(letters.has('孙伟')).toBe(true);
	});
});

describe('reading and answering', () => {
	test('a rep opens their own, and nobody else’s, whether it is there or not', async () => {
		const { rep } = crowd.visitors;
		expect((await rep.get(letters.get('李娜')!)).status).toBe(200);
		for (const path of [letters.get('王建国')!, '/targets/letters/99999', '/targets/letters/x'])
			expect((await rep.get(path)).status, path).toBe(403);
		expect((await rep.get('/targets/letters?unit=t1')).status).toBe(403);
	});

	test('nobody answers or signs for another, an administrator neither', async () => {
		const answer = { hash: '', commitment: '代填', customers: '[]' };
		const typed = { hash: '', how: 'typed', name: '周敏', password: PASSWORD };
		for (const member of ['administrator', 'manager', 'viewer'] as const) {
			const path = letters.get('李娜')!;
			expect(await send(member, `${path}?/answer`, answer), member).toBe(403);
			expect(await send(member, `${path}?/sign`, typed), member).toBe(403);
		}
		expect(await send('rep', `${letters.get('王建国')!}?/answer`, answer)).toBe(403);
	});

	test('a receiver does not sign for the company, a manager not on their own letter', async () => {
		const typed = { hash: '', how: 'typed', name: '李娜', password: PASSWORD };
		expect(await send('rep', `${letters.get('李娜')!}?/countersign`, typed)).toBe(403);
		const own = letters.get('沈国强')!;
		expect((await crowd.visitors.manager.get(own)).status).toBe(200);
		for (const step of ['countersign', 'terms', 'offer', 'end', 'renew', 'refresh'])
			expect(await send('manager', `${own}?/${step}`, typed), step).toBe(403);
		expect(await send('manager', `${letters.get('孙伟')!}?/countersign`, typed)).toBe(403);
	});

	test('a forged hash, another’s customer, no list at all: refused in words', async () => {
		const path = letters.get('李娜')!;
		const commitment = '做到';
		const forged = { hash: 'f'.repeat(64), commitment, customers: '[]' };
		expect(await send('rep', `${path}?/answer`, forged)).toBe(422);
		for (const customers of ['', 'x', '{}', '[{"code":"d2","name":"x","amount":1}]', '[[1]]'])
			expect(await send('rep', `${path}?/answer`, { ...forged, customers })).toBe(422);
		const bidi = { ...forged, commitment: '做到\u202e不' };
		expect(await send('rep', `${path}?/answer`, bidi)).toBe(422);
	});

	test('one’s own is filled in and signed', async () => {
		const path = letters.get('李娜')!;
		const hashOf = async () =>
			/name="hash" value="([0-9a-f]{64})"/.exec((await crowd.visitors.rep.get(path)).text)![1]!;
		const customers = '[{"code":"d1","name":"x","amount":5000000}]';
		const answer = { hash: await hashOf(), commitment: '每周拜访', customers };
		expect(await send('rep', `${path}?/answer`, answer)).toBe(200);
		const drawn = { how: 'drawn', drawing: 'M100 100L300 200L500 90' };
		expect(await send('rep', `${path}?/sign`, { ...drawn, hash: 'f'.repeat(64) })).toBe(422);
		expect(await send('rep', `${path}?/sign`, { ...drawn, hash: await hashOf() })).toBe(200);
		expect(await send('rep', `${path}?/sign`, { ...drawn, hash: await hashOf() })).toBe(422);
	});
});
