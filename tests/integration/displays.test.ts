/** TVs from their code to their end: pairing, the token and its renewal, what they are told, and who may tell them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CODE_LENGTH } from '../../src/lib/domain/pairing-code.ts';
import type { Offer } from '../../server/displays/pairing.ts';
import { COOKIES } from '../../src/lib/access/cookie-names.ts';
import { may } from '../../src/lib/domain/permissions.ts';
import { foundCompany } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { shiftedClock } from '../support/shifted-clock.ts';

const START = '2026-11-23T18:30:00+08:00';
const clock = shiftedClock(START);
const MINUTE = 60_000;
const DAY = 86_400_000;

let databases: Databases;
let local: LocalApp;
let addresses = 0;

beforeAll(async () => {
	databases = await startDatabases();
	local = await startLocalApp({ ...databases, clock, publicBoards: false });
	await foundCompany(local.app, '2026-11-01');
});
beforeEach(() => clock.set(START));

afterAll(async () => {
	await local?.close();
	await databases?.stop();
});

const later = (ms: number) => clock.set(new Date(clock() + ms).toISOString());
const form = (code: string, name = '大厅') => ({
	code,
	name,
	board: 'sales',
	unit: 't1',
	locale: '' as const
});

/** A TV somewhere of its own, before it is paired. */
function television() {
	const address = `10.0.0.${++addresses}`;
	let claim: string | undefined;
	return {
		async ask(): Promise<Offer> {
			const offer = await local.app.pairings.offer(claim, address);
			if (offer.state === 'waiting') claim = offer.claim;
			return offer;
		},
		async code(): Promise<string> {
			const offer = await this.ask();
			if (offer.state !== 'waiting') throw new Error(offer.state);
			return offer.code;
		},
		async token(): Promise<string> {
			const offer = await this.ask();
			if (offer.state !== 'paired') throw new Error(offer.state);
			return offer.token;
		}
	};
}

const pair = (code: string, guesser = 'person:A', name?: string) =>
	local.app.pairings.pair(form(code, name), guesser, 'person:A');

async function paired(name?: string): Promise<{ id: string; token: string }> {
	const tv = television();
	const done = await pair(await tv.code(), `person:${++addresses}`, name);
	if (!done.ok) throw new Error(JSON.stringify(done.problems));
	return { id: done.id, token: await tv.token() };
}

const holder = async (token: string) =>
	(await local.app.identify({ display: token, prefer: 'display' })).principal;

const reasonOf = (outcome: { ok: boolean; problems?: { path: string; reason: string }[] }) =>
	outcome.problems?.map(({ path, reason }) => `${path}: ${reason}`);

