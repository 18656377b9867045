/** Parts of a split: as people name them, as rows of the record, and the targets that they make. docs/SPEC.md, SPLIT-9, SPLIT-14. */
import type { SplitPart } from '../../src/lib/forms/targeting.ts';
import type { Directory } from '../directory/directory.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { PlanPlace } from './asked.ts';
import type { PartRow, TargetAmount } from './split-store.ts';
import type { PlanSubject, PlanSubjects } from './subjects.ts';

const NOBODY = { unitId: null, repId: null, customerId: null, productId: null };
const COLUMN = {
	unit: 'unitId',
	rep: 'repId',
	customer: 'customerId',
	product: 'productId'
} as const;

/** The targets that the parts make: a dealer's is the sum of its cells, and the cells stand beside it. */
export function amountsOf(parent: PlanSubject, rows: readonly PartRow[]) {
	const cells = rows.filter((row) => row.customerId !== null && row.productId !== null);
	if (parent.level === 'dealer') return { alone: [], cells, dealers: [parent.ref.id] };
	const alone: TargetAmount[] = rows.filter(
		(row) => row.productId === null || row.customerId === null
	);
	const sums = new Map<number, number>();
	for (const { customerId, amount } of cells)
		sums.set(customerId!, (sums.get(customerId!) ?? 0) + amount);
	for (const [customerId, amount] of sums) alone.push({ ...NOBODY, customerId, amount });
	return { alone, cells, dealers: [...sums.keys()] };
}

export const sumOf = (parts: readonly { amount: number }[]): number =>
	parts.reduce((sum, { amount }) => sum + amount, 0);

export function createSplitParts({
	directory,
	subjects
}: {
	directory: Directory;
	subjects: PlanSubjects;
}) {
	const { mirror } = directory;

	/** The row of a child: a dealer's products are cells of the two. */
	const columnsOf = (parent: PlanSubject, child: PlanSubject) => ({
		...NOBODY,
		...(parent.level === 'dealer' ? { customerId: parent.ref.id } : {}),
		[COLUMN[child.ref.kind]]: child.ref.id
	});

	return {
		shown(parent: PlanSubject, row: PartRow): SplitPart {
			const code = (kind: 'units' | 'reps' | 'customers' | 'products', id: number | null) =>
				id === null ? '' : (mirror[kind].get(id)?.code ?? '');
			const product = row.productId === null ? '' : `product:${code('products', row.productId)}`;
			const rest = [row.amount, row.weight, row.locked] as const;
			if (parent.level === 'dealer') return [product, '', ...rest];
			if (row.customerId !== null)
				return [`dealer:${code('customers', row.customerId)}`, product, ...rest];
			if (row.repId !== null) return [`rep:${code('reps', row.repId)}`, '', ...rest];
			return [`unit:${code('units', row.unitId)}`, '', ...rest];
		},

		/** The parts as rows, or what is wrong with them: only children of the parent, each once. */
		resolve(
			{ subject: parent, period }: PlanPlace,
			parts: readonly SplitPart[]
		): Outcome<{ rows: PartRow[] }> {
			const children = new Map(
				subjects.childrenOf(parent, period).map((child) => [child.key, child])
			);
			const products = new Map(subjects.products().map((product) => [product.key, product]));
			const seen = new Set<string>();
			const cellsOf = new Set<string>();
			const problems: Problem[] = [];
			const rows: PartRow[] = [];
			for (const [key, productKey, amount, weight, locked] of parts) {
				const child = children.get(key);
				const product = productKey === '' ? undefined : products.get(productKey);
				const name = `${key} ${productKey}`;
				// A dealer is given a whole amount or cells, never both.
				const whole = productKey === '' ? cellsOf.has(key) : seen.has(`${key} `);
				const fits = child && (productKey === '' || (product && child.level === 'dealer'));
				if (!fits) problems.push(problem('parts', 'not-a-child', productKey || key));
				else if (whole || seen.has(name)) problems.push(problem('parts', 'duplicate-child', key));
				else
					rows.push({
						...columnsOf(parent, child),
						...(product ? { productId: product.ref.id } : {}),
						amount,
						weight,
						locked
					});
				seen.add(name);
				if (productKey !== '') cellsOf.add(key);
			}
			return problems.length > 0 ? failed(...problems.slice(0, 5)) : { ok: true, rows };
		},

		/** Whose a target of one subject is. */
		named({ unitId, repId, customerId, productId }: TargetAmount) {
			const { units, reps, customers, products } = mirror;
			if (unitId !== null)
				return {
					kind: 'unit',
					ref: { kind: 'unit', id: unitId },
					code: units.get(unitId)!.code
				} as const;
			if (repId !== null)
				return {
					kind: 'rep',
					ref: { kind: 'rep', id: repId },
					code: reps.get(repId)!.code
				} as const;
			if (customerId !== null)
				return {
					kind: 'dealer',
					ref: { kind: 'customer', id: customerId },
					code: customers.get(customerId)!.code
				} as const;
			return {
				kind: 'product',
				ref: { kind: 'product', id: productId! },
				code: products.get(productId!)!.code
			} as const;
		}
	};
}

export type SplitParts = ReturnType<typeof createSplitParts>;
