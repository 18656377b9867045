import type { MetricRow } from '../../directory/search.ts';
import { exportList, foundAll } from '../list.ts';

export const metricsList = exportList<MetricRow>({
	action: 'metrics.read',
	columns: [
		{ heading: 'code', of: (metric) => metric.code },
		{ heading: 'name', of: (metric) => metric.name },
		{ heading: 'kind', words: 'metric', of: (metric) => metric.kind },
		{ heading: 'points', kind: 'number', of: (metric) => metric.points },
		{ heading: 'built_in', words: 'is', of: (metric) => String(metric.builtIn) }
	],
	// Everybody's who may see metrics at all.
	read: ({ directory }, asked) =>
		foundAll(directory.search('metrics', { ...asked, within: undefined }).rows)
});
