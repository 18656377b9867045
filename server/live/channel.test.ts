import { describe, expect, test } from 'vitest';
import { apply } from '../../src/lib/live/board.ts';
import type { BoardState } from '../../src/lib/live/board.ts';
import type { Delta } from '../../src/lib/live/protocol.ts';
import { createChannel } from './channel.ts';

const state = (value: number) => ({ month: { value } }) as unknown as BoardState;

function open(ring?: number) {
	const sent: Delta[] = [];
	const channel = createChannel({
		state: state(0),
		emit: (delta) => sent.push(delta),
		...(ring === undefined ? {} : { ring })
	});
	return { channel, sent };
}

describe('[LIVE-1]', () => {
	test('each change is one delta, numbered without a gap, in one epoch', () => {
		const { channel, sent } = open();
		const { epoch, seq } = channel.place;
		expect(seq).toBe(0);
		for (const value of [5, 6, 7]) channel.update(state(value));
		expect(sent).toEqual(
			[5, 6, 7].map((value, i) => ({ epoch, seq: i + 1, patch: { month: { value } } }))
		);
		expect(channel.place).toEqual({ epoch, seq: 3 });
		expect(channel.state).toEqual(state(7));
	});

	test('an update that changes nothing has no delta', () => {
		const { channel, sent } = open();
		channel.update(state(0));
		expect(sent).toEqual([]);
		expect(channel.place.seq).toBe(0);
	});

	test('no two rooms, and no two lives of one room, share an epoch', () => {
		expect(open().channel.place.epoch).not.toBe(open().channel.place.epoch);
	});
});

describe('[LIVE-5]', () => {
	const RING = 4;

	test('a place within the ring is told what it missed, and that leads to the state', () => {
		const { channel, sent } = open(RING);
		const { epoch } = channel.place;
		for (let value = 1; value <= 10; value++) {
			channel.update(state(value));
			for (let back = 0; back <= Math.min(RING, value); back++) {
				const missed = channel.since({ epoch, seq: value - back });
				expect(missed).toEqual(sent.slice(value - back));
				expect(missed!.reduce((at, { patch }) => apply(at, patch), state(value - back))).toEqual(
					channel.state
				);
			}
		}
	});

	test('a place further back, ahead, or of another epoch is told to take the whole picture', () => {
		const { channel } = open(RING);
		const { epoch } = channel.place;
		for (let value = 1; value <= 10; value++) channel.update(state(value));
		expect(channel.since({ epoch, seq: 10 - RING - 1 })).toBeUndefined();
		expect(channel.since({ epoch, seq: 11 })).toBeUndefined();
		expect(channel.since({ epoch: 'another', seq: 10 })).toBeUndefined();
	});

	test('256 deltas are kept unless told otherwise', () => {
		const { channel } = open();
		const { epoch } = channel.place;
		for (let value = 1; value <= 300; value++) channel.update(state(value));
		expect(channel.since({ epoch, seq: 44 })).toHaveLength(256);
		expect(channel.since({ epoch, seq: 43 })).toBeUndefined();
	});

	test('a room without history answers its only place with nothing to do', () => {
		const { channel } = open();
		expect(channel.since(channel.place)).toEqual([]);
	});
});
