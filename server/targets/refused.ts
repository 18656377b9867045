/** Refuses from within a transaction: what it had done is rolled back, and the problems are its outcome. */
import { failed } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';

export class Refused extends Error {
	readonly problems: Problem[];

	constructor(...problems: Problem[]) {
		super('refused');
		this.problems = problems;
	}
}

export async function refusable<T extends object>(
	work: () => Promise<Outcome<T>>
): Promise<Outcome<T>> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof Refused) return failed(...error.problems);
		throw error;
	}
}
