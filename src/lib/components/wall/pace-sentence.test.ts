import { describe, expect, it } from 'vitest';
import type { Measure } from '$lib/format/amount.ts';
import type { Progress } from '$lib/live/board.ts';
import { isReached, paceOf } from './pace-sentence.ts';

const yuan: Measure = { kind: 'money', fractionDigits: 2 };
const period = { from: '2026-11-01', to: '2026-11-30' };
const wan = (amount: number) => amount * 10_000 * 100;

/** 2,000 万, as in the sketch of the wall. */
const behind: Progress = {
	period,
	value: wan(1284),
	target: wan(2000),
	attainment: 0.642,
	timeProgress: 0.68,
	gap: wan(716),
	remainingDays: 6.5,
	requiredPerDay: wan(119.2)
};

const zh = (month: Progress) =>
	paceOf(month, yuan, 'zh-CN').lines.map((line) => line.replaceAll('\u00a0', ' '));
const en = (month: Progress) => paceOf(month, yuan, 'en').lines;

describe('the sentence under the month', () => {
	it('behind: how far, and what it takes per day', () => {
		expect(zh(behind)).toEqual([
			'落后时间进度 *3.8* 个百分点',
			'剩 6.5 个工作日，每天需 *119.2 万*'
		]);
		expect(en(behind)).toEqual([
			'*3.8* points behind the time mark',
			'6.5 working days left, *1,192k* a day needed'
		]);
		expect(paceOf(behind, yuan, 'en').tone).toBe('behind');
	});

	it('ahead, and exactly on the mark', () => {
		expect(zh({ ...behind, timeProgress: 0.6 })[0]).toBe('领先时间进度 *4.2* 个百分点');
		expect(zh({ ...behind, timeProgress: 0.6421 })[0]).toBe('与时间进度持平');
		expect(paceOf({ ...behind, timeProgress: 0.6421 }, yuan, 'zh-CN').tone).toBe('ahead');
	});

	it('on the last day asks for the rest, not for more than the rest', () => {
		const last = { ...behind, remainingDays: 0.4, requiredPerDay: wan(1790) };
		expect(zh(last)[1]).toBe('剩 0.4 个工作日，还需 *716 万*');
		expect(zh({ ...last, remainingDays: 0.01 })[1]).toBe('剩 0.1 个工作日，还需 *716 万*');
	});

	it('says so when no working time is left', () => {
		const { requiredPerDay: _none, ...rest } = behind;
		expect(zh({ ...rest, remainingDays: 0 })[1]).toBe('本月工作日已过完，还差 *716 万*');
	});

	it('reached, with what is over', () => {
		const done = { ...behind, value: wan(2084.6), attainment: 1.0423, gap: 0 };
		expect(zh(done)).toEqual(['本月目标已达成，超出 *84.6 万*', '剩 6.5 个工作日']);
		expect(zh({ ...done, value: wan(2000) })[0]).toBe('本月目标已达成');
		expect(paceOf(done, yuan, 'zh-CN').tone).toBe('reached');
	});

	it('without a target says what to do', () => {
		expect(zh({ period, value: wan(5), timeProgress: 0.2 })).toEqual([
			'还没有本月目标。设定之后，这里显示达成率和时间进度。'
		]);
	});

	it('leaves out what is absent', () => {
		const { attainment: _a, timeProgress: _t, ...rest } = behind;
		expect(zh(rest)).toEqual(['剩 6.5 个工作日，每天需 *119.2 万*']);
	});

	it('English has a singular', () => {
		expect(en({ ...behind, remainingDays: 1 })[1]).toBe(
			'1 working day left, *7,160k* still needed'
		);
	});
});

it('a target of nothing is never reached', () => {
	expect(isReached({ period, value: 0, target: 0 })).toBe(false);
	expect(isReached({ period, value: 5 })).toBe(false);
	expect(isReached({ period, value: 5, target: 5 })).toBe(true);
});
