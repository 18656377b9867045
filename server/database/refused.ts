import type { Problem } from '../problems.ts';

/** Thrown from within a transaction to refuse: what it had done is rolled back, and the problems are its outcome. */
export class Refused extends Error {
	readonly problems: Problem[];

	constructor(...problems: Problem[]) {
		super('refused');
		this.problems = problems;
	}
}
