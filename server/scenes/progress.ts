import { monthOf } from './month.ts';
import { basisOf } from './scene.ts';
import type { SceneMaker } from './scene.ts';

export const progress: SceneMaker<'progress'> = (context, options) => {
	const metric = context.metricOf(options.metric);
	const source = monthOf(context, metric);
	return {
		sources: [source],
		async compose(at) {
			const month = await source.read(at);
			return { ...basisOf(context, metric), month: month.ofUnit, today: month.ofToday() };
		}
	};
};
