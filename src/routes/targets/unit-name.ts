import type { Measure } from '$lib/format/amount.ts';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';

/** What amounts are typed in: 元, USD, pieces. */
export function unitName({ kind }: Measure, currency: string): string {
	if (kind === 'count') return m.targets_unit_pieces();
	return currency === 'CNY' && getLocale() === 'zh-CN' ? '元' : currency;
}
