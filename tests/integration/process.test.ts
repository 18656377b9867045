/** The sales process: visits, the three questions, help, and what a manager does on the floor. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../server/app.ts';
import { signed } from '../../server/database/listen.ts';
import type { ProcessChange } from '../../server/process/watchers.ts';
import { processCommand } from '../../src/lib/forms/process.ts';
import type { SentCommand } from '../../src/lib/forms/process.ts';
import { foundCompany } from '../support/company.ts';
import { startDatabases } from '../support/databases.ts';
import type { Databases } from '../support/databases.ts';
import { startLocalApp } from '../support/local-app.ts';
import type { LocalApp } from '../support/local-app.ts';
import { shiftedClock } from '../support/shifted-clock.ts';
import { until } from '../support/until.ts';

/** A Thursday. */
const TODAY = '2026-11-12';
const clock = shiftedClock(`${TODAY}T10:00:00+08:00`);
let databases: Databases;
let here: LocalApp;
let there: LocalApp;
let app: App;

beforeAll(async () => {
	databases = await startDatabases();
	here = await startLocalApp({ ...databases, clock });
	({ app } = here);
	await foundCompany(app, '2026-11-01');
	for (const account of [
		{ code: 'm-east', name: '沈国强', leads: ['east'] },
		{ code: 'm-t1', name: '林雅琴', leads: ['t1'] },
		{ code: 'r1', name: '李娜' }
	])
		await app.accounts.create(account, 'test');
	there = await startLocalApp({ ...databases, clock });
}, 120_000);

afterAll(async () => {
	await there?.close();
	await here?.close();
	await databases?.stop();
});

/** Sends a command as a queue does. */
function send(command: SentCommand, by: string, at: App = app) {
	return at.process.run(processCommand.parse(command), by);
}

/** Sends it with an id of its own; gives the id. */
async function sent<Command extends SentCommand>(
	command: Command extends SentCommand ? Omit<Command, 'id'> : never,
	by: string
): Promise<string> {
	const id = randomUUID();
	const done = await send({ ...command, id } as never, by);
	if (!done.ok) throw new Error(JSON.stringify(done.problems));
	return id;
}

const refusedWith = (reason: string, value?: string) => ({
	ok: false,
	problems: [expect.objectContaining({ reason, ...(value === undefined ? {} : { value }) })]
});

const visit = { rep: 'r1', date: TODAY, customer: 'd1', purpose: 'order' } as const;
const planned = (id = randomUUID()) => ({ what: 'visit.plan', id, ...visit }) as const;

describe('[FLOOR-1] a command', () => {
	test('counts once however often it arrives, also at two processes at once', async () => {
		const plan = { ...planned(), date: '2026-11-20' };
		const answers = await Promise.all(
			[app, there.app, app, there.app].map((at) => send(plan, 'r1', at))
		);
		expect(answers).toEqual([{ ok: true }, { ok: true }, { ok: true }, { ok: true }]);
		const { rows } = await here.pool.query('SELECT 1 FROM visits WHERE id = $1', [plan.id]);
		expect(rows).toHaveLength(1);
	});

	test('is refused with other content, another kind or from somebody else under the same id', async () => {
		const plan = { ...planned(), date: '2026-11-21' };
		await send(plan, 'r1');
		const inUse = refusedWith('command-id-in-use');
		expect(await send({ ...plan, purpose: 'service' }, 'r1')).toEqual(inUse);
		expect(await send({ what: 'visit.cancel', id: plan.id, visit: plan.id }, 'r1')).toEqual(inUse);
		expect(await send(plan, 'm-east')).toEqual(inUse);
	});

	test('that was refused is tried again, as nothing of it is left', async () => {
		const visitId = randomUUID();
		const done = { what: 'visit.done', id: randomUUID(), visit: visitId, result: '成交' } as const;
		expect(await send(done, 'r1')).toEqual(refusedWith('unknown-visit'));
		await send(planned(visitId), 'r1');
		expect(await send(done, 'r1')).toEqual({ ok: true });
	});

	test('is told to watchers of this process once, and to the other processes', async () => {
		const heard: ProcessChange[] = [];
		const stop = app.process.onChange((change) => heard.push(change));
		const plan = { ...planned(), rep: 'r3', customer: 'c1' };
		await send(plan, 'm-east');
		await send(plan, 'm-east');
		expect(heard).toEqual([{ rep: 'r3', what: 'visits' }]);
		// As another process would.
		const other = signed('help r4').replace(/^\S+/, randomUUID());
		await here.pool.query('SELECT pg_notify($1, $2)', ['process', other]);
		await until(() => heard.length === 2);
		expect(heard[1]).toEqual({ rep: 'r4', what: 'help' });
		stop();
	});
});

