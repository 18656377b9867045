/** Who may look at which table, entries and checks, and tick whom off. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sale } from '../../support/company.ts';
import { MONDAY_MORNING, shiftedClock } from '../../support/shifted-clock.ts';
import { unzip } from '../../support/unzip.ts';
import { gatherCrowd } from './crowd.ts';
import type { Crowd, Member } from './crowd.ts';

const clock = shiftedClock(MONDAY_MORNING);
let crowd: Crowd;

beforeAll(async () => {
	crowd = await gatherCrowd({ monthStart: '2026-11-01', clockOffset: clock.offset });
	for (const rep of ['r1', 'r7']) {
		const { status } = await crowd.api('POST', '/entries', sale(rep, 123_400, { at: clock() }));
		expect(status).toBe(201);
	}
}, 120_000);
afterAll(() => crowd?.close());

type Asker = Member | 'public';
const statusOf = async (who: Asker, path: string) => (await crowd.visitors[who].get(path)).status;

const SUBJECTS = {
	company: 'kind=unit&code=company',
	ownRegion: 'kind=unit&code=east',
	ownTeam: 'kind=unit&code=t1',
	foreignTeam: 'kind=unit&code=t3',
	ownRep: 'kind=rep&code=r1',
	colleague: 'kind=rep&code=r2',
	foreignRep: 'kind=rep&code=r7',
	ownDealer: 'kind=dealer&code=d1',
	foreignDealer: 'kind=dealer&code=d2',
	product: 'kind=product&code=p1'
};
type SubjectName = keyof typeof SUBJECTS;

const MAY: Record<Member, readonly SubjectName[]> = {
	administrator: Object.keys(SUBJECTS) as SubjectName[],
	viewer: Object.keys(SUBJECTS) as SubjectName[],
	manager: ['ownRegion', 'ownTeam', 'ownRep', 'colleague', 'ownDealer'],
	rep: ['ownRep', 'ownDealer']
};

describe.each(Object.keys(MAY) as Member[])('[TRACK-6] as %s', (who) => {
	test.each(Object.keys(SUBJECTS) as SubjectName[])('%s', async (subject) => {
		const query = SUBJECTS[subject];
		const expected = MAY[who].includes(subject) ? 200 : 403;
		for (const path of [
			`/targets/tracking?${query}`,
			`/targets/tracking?${query}&day=2026-11-23`,
			`/targets/tracking?${query}&asOf=1`,
			`/targets/tracking/export?${query}`,
			`/targets/tracking/changes?${query}`
		])
			expect(await statusOf(who, path), path).toBe(expected);
	});

	test('sees no figure of anybody else among the parts', async () => {
		const page = await (await crowd.visitors[who].get('/targets/tracking')).text;
		expect(page.includes('三队')).toBe(who === 'administrator' || who === 'viewer');
	});
});

test('whoever is not signed in signs in first', async () => {
	expect(await statusOf('public', '/targets/tracking')).toBe(303);
	expect(await statusOf('public', '/targets/check')).toBe(303);
	expect(await statusOf('public', '/targets/replay')).toBe(303);
});

test('an address that names nothing is not found', async () => {
	for (const query of [
		'kind=rep&code=nobody',
		'kind=rep&code=r1&metric=x',
		'kind=rep&code=r1&asOf=x'
	])
		expect(await statusOf('administrator', `/targets/tracking?${query}`), query).toBe(404);
});

test('[TRACK-10] the workbook has the days and the parts, whole amounts, signs, colours and frozen headings', async () => {
	const cookie = [...crowd.visitors.manager.cookies].map((pair) => pair.join('=')).join('; ');
	const path = '/targets/tracking/export?kind=unit&code=t1&month=2026-11-01';
	const answer = await fetch(crowd.url + path, { headers: { cookie } });
	expect(answer.headers.get('content-disposition')).toContain('tracking-2026-11.xlsx');
	const archive = Buffer.from(await answer.arrayBuffer());
	const [days, parts] = await unzip(archive, 'worksheets/sheet');
	const strings = (await unzip(archive, 'sharedStrings')).join();
	for (const word of ['一队', '李娜', '王建国']) expect(strings).toContain(word);
	for (const sheet of [days, parts]) {
		expect(sheet).toMatch(/<pane [^>]*ySplit="4"[^>]*state="frozen"/);
		expect(sheet).toMatch(/orientation="landscape"/);
	}
	// 1,234.00 in whole currency units, today and in the sum.
	expect(days!.match(/<v>1234<\/v>/g)!.length).toBeGreaterThanOrEqual(2);
	expect(parts).toContain('<v>1234</v>');
	const styles = (await unzip(archive, 'styles')).join();
	expect(styles).toContain('#,##0.00');
	// The day that runs stands on its own ground.
	expect(styles.toLowerCase()).toContain('fbf0d9');
});

describe('[TRACK-13] ticking', () => {
	const form = (rep: string) => ({ rep, metric: 'sales', day: '2026-11-23', note: '' });
	async function tick(who: Asker, rep: string) {
		const { kind, status } = await crowd.visitors[who].submit('/targets/check?/tick', form(rep));
		return { type: kind, status };
	}

	test('a rep and a viewer have no list and tick nobody', async () => {
		for (const who of ['rep', 'viewer'] as const) {
			expect(await statusOf(who, '/targets/check')).toBe(403);
			expect(await tick(who, 'r1')).toMatchObject({ type: 'error', status: 403 });
		}
		expect(await tick('public', 'r1')).toMatchObject({ type: 'error', status: 401 });
	});

	test('a manager ticks who belongs to them, looks at their history, and at nobody else’s', async () => {
		expect(await tick('manager', 'r7')).toMatchObject({ type: 'error', status: 403 });
		expect(await tick('manager', 'nobody')).toMatchObject({ type: 'error', status: 403 });
		expect(await tick('manager', 'r1')).toMatchObject({ type: 'success' });
		expect(await statusOf('manager', '/targets/check?unit=t3')).toBe(403);
		expect(await statusOf('manager', '/targets/check?unit=t1')).toBe(200);
		expect(await statusOf('manager', '/targets/check/r1')).toBe(200);
		expect(await statusOf('manager', '/targets/check/r7')).toBe(403);
		expect(await statusOf('rep', '/targets/check/r1')).toBe(403);
		const page = await (await crowd.visitors.manager.get('/targets/check')).text;
		expect(page).toContain('欧阳思远');
		expect(page).not.toContain('周杰');
	});

	test('an administrator ticks everybody', async () => {
		expect(await tick('administrator', 'r7')).toMatchObject({ type: 'success' });
	});
});
