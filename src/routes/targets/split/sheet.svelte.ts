/** A split while it is worked on: rows that add up as somebody types. */
import { apportion } from '$lib/domain/apportion.ts';
import { checkSplit, type SplitCheck } from '$lib/domain/split.ts';
import { niceStep, spread } from '$lib/domain/spread.ts';
import type { Pasted } from '$lib/forms/pasted.ts';
import type { SplitPart } from '$lib/forms/targeting.ts';
import type { SplitChild, SplitView } from '$server/targets/split-view.ts';
import type { SplitBasis } from '$server/targets/schema.ts';

export const BASES: readonly SplitBasis[] = ['history', 'last', 'factors', 'equal'];

/** One child. Cells are replaced as a whole, so that a keystroke in one of thousands costs one row. */
export class SheetRow {
	readonly child: SplitChild;
	amount = $state(0);
	locked = $state(false);
	/** By product, where a dealer is split at once. */
	cells = $state.raw<readonly number[]>([]);

	/** By the basis when the version was saved. */
	saved = 0;

	constructor(child: SplitChild) {
		this.child = child;
	}

	weight(basis: SplitBasis): number {
		return this.child.weights[basis] ?? 0;
	}
}

/** Shares an amount like what is there, or like the mix where nothing is, in round steps but for what is left of them. */
function shared(
	amount: number,
	cells: readonly number[],
	{ mix, least }: { mix: readonly number[]; least: number }
): number[] {
	const step = niceStep(amount / mix.length / 10, least);
	for (const weights of [cells, mix, mix.map(() => 1)]) {
		const parts = apportion(Math.floor(amount / step), weights);
		if (!parts.ok) continue;
		const amounts = parts.parts.map((part) => part * step);
		amounts[amounts.indexOf(Math.max(...amounts))]! += amount % step;
		return amounts;
	}
	return [];
}

export class SplitSheet {
	readonly rows: readonly SheetRow[];
	/** Of the columns of a grid; empty for a table. */
	readonly products: SplitView['products'];
	readonly bases: readonly SplitBasis[];
	readonly #parent: number;
	readonly #stretch: number;
	readonly #least: number;
	readonly #mix: readonly number[];
	readonly #settled: boolean;
	/** What was on the screen: whoever saves names it (SPLIT-13). */
	readonly version: number;
	readonly revision: number;

