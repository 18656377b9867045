import { newCode, productPage } from '$lib/forms/catalog.ts';
import { recordPage } from '../record.ts';

export const product = recordPage({
	kind: 'products',
	schema: productPage,
	newSchema: newCode.extend(productPage.shape),
	known: ({ name, series }) => ({ name, series: (series as string | undefined) ?? '' }),
	form: ({ name, series }) => ({ name, ...(series ? { series } : {}) })
});
