/** A real server with one person of every role, and a key of every scope. */
import { KEY_SCOPES } from '../../../src/lib/domain/permissions.ts';
import type { KeyScope } from '../../../src/lib/domain/permissions.ts';
import { createApi, foundCompanyOver, runKeyCommand } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';
import { makeDataFolder } from '../../support/databases.ts';
import { createVisitor, makeAccount } from '../../support/people.ts';
import type { Visitor } from '../../support/people.ts';
import { startRealServer } from '../../support/real-server.ts';
import { until } from '../../support/until.ts';

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
	const url = () => server.url;
	const env = { DATA_DIR: folder.path };
	const runKey = (...args: string[]) => runKeyCommand(env, ...args);
	const api = createApi(url, await runKey('create', 'all'));
	await until(async () => (await api('GET', '/units')).status === 200);
	await foundCompanyOver(api, options.monthStart);

	for (const member of MEMBERS) await makeAccount(env, ACCOUNTS[member]);
	async function signedIn(member: Member): Promise<Visitor> {
		const visitor = createVisitor(url);
		const answer = await visitor.signIn(ACCOUNTS[member].code);
		if (!visitor.cookies.has('lhb_session'))
			throw new Error(`${member} could not sign in: ${await answer.text()}`);
		return visitor;
	}
	const members = await Promise.all(
		MEMBERS.map(async (member) => [member, await signedIn(member)] as const)
	);
	const administrator = members.find(([member]) => member === 'administrator')![1];

	/** A TV shows a code; the administrator types it. */
	async function pair(unit: string): Promise<{ id: string; tv: Visitor }> {
		const tv = createVisitor(url);
		const { code } = (await (await tv.post('/tv/pairing')).json()) as { code: string };
		const form = { code, name: `TV ${unit}`, board: 'sales', unit, locale: '' };
		const answer = await (await administrator.post('/admin/displays/pair', form)).json();
		const id = /paired=(\w+)/.exec((answer as { location?: string }).location ?? '')?.[1];
		if (!id) throw new Error(`not paired: ${JSON.stringify(answer)}`);
		await tv.post('/tv/pairing');
		return { id, tv };
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
			public: createVisitor(url),
			display: tv
		},
		pair: async (unit) => (await pair(unit)).id,
		keys,
		signedIn,
		async close() {
			await server.end();
			await folder.remove();
		}
	};
}
