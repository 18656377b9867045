/** The days of a month (or the months of a longer period) while they are dragged: whatever is fixed, they sum exactly. */
import { fixDay, fixDays } from '$lib/domain/day-targets.ts';
import { niceStep } from '$lib/domain/spread.ts';
import type { TimePart, TimePartsView } from '$server/targets/time-parts.ts';

export type MonthBasis = 'calendar' | 'season';

export class Picture {
	readonly parts: readonly TimePart[];
	readonly #total: number;
	readonly #ofDays: boolean;
	readonly #least: number;
	/** The tallest that a bar becomes while it is dragged. */
	readonly ceiling: number;
	/** By index. */
	fixed = $state.raw<Readonly<Record<number, number>>>({});
	basis = $state<MonthBasis>('calendar');
	dirty = $state(false);

	readonly weights = $derived.by(() =>
		this.parts.map((part) =>
			this.basis === 'season' ? Math.max(0, part.yearAgo ?? 0) : part.weight
		)
	);
	readonly amounts: readonly number[] = $derived.by(() => {
		const made = fixDays(this.#total, this.weights, this.fixed);
		return made.ok ? made.parts : this.parts.map((_, i) => this.fixed[i] ?? 0);
	});
	/** Not yet handed out, because every day is fixed. */
	readonly left = $derived.by(
		() => this.#total - this.amounts.reduce((sum, amount) => sum + amount, 0)
	);

	constructor(view: TimePartsView, least: number) {
		this.parts = view.parts;
		this.#total = view.amount ?? 0;
		this.#ofDays = view.period.unit === 'month';
		this.#least = least;
		const sum = view.parts.reduce((all, { amount }) => all + amount, 0);
		// Months that do not sum to the target are not what anybody meant: the calendar begins anew.
		if (this.#ofDays || sum === this.#total)
			this.fixed = Object.fromEntries(
				view.parts.flatMap(({ fixed, amount }, i) => (fixed ? [[i, amount]] : []))
			);
		const open = this.weights.filter((weight) => weight > 0).length;
		this.ceiling = Math.max(1, ...this.amounts, (this.#total / Math.max(1, open)) * 2.2) * 1.08;
	}

	get step(): number {
		return niceStep(this.ceiling / 2, this.#least);
	}

	/** No day works, so that the target falls to none (APPORTION-6). */
	get isIdle(): boolean {
		return this.parts.every((_, index) => !this.isOpen(index));
	}

	isOpen(index: number): boolean {
		return this.weights[index]! > 0 || index in this.fixed;
	}

	set(index: number, amount: number): void {
		this.fixed = fixDay(this.#total, this.fixed, index, amount);
		this.dirty = true;
	}

	release(index: number): void {
		this.fixed = Object.fromEntries(
			Object.entries(this.fixed).filter(([other]) => Number(other) !== index)
		);
		this.dirty = true;
	}

	reset(): void {
		this.fixed = {};
		this.dirty = true;
	}

	/** What is sent: of days the fixed ones, of months all. */
	saved(): Record<string, number> {
		return Object.fromEntries(
			this.parts.flatMap(({ date }, i) =>
				!this.#ofDays || i in this.fixed ? [[date, this.amounts[i]!]] : []
			)
		);
	}
}
