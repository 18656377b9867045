import { describe, expect, it } from 'vitest';
import { pace } from '$lib/domain/pace.ts';
import type { Outlook } from '$lib/domain/outlook.ts';
import { plain, sentenceOf } from './sentence.ts';

const money = { kind: 'money', fractionDigits: 2 } as const;
const hard: Outlook = { probability: 0.34, verdict: 'hard' };

function explained(of: {
	target?: number;
	actual: number;
	elapsed: number;
	outlook?: Outlook;
	historyDays?: number;
}) {
	const { target, actual, elapsed, outlook, historyDays = 60 } = of;
	return {
		...pace({ target, actual, totalWeight: 2_000, elapsedWeight: elapsed }),
		...(outlook ? { outlook: { ...outlook, historyDays } } : {})
	};
}
const zh = (of: Parameters<typeof explained>[0]) =>
	plain(sentenceOf(explained(of), money, 'zh-CN')).replaceAll('\u00a0', ' ');
const en = (of: Parameters<typeof explained>[0]) => plain(sentenceOf(explained(of), money, 'en'));

describe('[TRACK-4] one sentence says', () => {
	const open = { target: 50_000_000, actual: 31_600_000, elapsed: 1_400, outlook: hard };

	it('what is missing, how long there is, what each day needs and how likely it is', () => {
		expect(zh(open)).toBe('差 18.4 万，剩 6 个工作日，每天需 3.07 万；按近 60 天节奏完成概率 34%');
		expect(en(open)).toBe(
			'184k short, 6 working days left, 30.7k a day needed; 34% likely at the pace of the last 60 days'
		);
	});

	it('how many days the chance is drawn from, and nothing of it without history', () => {
		expect(zh({ ...open, historyDays: 12 })).toContain('按近 12 天节奏');
		const { outlook: _, ...unsaid } = open;
		expect(zh(unsaid)).toBe('差 18.4 万，剩 6 个工作日，每天需 3.07 万');
	});

	it('never that something open is certain', () => {
		const at = (probability: number) => zh({ ...open, outlook: { probability, verdict: 'hard' } });
		expect(at(0)).toContain('完成概率 <1%');
		expect(at(0.999)).toContain('完成概率 >99%');
		expect(at(1)).toContain('完成概率 >99%');
	});

	it('on the last day only what is missing', () => {
		expect(zh({ target: 50_000_000, actual: 31_600_000, elapsed: 1_950 })).toBe(
			'差 18.4 万，只剩 0.5 个工作日'
		);
		expect(en({ target: 50_000_000, actual: 31_600_000, elapsed: 1_900 })).toBe(
			'184k short with 1 working day left'
		);
	});

	it('what was missing when the days are over', () => {
		expect(zh({ ...open, elapsed: 2_000 })).toBe('工作日已过完，差 18.4 万');
	});

	it('that it is done, and by how much', () => {
		expect(zh({ target: 50_000_000, actual: 50_000_000, elapsed: 500 })).toBe('目标已完成');
		expect(zh({ target: 50_000_000, actual: 60_000_000, elapsed: 500, outlook: hard })).toBe(
			'目标已完成，超出 10 万'
		);
	});

	it('that there is no target', () => {
		expect(zh({ actual: 5, elapsed: 500 })).toMatch(/还没有这个月的目标/);
	});
});