describe('a visit', () => {
	test('[VISIT-3] is planned, changed, done with a result, and then stays', async () => {
		const id = await sent({ what: 'visit.plan', ...visit, start: '14:00', end: '15:00' }, 'r1');
		await sent(
			{
				what: 'visit.change',
				...{ date: TODAY, purpose: 'collection' },
				visit: id,
				customerName: '新客户'
			},
			'r1'
		);
		await sent({ what: 'visit.done', visit: id, result: '收款两万' }, 'r1');
		const day = await app.process.dayOf('r1');
		expect(day!.visits.find((one) => one.id === id)).toMatchObject({
			state: 'done',
			customer: { name: '新客户' },
			purpose: 'collection',
			result: '收款两万'
		});
		const again = { what: 'visit.cancel', id: randomUUID(), visit: id } as const;
		expect(await send(again, 'r1')).toEqual(refusedWith('visit-settled'));
		await sent({ what: 'visit.reopen', visit: id }, 'r1');
		expect(await send(again, 'r1')).toEqual({ ok: true });
	});

	test('[VISIT-2] goes to a customer of the rep’s or of nobody', async () => {
		expect(await send({ ...planned(), customer: 'd2' }, 'r1')).toEqual(
			refusedWith('foreign-customer')
		);
		expect(await send({ ...planned(), customer: 'c1' }, 'r1')).toEqual({ ok: true });
		expect(await send({ ...planned(), customer: undefined }, 'r1')).toEqual(
			refusedWith('required')
		);
	});

	test('[VISIT-3] of another day is not done yet', async () => {
		const id = await sent({ what: 'visit.plan', ...visit, date: '2026-11-13' }, 'r1');
		const done = { what: 'visit.done', id: randomUUID(), visit: id } as const;
		expect(await send(done, 'r1')).toEqual(refusedWith('visit-to-come'));
	});
});

describe('the three questions', () => {
	const answer = { what: 'report.answer', rep: 'r4', day: TODAY } as const;

	test('[REPORT-1] are answered one by one; an empty text takes an answer back', async () => {
		await sent({ ...answer, yesterday: '签了两单' }, 'r4');
		await sent({ ...answer, today: '拜访三家' }, 'r4');
		expect((await app.process.dayOf('r4'))!.report).toMatchObject({
			state: 'part',
			answers: { yesterday: '签了两单', today: '拜访三家', tomorrow: '' }
		});
		await sent({ ...answer, tomorrow: '收款' }, 'r4');
		expect((await app.process.dayOf('r4'))!.report).toMatchObject({ state: 'full', late: false });
	});

	test('[REPORT-4] yesterday’s plan is offered for today', async () => {
		await sent({ ...answer, rep: 'r5', day: '2026-11-11', tomorrow: '拜访无锡' }, 'r5');
		expect((await app.process.dayOf('r5'))!.plan).toBe('拜访无锡');
		expect((await app.process.dayOf('r6'))!.plan).toBe('');
	});

	test('[REPORT-2] stay open for two days, and not before', async () => {
		const asked = { ...answer, today: '…' };
		expect(await send({ ...asked, id: randomUUID(), day: '2026-11-09' }, 'r4')).toEqual(
			refusedWith('report-closed')
		);
		expect(await send({ ...asked, id: randomUUID(), day: '2026-11-13' }, 'r4')).toEqual(
			refusedWith('report-to-come')
		);
	});

	test('[REPORT-3] are missing from the cut-off on, of who works that day', async () => {
		await here.pool.query(
			`INSERT INTO rep_leave (rep_id, "from", "to", weight)
			SELECT id, $1, $1, 0 FROM reps WHERE code = 'r2'`,
			[TODAY]
		);
		await app.directory.lookAgain('reps', 'r2');
		expect(await app.process.reports.missing(TODAY, ['east'])).toEqual([]);
		clock.set(`${TODAY}T18:00:01+08:00`);
		const missing = await app.process.reports.missing(TODAY, ['east']);
		expect(missing.map(({ code }) => code).sort()).toEqual(['r1', 'r3', 'r5', 'r6']);
		await sent({ ...answer, rep: 'r5', yesterday: 'a', today: 'b', tomorrow: 'c' }, 'r5');
		expect((await app.process.dayOf('r5'))!.report).toMatchObject({ state: 'full', late: true });
		const summary = await app.process.reports.summary(TODAY, ['east']);
		expect(summary.map(({ reps: _, ...count }) => count)).toEqual([
			{ team: { code: 't1', name: '一队' }, expected: 2, full: 0, part: 0, missing: 2 },
			{ team: { code: 't2', name: '二队' }, expected: 3, full: 2, part: 0, missing: 1 }
		]);
		clock.set(`${TODAY}T10:00:00+08:00`);
	});

	test('[REPORT-3] a cut-off that is set counts in every process', async () => {
		const settings = { ...(await app.process.settings.read()), reportCutOff: '09:30' };
		await app.process.settings.update(settings, 'test');
		expect(await app.process.reports.missing(TODAY, ['t3'])).toHaveLength(2);
		await app.process.settings.update({ ...settings, reportCutOff: '18:00' }, 'test');
		expect(await app.process.reports.missing(TODAY, ['t3'])).toEqual([]);
	});
});

