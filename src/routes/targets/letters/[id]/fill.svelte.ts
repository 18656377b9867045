/** The receiver's part while it is being filled in. */
import {
	coverageOf,
	leadingTarget,
	type CustomerLine,
	type LetterText
} from '$lib/domain/commitment.ts';
import { niceStep, spread } from '$lib/domain/spread.ts';
import type { CustomerSuggestion } from '$server/letters/customers.ts';

export class FillIn {
	lines = $state<CustomerLine[]>([]);
	readonly #targets: LetterText['targets'];
	readonly #suggestions: Readonly<Record<string, CustomerSuggestion>>;
	readonly #digits: number;
	readonly coverage = $derived.by(() => coverageOf(this.#targets, this.lines));

	constructor(text: LetterText, suggestions: readonly CustomerSuggestion[]) {
		this.lines = text.customers.map((line) => ({ ...line }));
		this.#targets = text.targets;
		this.#suggestions = Object.fromEntries(suggestions.map((one) => [one.code, one]));
		this.#digits = this.leading?.kind === 'money' ? text.fractionDigits : 0;
	}

	get leading() {
		return leadingTarget(this.#targets);
	}

	about(line: CustomerLine): CustomerSuggestion | undefined {
		return line.code === null ? undefined : this.#suggestions[line.code];
	}

	/** What a period of theirs brought on average; undefined where they brought nothing. */
	static average({ past }: CustomerSuggestion): number | undefined {
		const sum = past.reduce((whole, amount) => whole + amount, 0);
		return sum > 0 ? Math.round(sum / past.length) : undefined;
	}

	/** A dealer's own target, else what they brought, in round numbers. */
	suggested(line: CustomerLine): number | undefined {
		const known = this.about(line);
		if (!known) return undefined;
		if (known.target !== null) return known.target;
		const average = FillIn.average(known);
		if (average === undefined) return undefined;
		const step = niceStep(average, 10 ** this.#digits);
		return Math.max(step, Math.round(average / step) * step);
	}

	add(line: CustomerLine): void {
		this.lines.push(line);
	}

	remove(at: number): void {
		this.lines.splice(at, 1);
	}

	/** The whole target over the customers, by what they brought; who brought nothing keeps what stands there. */
	spreadTarget(): void {
		const { coverage } = this;
		if (!coverage) return;
		const weights = this.lines.map((line) => {
			const known = this.about(line);
			return known ? Math.max(0, FillIn.average(known) ?? 0) : 0;
		});
		const { amounts } = spread(
			this.lines.map((line, i) => ({
				key: String(i).padStart(4, '0'),
				amount: line.amount,
				weight: weights[i]!,
				locked: weights[i] === 0
			})),
			coverage.target,
			niceStep(coverage.target / Math.max(1, this.lines.length), 10 ** this.#digits)
		);
		this.lines.forEach((line, i) => (line.amount = amounts[i]!));
	}

	get spreads(): boolean {
		return this.lines.some((line) => {
			const known = this.about(line);
			return known !== undefined && FillIn.average(known) !== undefined;
		});
	}
}
