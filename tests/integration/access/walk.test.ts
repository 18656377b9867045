/** [ACCESS-3] Every page, form action and API call, asked for by everybody: the table decides, and nothing is missing. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PLACES } from '../../../src/lib/access/places.ts';
import type { Door } from '../../../src/lib/access/places.ts';
import { operations } from '../../../src/lib/api/operations.ts';
import type { Operation } from '../../../src/lib/api/operations.ts';
import { KEY_SCOPES, reachOfRole, scopeAllows } from '../../../src/lib/domain/permissions.ts';
import type { Action, Reach, Role } from '../../../src/lib/domain/permissions.ts';
import { sale } from '../../support/company.ts';
import type { Answer, Submitted, Visitor } from '../../support/visitor.ts';
import { MONDAY_MORNING, shiftedClock } from '../../support/shifted-clock.ts';
import { gatherCrowd, MEMBERS } from './crowd.ts';
import type { Crowd } from './crowd.ts';
import { offeredPlaces } from '../../support/routes.ts';
import type { Offered } from '../../support/routes.ts';

const clock = shiftedClock(MONDAY_MORNING);
const places = await offeredPlaces();
const WALKERS = [...MEMBERS, 'public', 'display'] as const;

const target = (kind: string, code: string) => ({
	metric: 'sales',
	period: { unit: 'month', start: '2026-11-01' },
	subject: { kind, code },
	amount: 1_000_000
});

let crowd: Crowd;
let displays: { own: string; foreign: string };
let photos: { own: string; foreign: string };
/** By the name of whoever answers for it. */
let letterOf: (name: string) => string;
let contests: { own: string; foreign: string };
beforeAll(async () => {
	crowd = await gatherCrowd({ monthStart: '2026-11-01', clockOffset: clock.offset });
	letterOf = await prepareLetters();
}, 120_000);
afterAll(() => crowd?.close());

/** Letters of everybody who has a target, the manager of `east` among them. */
async function prepareLetters(): Promise<(name: string) => string> {
	const { administrator } = crowd.visitors;
	await crowd.api('PUT', '/targets', target('unit', 'east'));
	const terms = { unit: 'company', period: '2026-11', deadline: '2026-11-30', offer: 'on' };
	await administrator.submit('/targets/letters?/prepare', terms);
	const { text } = await administrator.get('/targets/letters');
	return (name) => new RegExp(`href="/targets/letters/(\\d+)"[^>]*>${name}<`).exec(text)![1]!;
}

/** A rep's is their own; a manager reads and writes those of the unit, and answers for their own. */
const ownLetter = (role: string, door: string): string =>
	letterOf(role === 'rep' ? '李娜' : /\?\/(answer|sign)$/.test(door) ? '沈国强' : '王建国');

/**
 * What stands in the place of `[…]`, or in the field `id` of a form, or in the address: a thing of the manager's own, and one of somebody else. r2,
 * not the rep who walks: some doors end a person's access.
 */
const things = (
	{ route, door }: Offered,
	role: string
): { own: string; foreign: string } | undefined => {
	if (route === '/targets/letters/[id]')
		return { own: ownLetter(role, door), foreign: letterOf('孙伟') };
	if (route.startsWith('/admin/people/[code]')) return { own: 'r2', foreign: 'r7' };
	if (route === '/targets/set') return { own: 'unit:t1', foreign: 'unit:t3' };
	if (route === '/targets/check/[rep]') return { own: 'r2', foreign: 'r7' };
	// A rep reads the rep's own.
	if (route === '/alerts/[rep]') return { own: 'r1', foreign: 'r7' };
	if (route === '/admin/contests/[id]') return contests;
	if (route === '/contests/[id]') return contests;
	if (route === '/admin/customers/[code]') return { own: 'd1', foreign: 'd2' };
	if (route === '/process/photos/[id]') return photos;
	if (/^\/admin\/displays(\/\[id\])?$/.test(route)) return displays;
	return undefined;
};

const actionsOf = ({ route, door }: Offered): Action[] => {
	const action = PLACES[route]![door as Door]!;
	return route.startsWith('/admin') ? ['admin.enter', action] : [action];
};

/** The shortest reach of what is asked. */
function reachOfPlace(role: Role, place: Offered): Reach {
	const order: Reach[] = ['none', 'own', 'unit', 'any'];
	const reaches = actionsOf(place).map((action) => reachOfRole(role, action));
	return order.find((reach) => reaches.includes(reach))!;
}