describe('a request for help', () => {
	const ask = { what: 'help.ask', rep: 'r1', obstacle: 'price', text: '对手降价一成' } as const;
	const stateOf = async (id: string) =>
		(await app.process.dayOf('r1'))!.help.find((one) => one.id === id);

	test('[HELP-1] is taken, closed with an outcome, and followed by the rep', async () => {
		const help = await sent(ask, 'r1');
		await sent({ what: 'help.take', help }, 'm-east');
		expect(await stateOf(help)).toMatchObject({ state: 'taken', takenBy: { name: '沈国强' } });
		await sent({ what: 'help.close', help, outcome: 'solved', note: '批了特价' }, 'm-east');
		expect(await stateOf(help)).toMatchObject({
			state: 'closed',
			outcome: 'solved',
			note: '批了特价'
		});
		const { rows } = await here.pool.query(
			`SELECT action, actor FROM audit WHERE action LIKE 'help.%' AND after->>'id' = $1 ORDER BY id`,
			[help]
		);
		expect(rows).toEqual([
			{ action: 'help.ask', actor: 'person:r1' },
			{ action: 'help.take', actor: 'person:m-east' },
			{ action: 'help.close', actor: 'person:m-east' }
		]);
	});

	test('[HELP-3] that two take at once is one’s, and the other is told whose', async () => {
		const help = await sent(ask, 'r1');
		const takes = await Promise.all([
			send({ what: 'help.take', id: randomUUID(), help }, 'm-east'),
			send({ what: 'help.take', id: randomUUID(), help }, 'm-t1', there.app)
		]);
		const { takenBy } = (await stateOf(help))!;
		expect(takes.filter(({ ok }) => ok)).toHaveLength(1);
		expect(takes.find(({ ok }) => !ok)).toEqual(refusedWith('help-taken', takenBy!.name));
		await sent({ what: 'help.withdraw', help }, 'r1');
		expect((await stateOf(help))!.state).toBe('withdrawn');
	});

	test('[HELP-4] is neither taken by oneself nor withdrawn by another', async () => {
		const help = await sent(ask, 'r1');
		const id = () => randomUUID();
		expect(await send({ what: 'help.take', id: id(), help }, 'r1')).toEqual(
			refusedWith('help-oneself')
		);
		expect(await send({ what: 'help.withdraw', id: id(), help }, 'm-east')).toEqual(
			refusedWith('help-not-yours')
		);
		const closing = { what: 'help.close', id: id(), help, outcome: 'not', note: '…' } as const;
		expect(await send(closing, 'm-east')).toEqual(refusedWith('help-not-taken'));
		await sent({ what: 'help.withdraw', help }, 'r1');
	});

	test('[HELP-5] is overdue after the working hours that are set', async () => {
		const help = await sent({ ...ask, rep: 'r7' }, 'r7');
		const waiting = async () =>
			(await app.process.standings(['t3'])).get('r7')!.help.find((one) => one.id === help);
		expect(await waiting()).toMatchObject({ urgency: 'fresh' });
		clock.set(`${TODAY}T13:00:00+08:00`);
		expect(await waiting()).toMatchObject({ urgency: 'overdue' });
		clock.set(`${TODAY}T10:00:00+08:00`);
	});

	test('[HELP-6] is one of at most three that a rep has under way', async () => {
		const three = await Promise.all(
			[1, 2, 3, 4, 5].map(() => send({ ...ask, rep: 'r8', id: randomUUID() }, 'r8'))
		);
		expect(three.filter(({ ok }) => ok)).toHaveLength(3);
		expect(three.find(({ ok }) => !ok)).toEqual(refusedWith('help-enough'));
	});
});
