import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
	ACTIONS,
	KEY_SCOPES,
	ROLES,
	contains,
	may,
	reachOf,
	reachOfRole,
	scopeAllows,
	type Person,
	type Principal
} from './permissions.ts';

const person = (roles: Partial<Person>): Person => ({
	kind: 'person',
	code: 'P1',
	name: '李娜',
	administrator: false,
	viewer: false,
	sells: false,
	leads: [],
	...roles
});
const rep = person({ sells: true });
const manager = person({ code: 'M1', leads: ['EAST'] });
const TEAM = { person: 'P1', line: ['E1', 'EAST', 'HQ'] };

/** The table of docs/SPEC.md: cells by action. */
function specified(): Map<string, string[]> {
	const spec = readFileSync(new URL('../../../docs/SPEC.md', import.meta.url), 'utf8');
	const rows = spec.matchAll(/^\| `([a-z]+\.[a-z]+)`\s*\|(.+)\|$/gm);
	return new Map(
		[...rows].map(([, action, cells]) => [action!, cells!.split('|').map((c) => c.trim())])
	);
}

describe('[ACCESS-1] permissions', () => {
	test('the table of the specification is the table of the code, cell by cell', () => {
		const table = specified();
		expect([...table.keys()].sort()).toEqual([...ACTIONS].sort());
		for (const action of ACTIONS) {
			const scopes = KEY_SCOPES.filter((scope) => scopeAllows(scope, action));
			const reaches = ROLES.map((role) => reachOfRole(role, action));
			expect(table.get(action), action).toEqual([
				...reaches.map((reach) => (reach === 'none' ? '–' : reach)),
				scopes.length === KEY_SCOPES.length ? 'every' : scopes.join(', ') || '–'
			]);
		}
	});

	test('a rep reaches their own numbers and nobody else’s', () => {
		expect(may(rep, 'progress.read', { person: 'P1', line: ['E1'] })).toBe(true);
		expect(may(rep, 'progress.read', { person: 'P2', line: ['E1'] })).toBe(false);
		expect(may(rep, 'progress.read', {})).toBe(false);
	});

	test('a manager reaches the units they lead and all below, and nothing beside or above', () => {
		expect(may(manager, 'people.write', TEAM)).toBe(true);
		expect(may(manager, 'units.write', { line: ['EAST', 'HQ'] })).toBe(true);
		expect(may(manager, 'people.write', { person: 'P9', line: ['S1', 'SOUTH', 'HQ'] })).toBe(false);
		expect(may(manager, 'units.write', { line: ['HQ'] })).toBe(false);
		expect(may(manager, 'people.write', { person: 'M1' })).toBe(false);
	});

	test('leading a unit does not make other people’s things one’s own, nor the other way round', () => {
		const both = person({ sells: true, leads: ['EAST'] });
		expect(may(both, 'ledger.append', { person: 'P1', line: ['S1', 'SOUTH', 'HQ'] })).toBe(true);
		expect(may(both, 'ledger.append', { person: 'P2', line: ['S1', 'SOUTH', 'HQ'] })).toBe(false);
		expect(may(both, 'ledger.reverse', { person: 'P1', line: ['S1', 'SOUTH', 'HQ'] })).toBe(false);
	});

	test('pay and scorecards: the owner, their managers, administrators', () => {
		for (const action of ['pay.read', 'scorecard.read'] as const) {
			expect(may(rep, action, TEAM)).toBe(true);
			expect(may(manager, action, TEAM)).toBe(true);
			expect(may(person({ administrator: true }), action, TEAM)).toBe(true);
			expect(may(person({ code: 'P2', sells: true }), action, TEAM)).toBe(false);
			expect(may(person({ code: 'V', viewer: true }), action, TEAM)).toBe(false);
			expect(may({ kind: 'key', id: 'k', scopes: KEY_SCOPES }, action, TEAM)).toBe(false);
		}
	});

	test('a display sees the board of its own unit, not those above or below', () => {
		const display = { kind: 'display', id: 'd', unit: 'EAST' } as const;
		expect(may(display, 'board.watch', { line: ['EAST', 'HQ'] })).toBe(true);
		expect(may(display, 'board.watch', { line: ['HQ'] })).toBe(false);
		expect(may(display, 'board.watch', { line: ['E1', 'EAST', 'HQ'] })).toBe(false);
		expect(ACTIONS.filter((action) => reachOf(display, action) !== 'none')).toEqual([
			'site.enter',
			'board.watch',
			'displays.report'
		]);
	});

	test('the public watches boards only where the organisation shows them', () => {
		expect(may({ kind: 'public', watches: true }, 'board.watch', { line: ['HQ'] })).toBe(true);
		expect(may({ kind: 'public', watches: false }, 'board.watch', { line: ['HQ'] })).toBe(false);
	});

	test('whoever signed in has an account, with no role at all', () => {
		expect(may(person({}), 'account.manage', { person: 'P1' })).toBe(true);
		expect(may(person({}), 'account.manage', { person: 'P2' })).toBe(false);
		expect(reachOf(person({}), 'board.watch')).toBe('none');
	});
});

describe('[ACCESS-6] nobody gives more than they have', () => {
	const LINES: Record<string, string[]> = {
		EAST: ['EAST', 'HQ'],
		E1: ['E1', 'EAST', 'HQ'],
		S1: ['S1', 'SOUTH', 'HQ']
	};
	const lineOf = (unit: string) => LINES[unit] ?? [];
	const given = (giver: Principal, receiver: Person) => contains(giver, receiver, lineOf);
	const administrator = person({ administrator: true });

	test('an administrator, and the installation itself, contain everybody', () => {
		for (const giver of [administrator, { kind: 'system', name: 'cli' } as const])
			for (const receiver of [administrator, person({ viewer: true, leads: ['S1'] }), rep])
				expect(given(giver, receiver)).toBe(true);
	});

	test('a manager contains reps, and who leads units of theirs', () => {
		expect(given(manager, rep)).toBe(true);
		expect(given(manager, person({ leads: ['E1'] }))).toBe(true);
		expect(given(manager, person({ leads: ['EAST', 'E1'] }))).toBe(true);
	});

	test('a manager contains nobody who leads elsewhere, administers, or sees everything', () => {
		expect(given(manager, person({ leads: ['E1', 'S1'] }))).toBe(false);
		expect(given(manager, person({ sells: true, administrator: true }))).toBe(false);
		expect(given(manager, person({ sells: true, viewer: true }))).toBe(false);
		expect(given(person({ leads: ['EAST'], viewer: true }), person({ viewer: true }))).toBe(true);
	});

	test('a unit that is not known is led by nobody', () => {
		expect(given(manager, person({ leads: ['gone'] }))).toBe(false);
	});

	test('keys, displays and the public contain nobody', () => {
		expect(given({ kind: 'key', id: 'k', scopes: ['directory'] }, rep)).toBe(false);
		expect(given({ kind: 'display', id: 'd', unit: 'HQ' }, rep)).toBe(false);
		expect(given({ kind: 'public', watches: true }, rep)).toBe(false);
	});
});
