import type {
	CustomerForm,
	ProductForm,
	RepForm,
	UnitForm
} from '../../src/lib/forms/directory.ts';
import type { ReferredKind } from '../../src/lib/forms/import-map.ts';
import type { Problem } from '../problems.ts';
import type { Books } from './books.ts';
import type { Reference } from './form.ts';
import type { Plan } from './plan.ts';
import type { Row } from './row.ts';

/** A new rep may need a new team, a new customer a new rep. */
const ORDER: readonly ReferredKind[] = ['units', 'reps', 'customers', 'products'];

type SubjectForm = { code: string } & (UnitForm | RepForm | CustomerForm | ProductForm);

/**
 * Creates what a row names and the books do not know, where the map says how. What the map does not create is
 * left to the books to refuse.
 */
export function missingCreator(options: {
	books: Books;
	plan: Plan;
	actor: string;
	onCreated: (kind: ReferredKind) => void;
}) {
	const { books, plan, actor, onCreated } = options;
	const { directory } = books;
	/** A unit whose parent is itself would be created for ever. */
	const underWay = new Set<string>();

	async function create(reference: Reference, row: Row): Promise<Problem[]> {
		const { kind, code, name } = reference;
		const fill = plan.creators[kind];
		if (!fill || directory.mirror[kind].named(code)) return [];
		// Somebody else may have created it since: creating it again would overwrite what they entered.
		await directory.lookAgain(kind, code);
		if (directory.mirror[kind].named(code)) return [];

		const at = (problems: Problem[]) =>
			problems.map((p) => ({ ...p, path: `create.${kind}.${p.path}` }));
		const given = new Map([
			['code', code],
			['name', name]
		]);
		const filled = fill(row, given);
		if (!filled.ok) return at(filled.problems);
		const refused = await createMissing(filled.references, row);
		if (refused.length > 0) return refused;
		const { code: _, ...form } = filled.form as SubjectForm;
		const put = await directory.put(kind, code, form, actor);
		if (!put.ok) return at(put.problems);
		if (put.created) onCreated(kind);
		return [];
	}

	async function createMissing(references: readonly Reference[], row: Row): Promise<Problem[]> {
		const ordered = references.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
		for (const reference of ordered) {
			const name = `${reference.kind}:${reference.code}`;
			if (underWay.has(name)) continue;
			underWay.add(name);
			const problems = await create(reference, row);
			underWay.delete(name);
			if (problems.length > 0) return problems;
		}
		return [];
	}

	return createMissing;
}
