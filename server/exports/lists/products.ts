import type { ProductRow } from '../../directory/search.ts';
import { exportList, foundAll } from '../list.ts';

export const productsList = exportList<ProductRow>({
	action: 'products.read',
	columns: [
		{ heading: 'code', of: (product) => product.code },
		{ heading: 'name', of: (product) => product.name },
		{ heading: 'series', of: (product) => product.series }
	],
	// Everybody's who may see products at all.
	read: ({ directory }, asked) =>
		foundAll(directory.search('products', { ...asked, within: undefined }).rows)
});
