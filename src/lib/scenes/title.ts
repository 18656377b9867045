import { metricName } from '$lib/format/metric.ts';
import { monthTitle } from '$lib/format/time.ts';
import type { Measure } from '$lib/format/amount.ts';
import type { BoardState } from '$lib/live/board.ts';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { SceneBasis } from './states.ts';

/** 十一月销售额 */
export const monthOf = ({
	month,
	metric
}: {
	month: { period: { from: string } };
	metric: SceneBasis['metric'];
}): string =>
	m.wall_title({
		month: monthTitle(month.period.from, getLocale()),
		metric: metricName(metric)
	});

export const measureOf = ({ metric }: SceneBasis, board: BoardState): Measure => ({
	kind: metric.kind,
	fractionDigits: board.organisation.fractionDigits
});
