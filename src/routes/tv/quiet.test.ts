import { expect, test } from 'vitest';
import { quietMoments } from './quiet.ts';

function screen(stirs: readonly number[]) {
	let time = 0;
	const quiet = quietMoments({
		now: () => time,
		wait: async (ms) => {
			const end = time + ms;
			for (const at of stirs) {
				if (at <= time || at > end) continue;
				time = at;
				quiet.stir();
			}
			time = end;
		}
	});
	return { quiet, time: () => time };
}

test('[LIVE-16] a screen on which nothing stirs is quiet at once', async () => {
	const { quiet, time } = screen([]);
	await quiet.comes();
	expect(time()).toBe(0);
});

test('[LIVE-16] one that stirs is quiet fifteen seconds after it did last', async () => {
	const { quiet, time } = screen([10_000, 20_000]);
	quiet.stir();
	await quiet.comes();
	expect(time()).toBe(35_000);
});

test('[LIVE-16] one that never rests is not waited for longer than ten minutes', async () => {
	const { quiet, time } = screen(Array.from({ length: 1_000 }, (_, i) => i * 5_000));
	quiet.stir();
	await quiet.comes();
	expect(time()).toBe(600_000);
});
