import { expect, test } from 'vitest';
import { ago } from './ago.ts';

const NOW = 1_800_000_000_000;

test.each([
	[0, '现在', 'now'],
	[12_000, '12秒钟前', '12 seconds ago'],
	[119_000, '1分钟前', '1 minute ago'],
	[3 * 3_600_000, '3小时前', '3 hours ago'],
	[49 * 3_600_000, '前天', '2 days ago'],
	// A clock that runs ahead.
	[-5_000, '现在', 'now']
])('%i ms ago', (back, zh, en) => {
	expect(ago(NOW - back, NOW, 'zh-CN')).toBe(zh);
	expect(ago(NOW - back, NOW, 'en')).toBe(en);
});
