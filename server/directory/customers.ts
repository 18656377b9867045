import type { CustomerForm } from '../../src/lib/forms/directory.ts';
import type { Transaction } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Customer, Mirror } from './mirror.ts';
import { customers } from './schema.ts';

export const viewCustomer = (mirror: Mirror, customer: Customer) => ({
	code: customer.code,
	name: customer.name,
	kind: customer.kind,
	...(customer.ownerId === null ? {} : { owner: mirror.reps.get(customer.ownerId)!.code })
});

export async function putCustomer(
	tx: Transaction,
	mirror: Mirror,
	code: string,
	form: CustomerForm
): Promise<Outcome<object>> {
	const owner = form.owner === undefined ? undefined : mirror.reps.named(form.owner);
	if (form.owner !== undefined && !owner)
		return failed(problem('owner', 'unknown-rep', form.owner));
	const values = { name: form.name, kind: form.kind, ownerId: owner?.id ?? null };
	await tx
		.insert(customers)
		.values({ code, ...values })
		.onConflictDoUpdate({ target: customers.code, set: values });
	return { ok: true };
}
