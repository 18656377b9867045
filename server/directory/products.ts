import type { ProductForm } from '../../src/lib/forms/directory.ts';
import type { Transaction } from '../database/connection.ts';
import type { Outcome } from '../problems.ts';
import type { Mirror, Product } from './mirror.ts';
import { products } from './schema.ts';

export const viewProduct = (_: Mirror, product: Product) => ({
	code: product.code,
	name: product.name,
	...(product.series === null ? {} : { series: product.series })
});

export async function putProduct(
	tx: Transaction,
	_: Mirror,
	code: string,
	form: ProductForm
): Promise<Outcome<object>> {
	const values = { name: form.name, series: form.series ?? null };
	await tx
		.insert(products)
		.values({ code, ...values })
		.onConflictDoUpdate({ target: products.code, set: values });
	return { ok: true };
}
