import { Refused } from '../database/refused.ts';
import { closedProblem } from '../ledger/closed.ts';
import { failed } from '../problems.ts';
import type { Outcome } from '../problems.ts';

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