	basis = $state<SplitBasis>('history');
	dirty = $state(false);
	readonly amounts = $derived.by(() => this.rows.map(({ amount }) => amount));
	readonly check: SplitCheck = $derived.by(() =>
		checkSplit(this.#parent, this.amounts, this.#stretch)
	);
	readonly columnSums = $derived.by(() =>
		this.products.map((_, column) => this.rows.reduce((sum, row) => sum + row.cells[column]!, 0))
	);
	/** What a settled version was suggested by stays as it was, whatever was sold since. */
	readonly #basisWeight = $derived.by(() => {
		const settled = this.#settled && !this.dirty && this.rows.some(({ saved }) => saved > 0);
		return settled ? (row: SheetRow) => row.saved : (row: SheetRow) => row.weight(this.basis);
	});
	readonly #basisTotal = $derived.by(() =>
		this.rows.reduce((sum, row) => sum + this.#basisWeight(row), 0)
	);

	/** `least`: minor units of one whole unit of the currency, or one piece. */
	constructor(split: SplitView, options: { grid: boolean; least: number }) {
		this.#parent = split.amount ?? 0;
		this.#stretch = split.stretch;
		this.#least = options.least;
		this.#settled = split.shown?.state === 'settled';
		this.version = split.versions[0]?.version ?? 0;
		this.revision = split.versions[0]?.revision ?? 0;
		this.products = options.grid ? split.products : [];
		this.#mix = this.products.map(({ weight }) => weight);
		this.rows = split.children.map((child) => new SheetRow(child));
		this.bases = BASES.filter((basis) =>
			split.children.some(({ weights }) => weights[basis] !== undefined)
		);
		this.basis = split.shown?.basis ?? this.bases[0] ?? 'equal';
		if (!this.bases.includes(this.basis)) this.basis = 'equal';
		this.#fill(split);
	}

	/** What was saved; else what is in force; else a suggestion. */
	#fill(split: SplitView): void {
		if (split.shown) this.#load(split.shown.parts);
		else if (split.children.some(({ current }) => current !== undefined))
			for (const row of this.rows) this.#give(row, row.child.current ?? 0);
		else this.#handOut(this.rows.map(() => false));
	}

	#load(parts: readonly SplitPart[]): void {
		const columns = Object.fromEntries(this.products.map(({ key }, column) => [key, column]));
		const byKey: Record<string, SplitPart[]> = {};
		for (const part of parts) (byKey[part[0]] ??= []).push(part);
		for (const row of this.rows) {
			const own = byKey[row.child.key] ?? [];
			row.locked = own.some(([, , , , locked]) => locked);
			row.saved = own.reduce((sum, [, , , weight]) => sum + weight, 0);
			const cells = own.filter(([, product]) => product !== '');
			if (cells.length === 0 || this.products.length === 0) {
				this.#give(
					row,
					own.reduce((sum, [, , amount]) => sum + amount, 0)
				);
				continue;
			}
			const amounts = this.products.map(() => 0);
			for (const [, product, amount] of cells) {
				const column = columns[product];
				if (column !== undefined) amounts[column] = amount;
			}
			this.#fillCells(row, amounts);
		}
	}

	#give(row: SheetRow, amount: number): void {
		row.amount = amount;
		if (this.products.length > 0)
			row.cells = shared(amount, row.cells, { mix: this.#mix, least: this.#least });
	}

	#fillCells(row: SheetRow, cells: readonly number[]): void {
		row.cells = cells;
		row.amount = cells.reduce((sum, cell) => sum + cell, 0);
	}

	#handOut(locked: readonly boolean[]): void {
		const { required } = checkSplit(this.#parent, [], this.#stretch);
		const { amounts } = spread(
			this.rows.map((row, i) => ({
				key: row.child.key,
				amount: row.amount,
				locked: locked[i]!,
				weight: row.weight(this.basis)
			})),
			required,
			niceStep(required / Math.max(1, this.rows.length), this.#least)
		);
		this.rows.forEach((row, i) => {
			if (!locked[i]) this.#give(row, amounts[i]!);
		});
	}

	/** All rows anew, by the basis. */
	suggest(): void {
		for (const row of this.rows) row.locked = false;
		this.#handOut(this.rows.map(() => false));
		this.dirty = true;
	}

	/** What is left goes to the rows that are open. */
	spreadRest(): void {
		this.#handOut(this.rows.map(({ locked }) => locked));
		this.dirty = true;
	}

	/** Whoever types means it: the row keeps its amount until it is unlocked. */
	set(row: SheetRow, amount: number): void {
		this.#give(row, amount);
		row.locked = true;
		this.dirty = true;
	}

	setCell(row: SheetRow, column: number, amount: number): void {
		this.#fillCells(
			row,
			row.cells.map((cell, i) => (i === column ? amount : cell))
		);
		row.locked = true;
		this.dirty = true;
	}

	toggle(row: SheetRow): void {
		row.locked = !row.locked;
		this.dirty = true;
	}

	/** Column 0 of a grid is the dealer's whole; the products follow. */
	paste({ cells }: Pasted): void {
		for (const { row: at, column, amount } of cells) {
			const row = this.rows[at]!;
			if (column === 0) this.set(row, amount);
			else this.setCell(row, column - 1, amount);
		}
	}

	/** The part of the whole that the basis gives a row. */
	share(row: SheetRow): number | undefined {
		return this.#basisTotal > 0 ? this.#basisWeight(row) / this.#basisTotal : undefined;
	}

	parts(): SplitPart[] {
		return this.rows.flatMap((row): SplitPart[] => {
			const { key } = row.child;
			if (this.products.length === 0 || row.amount === 0)
				return [[key, '', row.amount, row.weight(this.basis), row.locked]];
			return this.products.flatMap((product, column): SplitPart[] =>
				row.cells[column]! > 0
					? [[key, product.key, row.cells[column]!, product.weight, row.locked]]
					: []
			);
		});
	}
}
