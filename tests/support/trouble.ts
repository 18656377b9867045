/** Somebody who is nothing but trouble: writes what means harm wherever words may be written, over the ways that people have. */
import { randomUUID } from 'node:crypto';
import type { APIResponse, Page } from '@playwright/test';
import pg from 'pg';

export const EVIL = `=cmd|' /C calc'!A0<img src=x onerror=window.__hit=1><script>window.__hit=2</script>`;
/** Codes hold no slash. */
export const evilCode = (kind: string) => `=${kind}<img src=x onerror=__hit=3>`;
export const inPath = (kind: string) => encodeURIComponent(evilCode(kind));
/** As long as a tag may be. */
const EVIL_TAG = '=<img src=x onerror>';

/** The business dates that it writes about: of today, and of the month before. */
const day = (): string =>
	new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
function lastMonth(): string {
	const [year = 0, month = 0] = day().split('-').map(Number);
	return new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 7);
}

async function taken(what: string, answer: APIResponse): Promise<unknown> {
	const body = await answer.text();
	// A refused form is answered with 200 and its own status inside.
	if (!answer.ok() || /"type":"failure"/.test(body)) throw new Error(`${what}: ${body}`);
	return body === '' ? undefined : JSON.parse(body);
}

/** A rep with an account, of whom what only reps write comes. */
export const TROUBLED_REP = evilCode('S');

/** What the pages send, without their pictures: words in every form of the sales process, targets, month end and boards. */
export async function writeHarmfulWords({
	administrator: page,
	rep: own,
	url,
	letter
}: {
	administrator: Page;
	/** Signed in as `TROUBLED_REP`. */
	rep: Page;
	url: string;
	/** Path of a letter in force. */
	letter: string;
}): Promise<void> {
	const headers = { origin: url };
	const act = async (path: string, form: Record<string, string | number>) =>
		taken(
			path,
			await page.request.post(url + path, {
				headers: { ...headers, 'x-sveltekit-action': 'true', accept: 'application/json' },
				form
			})
		);
	const commandOf = (by: Page) => async (data: Record<string, unknown>) =>
		taken(
			String(data.what),
			await by.request.post(`${url}/process/commands`, {
				headers,
				data: { id: randomUUID(), ...data }
			})
		);
	const command = commandOf(page);
	const ownCommand = commandOf(own);
	const rep = TROUBLED_REP;
	const [visit, help, action, check, missed] = Array.from({ length: 5 }, () => randomUUID());
	const plan = { rep, date: day(), purpose: 'new-customer', customerName: EVIL.slice(0, 90) };

	await command({ what: 'visit.plan', id: visit, ...plan, note: EVIL });
	await command({ what: 'visit.done', visit, result: EVIL });
	await command({ what: 'visit.plan', id: missed, ...plan, note: EVIL });
	await command({ what: 'visit.cancel', visit: missed, result: EVIL });
	const answers = { yesterday: EVIL, today: EVIL, tomorrow: EVIL };
	await ownCommand({ what: 'report.answer', rep, day: day(), ...answers });
	await ownCommand({ what: 'help.ask', id: help, rep, obstacle: 'price', text: EVIL });
	await command({ what: 'help.take', help });
	await command({ what: 'help.close', help, outcome: 'solved', note: EVIL });
	await command({ what: 'note.write', rep, text: EVIL, tags: [EVIL_TAG] });
	const agreed = { nextStep: EVIL, nextOn: day() };
	await command({ what: 'coach.record', rep, topic: EVIL, shown: EVIL, ...agreed });
	await command({ what: 'action.set', id: action, rep, text: EVIL, due: day() });
	await command({ what: 'action.settle', action, state: 'done', outcome: EVIL });
	await command({ what: 'call.made', rep, note: EVIL });
	await command({ what: 'spot.draw', id: check, unit: 'HQ' });
	await command({ what: 'spot.record', check, result: 'wrong', note: EVIL });

	const target = { rep, metric: 'sales', day: day() };
	await act('/targets/check?/tick', { ...target, note: EVIL });
	await act(`${letter}?/end`, { reason: EVIL });
	await act('/admin/periods?/close', { month: lastMonth() });
	await act('/admin/periods?/reopen', { month: lastMonth(), reason: EVIL });

	const split = { metric: 'sales', unit: 'month', date: day(), subject: `unit:HQ` };
	const child = `unit:${evilCode('T')}`;
	const parts = JSON.stringify([[child, '', 300_000_00, 1, false]]);
	const until = { deadlineDate: '2099-01-01', deadlineTime: '18:00' };
	await act('/targets/split?/issue', { ...split, basis: 'equal', reason: EVIL, ...until, parts });
	const counter = { answer: 'counter', amount: '290000', reason: EVIL };
	const offered = { version: 1, offered: 300_000_00 };
	await act('/targets/split?/answer', { ...split, child, ...offered, ...counter });

	const scene = (id: string, kind: string, options: object) => ({ id, kind, seconds: 20, options });
	const scenes = [
		scene('a', 'announcement', { title: EVIL, text: EVIL }),
		scene('b', 'slogans', { title: EVIL, lines: EVIL }),
		scene('c', 'clock', { title: EVIL })
	];
	const board = {
		name: EVIL,
		metric: 'sales',
		plan: JSON.stringify({ scenes, ticker: { show: 'text', text: EVIL } })
	};
	await act('/admin/boards/new', { code: 'evil', name: EVIL, metric: 'sales' });
	await act('/admin/boards/evil?/save', { ...board, revision: 1 });
}

/** `table.column` of all that is text, and whether a row of it holds what means harm. */
export async function columnsWithHarm(databaseUrl: string): Promise<Map<string, boolean>> {
	const client = new pg.Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		const { rows } = await client.query<{ table: string; column: string }>(
			`SELECT c.table_name AS table, c.column_name AS column
			 FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
			 WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
			   AND (c.data_type IN ('text', 'character varying', 'json', 'jsonb') OR c.udt_name IN ('_text', '_varchar'))`
		);
		const found = new Map<string, boolean>();
		for (const { table, column } of rows) {
			const held = await client.query(
				`SELECT 1 FROM "${table}" WHERE position('<img src=x' IN "${column}"::text) > 0 LIMIT 1`
			);
			found.set(`${table}.${column}`, held.rowCount !== 0);
		}
		return found;
	} finally {
		await client.end();
	}
}
