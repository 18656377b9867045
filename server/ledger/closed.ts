import { problem } from '../problems.ts';
import type { Problem } from '../problems.ts';

/** What the guards of the record say, and how that is told. */
const REASONS: Readonly<Record<string, string>> = {
	targets_period_open: 'target-period-closed',
	days_period_open: 'days-period-closed'
};

interface DatabaseError {
	constraint?: string;
	/** The last date that is closed. */
	detail?: string;
	cause?: DatabaseError;
}

/** Why the record refused to change what a closed period rests on (PERIOD-4); undefined for any other error. */
export function closedProblem(error: unknown, path: string): Problem | undefined {
	const { constraint, detail, cause } = error as DatabaseError;
	const reason = REASONS[constraint ?? ''];
	if (reason) return problem(path, reason, undefined, { date: detail ?? '' });
	return cause && closedProblem(cause, path);
}
