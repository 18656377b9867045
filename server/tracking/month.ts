import { heatOf } from '../../src/lib/domain/heat.ts';
import { historyOf, historySpan } from '../../src/lib/domain/outlook.ts';
import { trackingTable } from '../../src/lib/domain/pace.ts';
import type { PaceThresholds } from '../../src/lib/domain/pace.ts';
import { datesOf } from '../../src/lib/domain/period.ts';
import type { Asked, Reckoning } from './reckoning.ts';
import { outlookOf } from './outlooks.ts';
import type { MonthView } from './view.ts';

/** The subject's own month: where it stands, how likely it is, and its days. */
export async function readMonth(
	reckoning: Reckoning,
	asked: Asked,
	thresholds: PaceThresholds
): Promise<MonthView> {
	const { moment, metric, month, subject, results, targetAt } = asked;
	const dates = datesOf(month);
	const weights = reckoning.weigher(dates)(subject);
	const target = targetAt(subject);
	const { today } = moment;
	const span = target !== undefined && month.to >= today ? historySpan(today) : undefined;
	const { kind, ids } = subject.source;
	// One reading for the month and the history before it.
	const [booked] = await results.days({
		kind,
		metricId: metric.id,
		groups: [ids],
		from: span && span.from < month.from ? span.from : month.from,
		to: month.to
	});
	const actual = dates.reduce((sum, date) => sum + (booked!.get(date) ?? 0), 0);
	const pace = reckoning.paceOf({ moment, dates, weights, target, actual });
	const past = span ? datesOf(span) : [];
	const history = span ? historyOf(past, reckoning.weigher(past)(subject), booked!) : [];
	const outlook = outlookOf({ history }, { subject, pace, metric, period: month, today });
	const rows = trackingTable({
		dates,
		weights,
		targets: asked.dayTargets,
		actuals: Object.fromEntries(booked!),
		today
	});
	return {
		progress: {
			period: { from: month.from, to: month.to },
			...pace,
			...(outlook ? { outlook } : {})
		},
		days: heatOf({ rows, today, now: pace, thresholds })
	};
}
