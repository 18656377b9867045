import { expect, test } from 'vitest';
import * as messages from '$lib/paraglide/messages.js';
import { stepText } from './words.ts';

const measures = { fractionDigits: 2, metrics: {} };

test('every next step of the catalogue is named in the words of alerts', () => {
	const keys = Object.keys(messages).flatMap((name) => /^alerts_step_(.+)$/.exec(name)?.[1] ?? []);
	expect(keys.length).toBeGreaterThan(10);
	for (const key of keys) {
		const step = { mine: false, rule: 'idle', step: { key, params: { times: 2 } } } as const;
		expect(stepText(step, measures)).not.toBe(key);
	}
});
