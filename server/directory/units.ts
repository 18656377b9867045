import type { UnitForm } from '../../src/lib/forms/directory.ts';
import type { Transaction } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Mirror, Unit } from './mirror.ts';
import { units } from './schema.ts';

export const viewUnit = (mirror: Mirror, unit: Unit) => ({
	code: unit.code,
	name: unit.name,
	kind: unit.kind,
	...(unit.parentId === null ? {} : { parent: mirror.units.get(unit.parentId)!.code })
});

/** A region hangs below the company, a team below the company or a region (DIR-1). */
function findParent(mirror: Mirror, code: string, form: UnitForm): Outcome<{ parent?: Unit }> {
	if (form.kind === 'company') {
		if (form.parent !== undefined)
			return failed(problem('parent', 'company-has-no-parent', form.parent));
		const company = mirror.company();
		if (company && company.code !== code)
			return failed(problem('kind', 'second-company', form.kind, { company: company.code }));
		return { ok: true };
	}
	if (form.parent === undefined) return failed(problem('parent', 'parent-required'));
	const parent = mirror.units.named(form.parent);
	if (!parent) return failed(problem('parent', 'unknown-unit', form.parent));
	const fits = parent.kind === 'company' || (parent.kind === 'region' && form.kind === 'team');
	return fits ? { ok: true, parent } : failed(problem('parent', 'parent-kind', form.parent));
}

export async function putUnit(
	tx: Transaction,
	mirror: Mirror,
	code: string,
	form: UnitForm
): Promise<Outcome<object>> {
	const before = mirror.units.named(code);
	if (before && before.kind !== form.kind)
		return failed(problem('kind', 'kind-is-fixed', form.kind, { kind: before.kind }));
	const found = findParent(mirror, code, form);
	if (!found.ok) return found;
	const values = { name: form.name, kind: form.kind, parentId: found.parent?.id ?? null };
	await tx
		.insert(units)
		.values({ code, ...values })
		.onConflictDoUpdate({ target: units.code, set: values });
	return { ok: true };
}