/** Doors of a list whose things are named in the body. */
const isAboutOne = ({ route, door }: Offered): boolean =>
	route.includes('[') ||
	(route === '/admin/displays' && door.startsWith('?')) ||
	(route === '/targets/set' && door === 'load');

function ask(visitor: Visitor, { route, door }: Offered, thing = 'nothing'): Promise<Answer> {
	const path = route.replace(/\[[^\]]+\]/g, thing);
	if (route === '/targets/set' && door === 'load') return visitor.get(`${path}?subject=${thing}`);
	if (door === 'load' || door === 'GET') return visitor.get(path);
	if (door.startsWith('?'))
		return visitor.submit(door === '?/default' ? path : `${path}${door}`, { id: thing });
	return visitor.send(door, path);
}

/** Whether the answer sends the visitor away: what it says beyond that is other tests'. */
function isRefused({ status, to, kind }: Answer & { kind?: Submitted['kind'] }): boolean {
	if (status === 303) return to!.startsWith('/login?to=');
	return kind !== 'failure' && (status === 401 || status === 403);
}

/** Stores a photo of a floor note about a rep; gives its address without the beginning. */
async function storePhoto(rep: string): Promise<string> {
	const photo = `${randomUUID()}?rep=${rep}`;
	const stored = await fetch(`${crowd.url}/process/photos/${photo}`, {
		method: 'PUT',
		headers: {
			origin: crowd.url,
			'content-type': 'image/jpeg',
			...cookieOf(crowd.visitors.administrator)
		},
		body: Buffer.from([0xff, 0xd8, 0xff, 0xe0])
	});
	if (!stored.ok) throw new Error(await stored.text());
	return photo;
}

describe('[ACCESS-3] the list of places', () => {
	test('has every page, action and endpoint, and nothing else', () => {
		const listed = Object.entries(PLACES).flatMap(([route, doors]) =>
			Object.keys(doors).map((door) => `${route} ${door}`)
		);
		const offered = places.map(({ route, door }) => `${route} ${door}`);
		expect(offered.length).toBeGreaterThan(5);
		expect(listed.sort()).toEqual(offered.sort());
	});

	test('every place of the administration asks for somebody', () => {
		for (const place of places.filter(({ route }) => route.startsWith('/admin')))
			for (const role of ['rep', 'viewer', 'display', 'public', 'watcher'] as const)
				expect(reachOfPlace(role, place), `${role} ${place.route}`).toBe('none');
	});
});

// Signing out ends the walk of whoever does it; a display that is revoked, a contest that is removed is nobody's any more.
const ends = ({ route, door }: Offered): number =>
	Number(door === '?/revoke' || (route === '/admin/contests/[id]' && door === '?/remove'));
const walked = places.filter(({ route }) => route !== '/logout').sort((a, b) => ends(a) - ends(b));

describe.each(WALKERS)('[ACCESS-1] %s', (role) => {
	// Each walk may end what it finds.
	beforeAll(async () => {
		photos = { own: await storePhoto('r2'), foreign: await storePhoto('r7') };
		displays = { own: await crowd.pair('east'), foreign: await crowd.pair('t3') };
		contests = { own: await crowd.hold('east'), foreign: await crowd.hold('t3') };
	});

	test.each(walked.map((place) => [`${place.route} ${place.door}`, place] as const))(
		'%s',
		async (_, place) => {
			const reach = reachOfPlace(role, place);
			const visitor = crowd.visitors[role];
			const known = isAboutOne(place) ? things(place, role) : undefined;
			if (reach === 'none' || !known) {
				const refused = isRefused(await ask(visitor, place));
				expect(refused).toBe(reach === 'none');
				return;
			}
			expect(isRefused(await ask(visitor, place, known.own)), 'own').toBe(false);
			const foreign = isRefused(await ask(visitor, place, known.foreign));
			expect(foreign, 'somebody else’s').toBe(reach !== 'any');
		}
	);
});

test('[ACCESS-1] whoever is signed in may sign out', async () => {
	for (const role of MEMBERS) {
		const visitor = await crowd.signedIn(role);
		expect((await visitor.post('/logout')).status).toBe(303);
		expect(visitor.cookies.has('lhb_session')).toBe(false);
		expect((await visitor.get('/account')).status).toBe(303);
	}
});

interface Sample {
	path: string;
	body?: unknown;
}