describe('a TV that waits', () => {
	test('[DISPLAY-1] keeps its code while it is good, however often it asks', async () => {
		const tv = television();
		const code = await tv.code();
		expect(code).toHaveLength(CODE_LENGTH);
		for (let i = 0; i < 50; i++) expect(await tv.code()).toBe(code);
		later(8 * MINUTE);
		expect(await tv.code()).toBe(code);
	});

	test('[DISPLAY-2] shows another code before the old one ends, and either pairs it', async () => {
		const tv = television();
		const old = await tv.code();
		later(9 * MINUTE);
		const fresh = await tv.code();
		expect(fresh).not.toBe(old);
		expect(await pair(old)).toMatchObject({ ok: true });
		expect(await tv.ask()).toMatchObject({ state: 'paired' });
		// The second code of a TV that has been paired is worth nothing.
		expect(reasonOf(await pair(fresh))).toEqual(['code: unknown-pairing-code']);
	});

	test('[DISPLAY-2] a code ends after ten minutes, to the millisecond', async () => {
		const tv = television();
		const offer = await tv.ask();
		if (offer.state !== 'waiting') throw new Error(offer.state);
		expect(offer.expiresAt - clock()).toBeGreaterThan(9.9 * MINUTE);
		later(10 * MINUTE + 1);
		expect(reasonOf(await pair(offer.code))).toEqual(['code: unknown-pairing-code']);
	});

	test('[DISPLAY-2] a code pairs one TV once, also when two people use it at the same moment', async () => {
		const tv = television();
		const code = await tv.code();
		const outcomes = await Promise.all([pair(code, 'person:X'), pair(code, 'person:Y')]);
		expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
		const [refused] = outcomes.filter(({ ok }) => !ok);
		expect(reasonOf(refused!)).toEqual(['code: unknown-pairing-code']);
	});

	test('[DISPLAY-2] two codes of one TV, used at the same moment, make one display', async () => {
		const tv = television();
		const old = await tv.code();
		later(9 * MINUTE);
		const fresh = await tv.code();
		const outcomes = await Promise.all([pair(old, 'person:X'), pair(fresh, 'person:Y')]);
		expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
	});

	test('[DISPLAY-3] gets the same token again when the answer was lost, also hours later', async () => {
		const tv = television();
		await pair(await tv.code());
		const token = await tv.token();
		later(20 * 60 * MINUTE);
		expect(await tv.token()).toBe(token);
		expect(await holder(token)).toMatchObject({ kind: 'display', unit: 't1' });
	});

	test('[DISPLAY-5] nobody asks for codes without end from one address', async () => {
		const address = '10.9.9.9';
		let limited: Offer | undefined;
		for (let i = 0; i < 40 && !limited; i++) {
			const offer = await local.app.pairings.offer(undefined, address);
			if (offer.state === 'limited') limited = offer;
		}
		expect(limited).toMatchObject({ state: 'limited' });
		expect(await television().ask()).toMatchObject({ state: 'waiting' });
	});

	test('[DISPLAY-5] nobody guesses codes without end', async () => {
		const reasons = new Set<string>();
		for (let i = 0; i < 40; i++)
			for (const reason of reasonOf(await pair('AAAAAA', 'person:guesser')) ?? [])
				reasons.add(reason);
		expect([...reasons]).toEqual(['code: unknown-pairing-code', 'code: too-many-tries']);
		// Not even with the right one; others are not in the way.
		const code = await television().code();
		expect(reasonOf(await pair(code, 'person:guesser'))).toEqual(['code: too-many-tries']);
		expect(await pair(code, 'person:another')).toMatchObject({ ok: true });
	});

	test('[DISPLAY-4] what looks alike is read as what was meant; a wrong unit or board is named', async () => {
		const tv = television();
		const code = await tv.code();
		const typed = code.replaceAll('D', 'o').replaceAll('7', '1').toLowerCase();
		const wrong = { ...form(typed), unit: 'nowhere', board: 'nothing' };
		expect(reasonOf(await local.app.pairings.pair(wrong, 'person:Z', 'person:Z'))).toEqual([
			'unit: unknown-unit',
			'board: unknown-board'
		]);
		expect(await pair(` ${typed.slice(0, 3)}-${typed.slice(3)}`)).toMatchObject({ ok: true });
	});
});

