import { eq } from 'drizzle-orm';
import { mayHold } from '../../src/lib/domain/units.ts';
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
	return mayHold(parent.kind, form.kind)
		? { ok: true, parent }
		: failed(problem('parent', 'parent-kind', form.parent));
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

/** By table: what still refers to a unit. */
const REFERS: Readonly<Record<string, string>> = {
	units: 'unit-has-units',
	memberships: 'unit-has-people',
	targets: 'unit-has-targets',
	entry_credits: 'unit-has-entries',
	displays: 'unit-has-displays',
	unit_managers: 'unit-has-managers'
};

const FOREIGN_KEY_VIOLATION = '23503';

/** The database knows whether something refers to a unit, whoever writes it at the same moment. */
export async function removeUnit(tx: Transaction, code: string): Promise<Outcome<object>> {
	const [unit] = await tx.select().from(units).where(eq(units.code, code)).for('update');
	if (!unit) return failed(problem('code', 'unknown-unit', code));
	if (unit.kind === 'company') return failed(problem('code', 'company-stays', unit.name));
	try {
		await tx.delete(units).where(eq(units.id, unit.id));
	} catch (error) {
		const refused = ((error as Error).cause ?? error) as { code?: string; table?: string };
		if (refused.code !== FOREIGN_KEY_VIOLATION) throw error;
		return failed(problem('code', REFERS[refused.table ?? ''] ?? 'unit-in-use', unit.name));
	}
	return { ok: true };
}