/** For each call: one about a thing of the rep's and the manager's own, and one about somebody else's. */
function sampleOf({ id, path, method }: Operation, whose: 'own' | 'foreign'): Sample {
	const own = whose === 'own';
	const [team, rep, dealer] = own ? ['t1', 'r1', 'd1'] : ['t3', 'r7', 'd2'];
	const at = clock();
	const samples: Record<string, Sample> = {
		putUnit: {
			path: `/units/${team}`,
			body: { name: '队', kind: 'team', parent: own ? 'east' : 'company' }
		},
		putRep: { path: `/reps/${rep}`, body: { name: '人', team } },
		putCustomer: { path: `/customers/${dealer}`, body: { name: '商', kind: 'dealer', owner: rep } },
		putProduct: { path: '/products/p1', body: { name: '四件套' } },
		putMetric: { path: '/metrics/calls', body: { name: '电话', kind: 'count' } },
		getUnit: { path: `/units/${team}` },
		getRep: { path: `/reps/${rep}` },
		getCustomer: { path: `/customers/${dealer}` },
		getProduct: { path: '/products/p1' },
		getMetric: { path: '/metrics/sales' },
		putTargets: { path: '/targets', body: target('rep', rep!) },
		postEntries: { path: '/entries', body: sale(rep!, 100, { at }) },
		postReversal: { path: `/entries/${own ? 1 : 2}/reversal`, body: { reason: '走查' } },
		getProgress: { path: `/progress?kind=rep&code=${rep}` }
	};
	return samples[id] ?? { path, ...(method === 'get' ? {} : { body: {} }) };
}

/** Calls whose answer holds what the caller may see, instead of being refused. */
const NARROWED = ['listUnits', 'listReps', 'listCustomers'];
/** Calls that touch one thing: the caller's reach is asked about it. */
const ABOUT_ONE = [
	'putUnit',
	'putRep',
	'putCustomer',
	'getUnit',
	'getRep',
	'getCustomer',
	'putTargets',
	'postEntries',
	'postReversal',
	'getProgress'
];

async function call(operation: Operation, sample: Sample, headers: Record<string, string>) {
	const response = await fetch(`${crowd.url}/api/v1${sample.path}`, {
		method: operation.method.toUpperCase(),
		headers: {
			origin: crowd.url,
			...(sample.body === undefined ? {} : { 'content-type': 'application/json' }),
			...headers
		},
		...(sample.body === undefined ? {} : { body: JSON.stringify(sample.body) })
	});
	await response.text();
	return response.status;
}

const cookieOf = ({ cookies }: Visitor): Record<string, string> =>
	cookies.size === 0
		? {}
		: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };

const named = operations.map((operation) => [operation.id, operation as Operation] as const);

describe.each(WALKERS)('[ACCESS-1] %s on the API', (role) => {
	beforeAll(async () => {
		for (const rep of ['r1', 'r7'])
			await crowd.api(
				'POST',
				'/entries',
				sale(rep, 100, { at: clock(), externalId: `walk-${rep}` })
			);
	});

	test.each(named)('%s', async (_, operation) => {
		const headers = cookieOf(crowd.visitors[role]);
		const reach = reachOfRole(role, operation.action);
		const own = await call(operation, sampleOf(operation, 'own'), headers);
		if (reach === 'none') return expect(own).toBe(role === 'public' ? 401 : 403);
		const answersOwn = reach === 'any' || [...NARROWED, ...ABOUT_ONE].includes(operation.id);
		if (answersOwn) expect([401, 403], `own: ${own}`).not.toContain(own);
		else expect(own).toBe(403);
		const foreign = await call(operation, sampleOf(operation, 'foreign'), headers);
		const answersForeign = reach === 'any' || NARROWED.includes(operation.id);
		if (answersForeign) expect([401, 403], `foreign: ${foreign}`).not.toContain(foreign);
		else expect(foreign).toBe(403);
	});
});

describe.each(KEY_SCOPES)('[ACCESS-1] a key with the scope %s', (scope) => {
	test.each(named)('%s', async (_, operation) => {
		const sample = sampleOf(operation, 'own');
		const harmless = sample.body === undefined ? sample : { ...sample, body: {} };
		const status = await call(operation, harmless, {
			authorization: `Bearer ${crowd.keys[scope]}`
		});
		if (scopeAllows(scope, operation.action)) expect([401, 403]).not.toContain(status);
		else expect(status).toBe(403);
	});
});
