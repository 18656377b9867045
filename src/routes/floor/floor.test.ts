/** The pure parts of the tablet. docs/SPEC.md, DESK-*. */
import { describe, expect, test } from 'vitest';
import type { FloorRow, FloorState } from '$lib/live/floor.ts';
import type { Kept } from '$lib/offline/store.ts';
import { addressOf, readLook } from './address.ts';
import { quickDates } from './dates.ts';
import { correctionOf } from './draft.ts';
import {
	actionErrand,
	callErrand,
	cheerErrand,
	closeErrand,
	coachErrand,
	noteErrands,
	seenErrand,
	takeErrand
} from './errands.ts';
import { heldOrder, shownRows } from './list.ts';
import { byRep, ofTablet, withWaiting, type Waiting } from './waiting.ts';
import {
	beginWalk,
	currentOf,
	goTo,
	isOver,
	missedOf,
	noteDone,
	orderOf,
	step,
	summaryOf
} from './walk.ts';
import { stepFor } from './words.ts';

const month = { value: 0, period: { from: '2026-11-01', to: '2026-11-30' } };
const row = (code: string, more: Partial<FloorRow> = {}): FloorRow => ({
	code,
	name: code,
	team: 'T1',
	month,
	today: { value: 0 },
	reasons: [],
	visits: { planned: 0, done: 0 },
	...more
});
const LINA = { code: 'R1', name: '李娜' };
const AT = Date.parse('2026-11-24T02:00:00Z');

function stateOf(rows: readonly FloorRow[]): Pick<FloorState, 'reps' | 'day'> {
	return {
		reps: {
			order: rows.map(({ code }) => code),
			rows: Object.fromEntries(rows.map((one) => [one.code, one]))
		},
		day: { date: '2026-11-24', endsAt: 0, working: true, weekStartsAt: 1_000 }
	};
}
const codes = (rows: readonly FloorRow[]) => rows.map(({ code }) => code);

const kept = (item: { id: string; url: string; body: unknown; what: unknown }, order = 1) =>
	({ ...item, order, owner: 'M', madeAt: 2_000, tried: 0 }) as Kept;
const waits = (...items: Parameters<typeof kept>[0][]): Waiting[] => ofTablet(items.map(kept));

describe('[DESK-1] the list', () => {
	const rows = [
		row('A', { reasons: [{ kind: 'check' }], status: 'behind' }),
		row('B', { reasons: [{ kind: 'unseen' }], team: 'T2' }),
		row('C', { reasons: [{ kind: 'idle', minutes: 200 }], lastContactAt: 1_500 }),
		row('D', { lastContactAt: 500 })
	];

	test('whoever needs somebody stands first; not to have been visited is no need', () => {
		const { needing, fine } = shownRows(stateOf(rows), {});
		expect([codes(needing), codes(fine)]).toEqual([
			['A', 'C'],
			['B', 'D']
		]);
	});

	test('by team, status, and whom nobody was with since the week began', () => {
		const all = (filter: Parameters<typeof shownRows>[1]) => {
			const { needing, fine } = shownRows(stateOf(rows), filter);
			return codes([...needing, ...fine]);
		};
		expect(all({ team: 'T2' })).toEqual(['B']);
		expect(all({ status: 'behind' })).toEqual(['A']);
		expect(all({ unseen: true })).toEqual(['A', 'B', 'D']);
	});

	test('[DESK-2] under a finger nothing moves: who left is gone, who came stands at the end', () => {
		expect(heldOrder(['a', 'b', 'c'], ['c', 'new', 'a'])).toEqual(['a', 'c', 'new']);
	});
});

test('[DESK-3] what is looked at is in the address, and comes back from it', () => {
	const look = { unit: 'EAST', rep: 'R 1/2', team: 'T1', status: 'at-risk' as const, unseen: true };
	const { searchParams } = new URL(addressOf(look, { walk: true }), 'http://here.invalid');
	expect(readLook(searchParams)).toEqual({ ...look, walk: true });
	expect(
		addressOf(look, { unit: undefined, rep: undefined, team: undefined, status: undefined })
	).toBe('/floor?unseen');
	expect(readLook(new URLSearchParams('status=nonsense')).status).toBeUndefined();
});

describe('[DESK-4] what waits', () => {
	test('help that is taken here is in hand, and whoever was met is not unseen', () => {
		const asked = row('R1', {
			reasons: [{ kind: 'help', obstacle: 'price', since: 0, taken: false }, { kind: 'unseen' }]
		});
		expect(withWaiting(asked, waits(takeErrand(LINA, 'h1')))).toMatchObject({
			reasons: [{ kind: 'help', taken: true }],
			lastContactAt: 2_000
		});
		expect(withWaiting(asked, waits(seenErrand(LINA, AT))).reasons).toHaveLength(1);
		expect(withWaiting(asked, [])).toBe(asked);
	});

	test('what a phone of the same person recorded is not the tablet’s', () => {
		const phone = { id: 'x', url: '/me/entries', body: {}, what: { kind: 'entry' } };
		expect(byRep(ofTablet([kept(phone), kept(callErrand(LINA, '', AT))])).get('R1')).toHaveLength(
			1
		);
	});

	test('[QUEUE-7] a photo goes before the note that names it', () => {
		const photo = new Blob(['jpeg'], { type: 'image/jpeg' });
		const [first, note] = noteErrands(LINA, { text: '', tags: [], photo }, AT);
		expect(first).toMatchObject({ url: `/process/photos/${first!.id}?rep=R1`, body: photo });
		expect(note!.body).toMatchObject({ what: 'note.write', rep: 'R1', photo: first!.id });
	});
});

