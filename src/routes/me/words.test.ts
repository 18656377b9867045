import { describe, expect, it } from 'vitest';
import type { MeMetric, Place } from '$lib/live/me.ts';
import { passText, signedText } from './words.ts';

const yuan = { kind: 'money', fractionDigits: 2 } as const;
const metric = (value: number) =>
	({ code: 'sales', kind: 'money', month: { value } }) as unknown as MeMetric;
const behind = (apart: number) => ({ above: { name: '李娜', apart } }) as unknown as Place;
const toPass = (apart: number) => passText(behind(apart), metric(1), yuan, 'zh-CN');

describe('[POCKET-6] what it takes to pass somebody', () => {
	it('is one unit more than they are apart: beside them is not past them', () => {
		expect(toPass(0)).toContain('0.01');
		expect(toPass(99)).toContain('*1*');
	});

	it('is rounded up to the last digit shown, so that what is promised is enough', () => {
		// 12.8 万 shown for 127,900.01 would leave one short of 128,000.
		for (const apart of [12_790_001, 12_801_000, 99_999_999, 1_234_567_890]) {
			const [, figure, unit] = /\*([\d.,]+)\s*(万|亿)?/.exec(toPass(apart))!;
			const shown =
				Number(figure!.replaceAll(',', '')) * (unit === '亿' ? 1e10 : unit === '万' ? 1e6 : 100);
			expect(shown).toBeGreaterThan(apart);
		}
	});

	it('nobody is passed by whoever leads', () => {
		const leads = passText({} as Place, metric(1), yuan, 'zh-CN');
		expect(leads).not.toBe(passText({} as Place, metric(0), yuan, 'zh-CN'));
		expect(leads).not.toMatch(/\d/);
	});
});

it('a change carries its sign, a loss the minus of print', () => {
	expect(signedText(2_840_000, yuan, 'zh-CN')).toBe('+2.84\u00a0万');
	expect(signedText(-30_000, yuan, 'zh-CN')).toBe('−300');
});
