/** The server's channel and the screen's feed over a network that does its worst. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createChannel } from '../../../server/live/channel.ts';
import type { Channel } from '../../../server/live/channel.ts';
import type { BoardState } from '../../../src/lib/live/board.ts';
import type { FeedView } from '../../../src/lib/live/feed.ts';
import { FakeNetwork, FakeSocket } from '../../support/fake-network.ts';

const ROOM = 'board:sales/company';
const RING = 4;

let network: FakeNetwork;
vi.mock('socket.io-client', () => ({ io: () => new FakeSocket(network) }));
const { createFeed } = await import('../../../src/lib/live/feed.ts');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A state in which rows come, go and change, and figures too. */
function stateOf(seed: number): BoardState {
	const row = (i: number) => [`r${i}`, { code: `r${i}`, value: (seed * 7 + i * 3) % 5 }] as const;
	const rows = [0, 1, 2, 3].filter((i) => (seed >> i) & 1).map(row);
	return {
		asOf: { position: seed, at: Date.now() },
		month: { value: seed },
		...(seed % 3 === 0 ? { stalledSince: seed } : {}),
		leaders: { order: rows.map(([code]) => code).reverse(), rows: Object.fromEntries(rows) }
	} as unknown as BoardState;
}

function open() {
	let seed = 0;
	const openChannel = (): Channel => {
		const channel: Channel = createChannel({
			state: stateOf(seed),
			ring: RING,
			emit: (delta) => network.push(ROOM, delta)
		});
		return channel;
	};
	let channel = openChannel();
	network = new FakeNetwork(channel);
	const views: FeedView[] = [];
	const feed = createFeed({ room: ROOM, onView: (view) => views.push(view), random: () => 0.5 });
	return {
		views,
		feed,
		get channel() {
			return channel;
		},
		update: (changes: number) => {
			for (let i = 0; i < changes; i++) channel.update(stateOf(++seed));
		},
		restart: () => {
			network.break();
			network.channel = channel = openChannel();
		},
		unready: () => void (network.channel = undefined),
		ready: () => void (network.channel = channel)
	};
}

type World = ReturnType<typeof open>;
type Step = { name: string; run: (world: World) => unknown };

const step = (name: string, run: Step['run']): Step => ({ name, run });
const steps = fc.array(
	fc.oneof(
		{
			weight: 6,
			arbitrary: fc.integer({ min: 1, max: 8 }).map((n) => step(`change ${n}`, (w) => w.update(n)))
		},
		{ weight: 6, arbitrary: fc.constant(step('up', () => network.carry('up'))) },
		{ weight: 8, arbitrary: fc.constant(step('down', () => network.carry('down'))) },
		{ weight: 2, arbitrary: fc.constant(step('break', () => network.break())) },
		{ weight: 1, arbitrary: fc.constant(step('lose one', () => network.swallow())) },
		{ weight: 1, arbitrary: fc.constant(step('repeat one', () => network.repeat())) },
		{
			weight: 1,
			arbitrary: fc.boolean().map((slow) => step('slow', () => void (network.slow = slow)))
		},
		{ weight: 1, arbitrary: fc.constant(step('restart', (w) => w.restart())) },
		{
			weight: 1,
			arbitrary: fc.constant(step('unreachable', () => void (network.reachable = false)))
		},
		{ weight: 1, arbitrary: fc.constant(step('reachable', () => void (network.reachable = true))) },
		{ weight: 1, arbitrary: fc.constant(step('not ready', (w) => w.unready())) },
		{ weight: 1, arbitrary: fc.constant(step('ready', (w) => w.ready())) },
		{
			weight: 3,
			arbitrary: fc
				.integer({ min: 1, max: 6_000 })
				.map((ms) => step(`wait ${ms}`, () => vi.advanceTimersByTime(ms)))
		}
	),
	{ maxLength: 150, size: 'max' }
);

/** Lets everything that is under way come to its end. */
function settle(): void {
	network.reachable = true;
	for (let i = 0; i < 40; i++) {
		while (network.carry('up') || network.carry('down'));
		vi.advanceTimersByTime(16_000);
	}
	while (network.carry('up') || network.carry('down'));
}

describe('[LIVE-6] whatever the network does', () => {
	test('the screen ends with what the server has, and showed nothing that never was', () => {
		fc.assert(
			fc.property(steps, (all) => {
				const world = open();
				const known = new Map<string, string>();
				const note = () => {
					const { place, state } = world.channel;
					known.set(`${place.epoch}/${place.seq}`, JSON.stringify(sorted(state)));
				};
				note();
				for (const { name, run } of all) {
					// Each number of the history is looked up later.
					if (name.startsWith('change'))
						for (let i = Number(name.slice(7)); i > 0; i--) {
							world.update(1);
							note();
						}
					else run(world);
					note();
				}
				world.ready();
				settle();
				// Whoever lost the last word hears of it with the next one.
				world.update(1);
				note();
				settle();
				const shown = world.views.at(-1)!;
				expect(shown.status).toBe('live');
				expect(shown.place).toEqual(world.channel.place);
				expect(sorted(shown.state)).toEqual(sorted(world.channel.state));
				for (const { place, state } of world.views)
					expect(JSON.stringify(sorted(state))).toBe(known.get(`${place.epoch}/${place.seq}`));
				world.feed.close();
			}),
			{ numRuns: 1_500 }
		);
	});

	test('a screen that is closed shows nothing any more', () => {
		fc.assert(
			fc.property(steps, steps, (before, after) => {
				const world = open();
				for (const { run } of before) run(world);
				world.feed.close();
				const { length } = world.views;
				for (const { run } of after) run(world);
				world.ready();
				settle();
				expect(world.views.length).toBe(length);
			}),
			{ numRuns: 300 }
		);
	});
});

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	return Object.entries(value)
		.map(([name, item]) => [name, sorted(item)] as const)
		.sort(([a], [b]) => (a < b ? -1 : 1));
}
