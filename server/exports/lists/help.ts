import { listOfReps } from '../of-reps.ts';

interface Stored {
	at: Date;
	obstacle: string;
	text: string;
	state: string;
	taken_by: string | null;
	taken_at: Date | null;
	closed_by: string | null;
	closed_at: Date | null;
	outcome: string | null;
	note: string | null;
}

/** Requests for help 业务110, by the day on which they were made. */
export const helpList = listOfReps<Stored>({
	action: 'help.read',
	rows: `SELECT (at AT TIME ZONE o.time_zone)::date AS day, rep_id, help_requests.id::text AS key, at, obstacle, text, state, taken_by, taken_at,
			closed_by, closed_at, outcome, note
		FROM help_requests, organisation o`,
	columns: [
		{ heading: 'at', kind: 'instant', of: (help) => help.at },
		{ heading: 'obstacle', words: 'process_obstacle', of: (help) => help.obstacle },
		{ heading: 'text', of: (help) => help.text },
		{ heading: 'state', words: 'help', of: (help) => help.state },
		{ heading: 'taken_by', of: (help) => help.taken_by },
		{ heading: 'taken_at', kind: 'instant', of: (help) => help.taken_at },
		{ heading: 'closed_by', of: (help) => help.closed_by },
		{ heading: 'closed_at', kind: 'instant', of: (help) => help.closed_at },
		{ heading: 'outcome', words: 'process_outcome', of: (help) => help.outcome },
		{ heading: 'note', of: (help) => help.note }
	]
});
