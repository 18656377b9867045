import type { Locale } from './locale.ts';

const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
	['day', 86_400],
	['hour', 3_600],
	['minute', 60],
	['second', 1]
];

/** How long an instant lies back, in the largest unit that fits: 3 分钟前 · 3 minutes ago. Epoch milliseconds. */
export function ago(at: number, now: number, locale: Locale): string {
	const seconds = Math.max(0, Math.round((now - at) / 1000));
	const [unit, length] = STEPS.find(([, step]) => seconds >= step) ?? ['second', 1];
	return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
		-Math.floor(seconds / length),
		unit
	);
}