describe('[DISPLAY-6] the token of a display', () => {
	test('is the only thing that opens it, and only its hash is stored', async () => {
		const { id, token } = await paired();
		const [, secret] = token.split('.');
		expect(await holder(token)).toEqual({ kind: 'display', id, unit: 't1' });
		for (const wrong of [`${id}.`, id, `${id}.x${secret}`, `.${secret}`, `000000000000.${secret}`])
			expect(await holder(wrong)).toEqual({ kind: 'public', watches: false });
		const { rows } = await local.pool.query(
			`SELECT d::text || p::text AS all FROM displays d, pairings p WHERE d.id = $1`,
			[id]
		);
		for (const row of rows) expect(row.all).not.toContain(secret);
	});

	test('on a wall it counts before a person, elsewhere the person does', async () => {
		const { token } = await paired();
		await local.app.accounts.create({ code: 'A', name: '管理员', administrator: true }, 'test');
		const session = (await local.app.sessions.start('A', { userAgent: null, address: null })).id;
		const who = async (prefer: 'display' | 'person') =>
			(await local.app.identify({ session, display: token, prefer })).principal.kind;
		expect(await who('display')).toBe('display');
		expect(await who('person')).toBe('person');
	});

	test('is renewed after thirty days; the former one lasts until the new one has settled', async () => {
		const { token: first } = await paired();
		const { renewToken } = local.app.displays;
		expect(await renewToken(first)).toBeUndefined();
		later(31 * DAY);
		const second = await renewToken(first);
		expect(second).toBeDefined();
		for (const token of [first, second!]) expect((await holder(token)).kind).toBe('display');
		// Seen, but perhaps not written to the disk of the TV yet.
		expect(await renewToken(second!)).toBeUndefined();
		expect((await holder(first)).kind).toBe('display');
		later(11 * MINUTE);
		expect(await renewToken(second!)).toBeUndefined();
		expect((await holder(first)).kind).toBe('public');
		expect((await holder(second!)).kind).toBe('display');
	});

	test('is not lost with the answer that carried the new one', async () => {
		const { token: first } = await paired();
		const { renewToken } = local.app.displays;
		later(31 * DAY);
		const lost = await renewToken(first);
		// At once nothing more happens: the answer may still be under way.
		expect(await renewToken(first)).toBeUndefined();
		later(11 * MINUTE);
		const again = await renewToken(first);
		expect(again).toBeDefined();
		expect((await holder(again!)).kind).toBe('display');
		expect((await holder(first)).kind).toBe('display');
		expect((await holder(lost!)).kind).toBe('public');
	});

	test('two reports at the same moment leave one new token, in force', async () => {
		const { token } = await paired();
		later(31 * DAY);
		const given = await Promise.all([1, 2, 3].map(() => local.app.displays.renewToken(token)));
		const fresh = given.filter((one) => one !== undefined);
		expect(fresh).toHaveLength(1);
		expect((await holder(fresh[0]!)).kind).toBe('display');
	});

	test('[DISPLAY-10] is refused when it is revoked; its TV then gets a code like any other', async () => {
		const tv = television();
		const done = await pair(await tv.code());
		if (!done.ok) throw new Error(JSON.stringify(done.problems));
		const token = await tv.token();
		expect(await local.app.displays.revoke(done.id, 'person:A')).toBe(true);
		expect(await holder(token)).toEqual({ kind: 'public', watches: false });
		expect(await local.app.displays.revoke(done.id, 'person:A')).toBe(false);
		expect(await pair(await tv.code())).toMatchObject({ ok: true });
		expect(await tv.token()).not.toBe(token);
	});
});

