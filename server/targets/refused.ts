/** Refuses from within a transaction: what it had done is rolled back, and the problems are its outcome. */
import { closedProblem } from '../ledger/closed.ts';
import { failed } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';

export class Refused extends Error {
	readonly problems: Problem[];

	constructor(...problems: Problem[]) {
		super('refused');
		this.problems = problems;
	}
}

/** `path`: of the form's field that is told when the period is closed. */
export async function refusable<T extends object>(
	path: string,
	work: () => Promise<Outcome<T>>
): Promise<Outcome<T>> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof Refused) return failed(...error.problems);
		const closed = closedProblem(error, path);
		if (closed) return failed(closed);
		throw error;
	}
}
