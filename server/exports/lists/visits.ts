import { listOfReps } from '../of-reps.ts';

interface Stored {
	start: string | null;
	end: string | null;
	customer: string | null;
	customer_name: string | null;
	purpose: string;
	state: string;
	note: string | null;
	result: string | null;
	settled_at: Date | null;
	by: string;
}

/** Planned, done and cancelled; who is no customer yet stands by name alone. */
export const visitsList = listOfReps<Stored>({
	action: 'visits.read',
	rows: `SELECT v.date AS day, v.rep_id, v.id::text AS key, v.start, v."end", c.code AS customer,
			coalesce(c.name, v.customer_name) AS customer_name, v.purpose, v.state, v.note, v.result, v.settled_at, v.by
		FROM visits v LEFT JOIN customers c ON c.id = v.customer_id`,
	columns: [
		{ heading: 'begin', of: (visit) => visit.start },
		{ heading: 'end', of: (visit) => visit.end },
		{ heading: 'customer', of: (visit) => visit.customer },
		{ heading: 'customer_name', of: (visit) => visit.customer_name },
		{ heading: 'purpose', words: 'process_purpose', of: (visit) => visit.purpose },
		{ heading: 'state', words: 'floor_visit', of: (visit) => visit.state },
		{ heading: 'note', of: (visit) => visit.note },
		{ heading: 'result', of: (visit) => visit.result },
		{ heading: 'settled_at', kind: 'instant', of: (visit) => visit.settled_at },
		{ heading: 'by', of: (visit) => visit.by }
	]
});