describe('[DESK-5] dates by one tap', () => {
	const names = (today: string, working: string[]) =>
		quickDates(today, working).map(({ name, date }) => `${name} ${date}`);

	test('in the middle of the week', () =>
		expect(names('2026-11-24', ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-30'])).toEqual([
			'today 2026-11-24',
			'tomorrow 2026-11-25',
			'week-end 2026-11-27'
		]));

	test('on a Friday the next working day is after the weekend', () =>
		expect(names('2026-11-27', ['2026-11-30', '2026-12-01'])).toEqual([
			'today 2026-11-27',
			'tomorrow 2026-11-28',
			'next-working 2026-11-30'
		]));

	test('working days that a kept page remembers from last week are none', () =>
		expect(names('2026-11-24', ['2026-11-20'])).toEqual([
			'today 2026-11-24',
			'tomorrow 2026-11-25'
		]));
});

describe('[DESK-6] a walk', () => {
	const begun = beginWalk({ date: '2026-11-24', unit: 'EAST', order: ['R1', 'R2', 'R3'] });

	test('goes from person to person, to its end and not beyond', () => {
		expect(currentOf(step(begun, -1))).toBe('R1');
		const end = [1, 1, 1, 1].reduce((walk) => step(walk, 1), begun);
		expect([end.at, isOver(end), currentOf(end)]).toEqual([3, true, undefined]);
		expect(currentOf(goTo(end, 'R2'))).toBe('R2');
	});

	test('sums up what was done; whoever one did something with, one has seen', () => {
		const photo = new Blob(['jpeg'], { type: 'image/jpeg' });
		const did = [
			...noteErrands(LINA, { text: '好', tags: [], photo }, AT),
			callErrand({ code: 'R3', name: '陈晓燕' }, '', AT),
			callErrand({ code: 'R9', name: '别队' }, '', AT)
		];
		const walk = did.reduce((now, { what }) => noteDone(now, what), begun);
		expect(summaryOf(walk)).toEqual([
			{ kind: 'note', count: 1 },
			{ kind: 'call', count: 1 }
		]);
		expect([walk.seen, missedOf(walk)]).toEqual([['R1', 'R3'], ['R2']]);
	});
});

test('[DESK-7] the first reason says what one does first', () => {
	expect(stepFor([])).toBeUndefined();
	expect(stepFor([{ kind: 'help', obstacle: 'price', since: 0, taken: false }])).toBe('take');
	expect(stepFor([{ kind: 'idle', minutes: 200 }, { kind: 'unseen' }])).toBe('call');
	expect(stepFor([{ kind: 'outlook', probability: 0.1 }])).toBe('coach');
	expect(stepFor([{ kind: 'unseen' }])).toBe('seen');
});

describe('[DESK-10] what was refused', () => {
	const typedIn = (...items: Parameters<typeof kept>[0][]) =>
		correctionOf(waits(items.at(-1)!)[0]!, waits(...items));

	test('opens as it was typed', () => {
		const coach = { topic: '怎样谈价', shown: '', nextStep: '谈三家', nextOn: '2026-11-25' };
		expect(typedIn(coachErrand(LINA, coach, AT))?.draft).toEqual({ sheet: 'coach', typed: coach });
		const action = { text: '跑三家', due: '2026-11-25', alert: '7' };
		expect(typedIn(actionErrand(LINA, action))?.draft).toEqual({ sheet: 'action', typed: action });
		const end = { outcome: 'partly', note: '批了特价' } as const;
		expect(typedIn(closeErrand(LINA, 'h', end))?.draft).toEqual({
			sheet: 'close',
			typed: { help: 'h', ...end }
		});
		expect(typedIn(callErrand(LINA, '没接', AT))?.draft).toEqual({
			sheet: 'call',
			typed: { note: '没接' }
		});
	});

	test('with its photo where the server took it, without one that it refused too', () => {
		const [photo, note] = noteErrands(
			LINA,
			{ text: '乱', tags: ['纪律'], photo: new Blob(['x'], { type: 'image/jpeg' }) },
			AT
		);
		const typed = { text: '乱', tags: ['纪律'] };
		expect(typedIn(note!)).toMatchObject({
			draft: { sheet: 'note', typed: { ...typed, photo: photo!.id } },
			replaces: [note!.id]
		});
		const both = typedIn(photo!, note!)!;
		expect(both.draft).toEqual({ sheet: 'note', typed });
		expect(both.replaces).toEqual([photo!.id, note!.id]);
	});

	test('has nothing to correct where nothing was typed', () => {
		for (const item of [cheerErrand(LINA, 'clap'), takeErrand(LINA, 'h'), seenErrand(LINA, AT)])
			expect(typedIn(item)).toBeUndefined();
	});
});

test('[DESK-6] a walk meets who needs somebody, or all, or goes along the seats', () => {
	const met = (code: string, team: string) => ({ code, name: code, team });
	const floor = { needing: [met('C', '二队'), met('A', '一队')], fine: [met('B', '一队')] };
	expect(orderOf('need', floor, 'zh-CN')).toEqual(['C', 'A']);
	expect(orderOf('all', floor, 'zh-CN')).toEqual(['C', 'A', 'B']);
	expect(orderOf('seats', floor, 'zh-CN')).toEqual(['C', 'A', 'B']);
	expect(
		orderOf('seats', { ...floor, needing: [met('C', '三队'), met('A', '一队')] }, 'en')
	).toEqual(['A', 'B', 'C']);
});
