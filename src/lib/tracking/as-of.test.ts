import { describe, expect, it } from 'vitest';
import { asOfSentence } from './as-of.ts';

const at = Date.parse('2026-11-10T15:00:00+08:00');
const zh = (asOf: string | null, past = true) =>
	asOfSentence(asOf, { at, past }, 'Asia/Shanghai', 'zh-CN');

describe('[TRACK-9] a page that looks back says to when', () => {
	it('a date to its end, an instant to the minute, a position to its entry', () => {
		expect(zh('2026-11-10')).toContain('11月10日 周二 日终');
		expect(zh('2026-11-10T15:00')).toContain('11月10日 15:00 当时');
		expect(zh('812')).toContain('第 812 笔流水（11月10日 15:00）');
	});

	it('nothing of now', () => {
		expect(zh(null)).toBeUndefined();
		expect(zh('2026-11-24', false)).toBeUndefined();
	});
});
