/** Who may set and split which targets, also by ids of others in what is sent. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MONDAY_MORNING, shiftedClock } from '../../support/shifted-clock.ts';
import { gatherCrowd } from './crowd.ts';
import type { Crowd, Member } from './crowd.ts';

const clock = shiftedClock(MONDAY_MORNING);
let crowd: Crowd;
beforeAll(async () => {
	crowd = await gatherCrowd({ monthStart: '2026-11-01', clockOffset: clock.offset });
}, 120_000);
afterAll(() => crowd?.close());

const place = (subject: string) => ({
	metric: 'sales',
	unit: 'month',
	date: '2026-11-01',
	subject
});
const parts = (...of: [string, number][]) =>
	JSON.stringify(of.map(([key, amount]) => [key, '', amount, 1, false]));
const split = (subject: string, ...of: [string, number][]) => ({
	...place(subject),
	basis: 'equal',
	version: '0',
	revision: '0',
	unasked: 'true',
	parts: parts(...of)
});
const FACTORS = { capacity: '1亿', share: '10', penetration: '50', growth: '0', potential: '100' };

/** What came of a form: SvelteKit answers 200 and says the status inside. */
async function send(as: Member, path: string, fields: Record<string, string>): Promise<number> {
	return (await crowd.visitors[as].submit(path, fields)).status;
}

const everything = async () =>
	Promise.all(
		['unit&code=t1', 'unit&code=t3', 'rep&code=r1', 'rep&code=r7', 'dealer&code=d2'].map(
			async (of) =>
				((await crowd.api('GET', `/progress?kind=${of}`)).body as { target?: number }).target
		)
	);

describe('[ACCESS-4] targets of others', () => {
	test.each([
		['another unit’s target', '/targets/set?/amount', { ...place('unit:t3'), amount: '1' }],
		['a target above one’s own', '/targets/set?/amount', { ...place('unit:company'), amount: '1' }],
		['another unit’s rep', '/targets/set?/amount', { ...place('rep:r7'), amount: '1' }],
		['another unit’s dealer', '/targets/set?/amount', { ...place('dealer:d2'), amount: '1' }],
		[
			'a product, which is nobody’s',
			'/targets/set?/amount',
			{ ...place('product:p1'), amount: '1' }
		],
		['nobody', '/targets/set?/amount', { ...place('unit:none'), amount: '1' }],
		['another unit’s factors', '/targets/set?/factors', { ...place('unit:t3'), ...FACTORS }],
		['another unit’s split', '/targets/split?/settle', split('unit:t3', ['rep:r7', 90_000_000])],
		['a draft of another unit’s', '/targets/split?/draft', split('unit:t3', ['rep:r7', 1])],
		['another unit’s draft', '/targets/split?/discard', split('unit:t3')],
		['another unit’s round', '/targets/split?/issue', split('unit:t3', ['rep:r7', 90_000_000])],
		['another unit’s open round', '/targets/split?/withdraw', split('unit:t3')],
		['another unit’s days', '/targets/days?/save', { ...place('unit:t3'), parts: '{}' }]
	])('a manager cannot touch %s', async (_, path, fields) => {
		const before = await everything();
		expect(await send('manager', path, fields)).toBe(403);
		expect(await everything()).toEqual(before);
	});

	test('[SPLIT-9] a rep of another unit among one’s own refuses the whole split', async () => {
		const before = await everything();
		const foreign = split('unit:t1', ['rep:r1', 50_000_000], ['rep:r7', 1]);
		expect(await send('manager', '/targets/split?/settle', foreign)).toBe(422);
		expect(await everything()).toEqual(before);
	});

	test.each(['rep', 'viewer'] as const)(
		'a %s sees every split and changes none',
		async (member) => {
			expect((await crowd.visitors[member].get('/targets')).status).toBe(200);
			expect((await crowd.visitors[member].get('/targets/split?subject=unit:t3')).status).toBe(200);
			const own = split('unit:t1', ['rep:r1', 50_000_000]);
			expect(await send(member, '/targets/split?/settle', own)).toBe(403);
			const amount = { ...place('rep:r1'), amount: '1' };
			expect(await send(member, '/targets/set?/amount', amount)).toBe(403);
		}
	);

	test('[SPLIT-16] a rep is not told what others sold, a manager is', async () => {
		const page = async (member: Member) =>
			(await crowd.visitors[member].get('/targets/split?subject=unit:t1')).text;
		expect(await page('manager')).toContain('yearAgo');
		expect(await page('rep')).not.toContain('yearAgo');
	});

	test('what is in one’s own unit can be set and split', async () => {
		const amount = { ...place('rep:r2'), amount: '12万' };
		expect(await send('manager', '/targets/set?/amount', amount)).toBe(200);
		const own = split('unit:t1', ['rep:r1', 30_000_000], ['rep:r2', 12_000_000]);
		expect(await send('manager', '/targets/split?/settle', own)).toBe(200);
		const [, , r1] = await everything();
		expect(r1).toBe(30_000_000);
	});

	test('what is no form is refused in words', async () => {
		for (const wrong of ['', 'x', '[["rep:r1"]]', '[["rep:r1","",-5,1,false]]', '{}'])
			expect(
				await send('manager', '/targets/split?/draft', { ...split('unit:t1'), parts: wrong })
			).toBe(422);
	});
});

describe('[AGREE-2] answers of others', () => {
	const said = (child: string, parent: string) => ({
		...place(parent),
		child,
		version: '1',
		offered: '1',
		answer: 'accept'
	});
	const doors = ['/targets/answers?/answer', '/targets/split?/answer'];

	test.each([
		['rep', 'another rep', said('rep:r2', 'unit:t1')],
		['rep', 'the rep’s own team', said('unit:t1', 'unit:east')],
		['manager', 'a rep below', said('rep:r1', 'unit:t1')],
		['manager', 'a unit below the one led', said('unit:t1', 'unit:east')],
		['manager', 'another unit', said('unit:t3', 'unit:company')],
		['manager', 'a dealer', said('dealer:d1', 'rep:r1')],
		['viewer', 'anybody', said('rep:r1', 'unit:t1')]
	] as const)('a %s does not answer for %s', async (member, _, fields) => {
		for (const door of doors) expect(await send(member, door, fields)).toBe(403);
	});

	test.each([
		['rep', 'themselves', said('rep:r1', 'unit:t1')],
		['manager', 'the unit led', said('unit:east', 'unit:company')],
		['administrator', 'anybody, on their behalf', said('rep:r7', 'unit:t3')]
	] as const)('a %s may answer for %s', async (member, _, fields) => {
		// Nobody was asked: refused for that, and for nothing else.
		for (const door of doors) expect(await send(member, door, fields)).toBe(422);
	});
});
