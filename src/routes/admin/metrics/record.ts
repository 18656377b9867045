import { metricPage, newCode } from '$lib/forms/catalog.ts';
import { recordPage } from '../record.ts';

export const metric = recordPage({
	kind: 'metrics',
	schema: metricPage,
	newSchema: newCode.extend(metricPage.shape),
	known: ({ name, kind, points }) => ({ name, kind: kind as 'money', points: points as number }),
	form: ({ name, kind, points }) => ({ name, kind, points })
});
