import { trackingTable } from '../../src/lib/domain/tracking.ts';
import { monthOf } from './month.ts';
import { basisOf } from './scene.ts';
import type { SceneMaker } from './scene.ts';

export const daily: SceneMaker<'daily'> = (context, options) => {
	const metric = context.metricOf(options.metric);
	const source = monthOf(context, metric);
	return {
		sources: [source],
		async compose(at) {
			const month = await source.read(at);
			const rows = trackingTable({
				dates: month.dates,
				weights: month.weightsOf({ kind: 'unit', id: context.unit.id }),
				targets: month.dates.map((date) => month.dayTargets.get(date) ?? 0),
				actuals: month.actuals,
				today: at.today
			});
			return {
				...basisOf(context, metric),
				month: month.ofUnit,
				days: Object.fromEntries(rows.map((row) => [row.date, row]))
			};
		}
	};
};
