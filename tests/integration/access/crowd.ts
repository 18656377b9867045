/** A real server with one person of every role, and a key of every scope. */
import { KEY_SCOPES } from '../../../src/lib/domain/permissions.ts';
import type { KeyScope } from '../../../src/lib/domain/permissions.ts';
import { createApi, foundCompanyOver, runKeyCommand } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';
import { makeDataFolder } from '../../support/databases.ts';
import { makeAccount } from '../../support/people.ts';
import { startRealServer } from '../../support/real-server.ts';
import { until } from '../../support/until.ts';
import { createVisitor, signIn } from '../../support/visitor.ts';
import type { Visitor } from '../../support/visitor.ts';

/** The manager leads `east` (teams t1, t2); the rep is r1 of t1. t3 and r7 are others'. */
const ACCOUNTS = {
	administrator: { code: 'admin', name: '周敏', administrator: true },
	manager: { code: 'm-east', name: '沈国强', leads: ['east'] },
	rep: { code: 'r1', name: '李娜' },
	viewer: { code: 'finance', name: '顾雪梅', viewer: true }
} as const;

export type Member = keyof typeof ACCOUNTS;
export const MEMBERS = Object.keys(ACCOUNTS) as Member[];

export interface Crowd {
	url: string;
	env: { DATA_DIR: string };
	/** May everything. */
	api: Api;
	/** `display`: the browser of a TV that shows `east`. */
	visitors: Record<Member | 'public' | 'display', Visitor>;
	/** Pairs one more TV with a unit; gives the id of the display. */
	pair(unit: string): Promise<string>;
	/** Sets up one more contest of a unit; gives its id. */
	hold(unit: string): Promise<string>;
	/** By scope: a key that has this one alone. */
	keys: Record<KeyScope, string>;
	/** Somebody with the session of a member, signed in anew. */
	signedIn(member: Member): Promise<Visitor>;
	close(): Promise<void>;
}

export async function gatherCrowd(options: {
	monthStart: string;
	clockOffset?: number;
}): Promise<Crowd> {
	const folder = await makeDataFolder();
	const server = await startRealServer({
		dataDir: folder.path,
		...(options.clockOffset === undefined ? {} : { clockOffset: options.clockOffset })
	});
	const env = { DATA_DIR: folder.path };
	const runKey = (...args: string[]) => runKeyCommand(env, ...args);
	const api = createApi(() => server.url, await runKey('create', 'all'));
	await until(async () => (await api('GET', '/units')).status === 200);
	await foundCompanyOver(api, options.monthStart);

	await makeAccount(env, ...MEMBERS.map((member) => ACCOUNTS[member]));
	const signedIn = (member: Member) => signIn(server.url, ACCOUNTS[member].code);
	const members = await Promise.all(
		MEMBERS.map(async (member) => [member, await signedIn(member)] as const)
	);
	const administrator = members.find(([member]) => member === 'administrator')![1];

	/** A TV shows a code; the administrator types it. */
	async function pair(unit: string): Promise<{ id: string; tv: Visitor }> {
		const tv = createVisitor(server.url);
		const { code } = JSON.parse((await tv.post('/tv/pairing')).text) as { code: string };
		const form = { code, name: `TV ${unit}`, board: 'sales', unit, locale: '' };
		const answer = await administrator.submit('/admin/displays/pair', form);
		const id = /paired=(\w+)/.exec(answer.to ?? '')?.[1];
		if (!id) throw new Error(`not paired: ${JSON.stringify(answer)}`);
		await tv.post('/tv/pairing');
		return { id, tv };
	}
	async function hold(unit: string): Promise<string> {
		const form = { name: unit, kind: 'highest', level: 'rep', unit, metric: 'sales' };
		const dates = { from: '2026-12-01', to: '2026-12-31' };
		const answer = await administrator.submit('/admin/contests/new', { ...form, ...dates });
		const id = /contests\/(\d+)$/.exec(answer.to ?? '')?.[1];
		if (!id) throw new Error(`no contest: ${JSON.stringify(answer)}`);
		return id;
	}
	const { tv } = await pair('east');

	const keys = {} as Record<KeyScope, string>;
	for (const scope of KEY_SCOPES)
		keys[scope] = await runKey('create', `only ${scope}`, '--scopes', scope);

	return {
		url: server.url,
		env,
		api,
		visitors: {
			...(Object.fromEntries(members) as Record<Member, Visitor>),
			public: createVisitor(server.url),
			display: tv
		},
		pair: async (unit) => (await pair(unit)).id,
		hold,
		keys,
		signedIn,
		async close() {
			await server.end();
			await folder.remove();
		}
	};
}