describe('what is told a display', () => {
	test('[DISPLAY-7] follows its name, unit, board and language', async () => {
		const { id } = await paired('前台');
		const { displays } = local.app;
		expect(displays.stateOf(id)).toEqual({
			id,
			name: '前台',
			board: 'sales',
			unit: 't1',
			locale: 'zh-CN',
			muted: false
		});
		const next = { name: '仓库', board: 'collection', unit: 'east', locale: 'en' as const };
		expect(await displays.put(id, next, 'person:A')).toEqual({ ok: true });
		expect(displays.stateOf(id)).toMatchObject(next);
		expect(displays.subjectOf(id)).toEqual({ line: ['east', 'company'] });
		expect(reasonOf(await displays.put(id, { ...next, unit: 'x' }, 'person:A'))).toEqual([
			'unit: unknown-unit'
		]);
		expect(reasonOf(await displays.put('none', next, 'person:A'))).toEqual([': unknown-display']);
	});

	test('[DISPLAY-12] is told its hours, and that it has none any more', async () => {
		const { id } = await paired();
		const { displays } = local.app;
		const hours = { awakeDays: 'mon-fri', awakeFrom: '08:00', awakeUntil: '19:30' } as const;
		await displays.put(id, { ...form(''), ...hours }, 'person:A');
		expect(displays.stateOf(id)!.hours).toEqual({ start: '08:00', end: '19:30', days: 'mon-fri' });
		expect((await displays.view(id))!.hours).toEqual(displays.stateOf(id)!.hours);
		await displays.put(id, form(''), 'person:A');
		expect(displays.stateOf(id)).not.toHaveProperty('hours');
	});

	test('[DISPLAY-9] is dark until work begins, and awake by itself then', async () => {
		const { id } = await paired();
		const { displays } = local.app;
		await displays.blank(id, true, 'person:A');
		const morning = Date.parse('2026-11-24T09:00:00+08:00');
		expect(displays.stateOf(id)!.blankUntil).toBe(morning);
		clock.set('2026-11-24T09:00:00+08:00');
		expect(displays.stateOf(id)).not.toHaveProperty('blankUntil');
		await displays.blank(id, true, 'person:A');
		await displays.blank(id, false, 'person:A');
		expect(displays.stateOf(id)).not.toHaveProperty('blankUntil');
	});

	test('[ACCESS-4] a manager manages the displays of their units, and of no other', async () => {
		const { id } = await paired();
		const manager = (leads: string[]) => ({
			kind: 'person' as const,
			code: 'M',
			name: 'M',
			administrator: false,
			viewer: false,
			sells: false,
			leads
		});
		const subject = () => local.app.displays.subjectOf(id);
		expect(may(manager(['east']), 'displays.manage', subject())).toBe(true);
		expect(may(manager(['t3']), 'displays.manage', subject())).toBe(false);
		await local.app.displays.put(id, { ...form(''), unit: 't3' }, 'person:A');
		expect(may(manager(['east']), 'displays.manage', subject())).toBe(false);
		expect(may(manager(['east']), 'displays.manage', local.app.displays.subjectOf('none'))).toBe(
			false
		);
		const listed = await local.app.displays.list({ within: ['t3'] });
		expect(listed.rows.map((row) => row.id)).toEqual([id]);
		expect(local.app.displays.choices(['east', 't1'])).toMatchObject({
			units: [
				{ code: 'east', depth: 0 },
				{ code: 't1', depth: 1 },
				{ code: 't2', depth: 1 }
			]
		});
	});

	test('[DISPLAY-8] a report is kept, and who was seen within 45 seconds is online', async () => {
		const { id } = await paired();
		const report = {
			version: '0.2.0',
			screen: { width: 1920, height: 1080, ratio: 1 },
			browser: 'Chrome 87 · webOS',
			memory: 48,
			scene: 'wall',
			sound: 'blocked' as const
		};
		await local.app.displays.report(id, report);
		expect(await local.app.displays.view(id)).toMatchObject({ online: true, report });
		later(46_000);
		expect(await local.app.displays.view(id)).toMatchObject({ online: false });
	});

	test('every change is in the audit log, and no secret is', async () => {
		const { id, token } = await paired('审计');
		const { displays } = local.app;
		await displays.put(id, { ...form(''), name: '改名' }, 'person:A');
		await displays.put(id, { ...form(''), name: '改名' }, 'person:A');
		await displays.mute(id, true, 'person:A');
		await displays.blank(id, true, 'person:A');
		await displays.revoke(id, 'person:A');
		const { rows } = await local.pool.query(
			'SELECT action, actor, before, after FROM audit WHERE subject = $1 ORDER BY id',
			[id]
		);
		expect(rows.map(({ action }) => action)).toEqual([
			'display.pair',
			'display.put',
			'display.mute',
			'display.blank',
			'display.revoke'
		]);
		expect(rows[1]).toMatchObject({
			before: { name: '审计', unit: 't1' },
			after: { name: '改名' }
		});
		expect(JSON.stringify(rows)).not.toContain(token.split('.')[1]);
	});

	test('the names of the cookies are not changed by accident: TVs out there hold them', () => {
		expect(COOKIES).toEqual({
			session: 'lhb_session',
			display: 'lhb_display',
			pairing: 'lhb_pairing'
		});
	});
});
