import { describe, expect, test } from 'vitest';
import { createWatchdog } from './watchdog.ts';

function watched() {
	let time = 0;
	const dog = createWatchdog(() => time);
	return { dog, pass: (ms: number) => void (time += ms) };
}

describe('[DISPLAY-15] a page', () => {
	test('that draws is well', () => {
		const { dog, pass } = watched();
		for (let i = 0; i < 100; i++) {
			pass(5_000);
			dog.frame();
		}
		expect(dog.illness({ used: 79, limit: 100 })).toBeUndefined();
	});

	test('that has drawn nothing for a minute hangs, unless nothing was due', () => {
		const { dog, pass } = watched();
		pass(60_000);
		expect(dog.illness()).toBeUndefined();
		pass(1);
		expect(dog.illness()).toBe('no-frames');
		dog.rest();
		expect(dog.illness()).toBeUndefined();
	});

	test('that throws twenty times in a minute is ill, and well again when it stops', () => {
		const { dog, pass } = watched();
		for (let i = 0; i < 20; i++) {
			pass(2_900);
			dog.frame();
			dog.error();
		}
		expect(dog.illness()).toBe('errors');
		pass(59_000);
		dog.frame();
		expect(dog.illness()).toBeUndefined();
	});

	test('that fills four fifths of its memory is ill', () => {
		expect(watched().dog.illness({ used: 81, limit: 100 })).toBe('memory');
	});
});
