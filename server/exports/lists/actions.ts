import { listOfReps } from '../of-reps.ts';

interface Stored {
	text: string;
	origin: string;
	state: string;
	outcome: string | null;
	by: string;
	at: Date;
	settled_by: string | null;
	settled_at: Date | null;
}

/** Agreed actions, by the day on which they are due. */
export const actionsList = listOfReps<Stored>({
	action: 'floor.act',
	rows: `SELECT due AS day, rep_id, id::text AS key, text, origin, state, outcome, by, at, settled_by, settled_at FROM actions`,
	columns: [
		{ heading: 'text', of: (action) => action.text },
		{ heading: 'origin', words: 'process_origin', of: (action) => action.origin },
		{ heading: 'state', words: 'action', of: (action) => action.state },
		{ heading: 'outcome', of: (action) => action.outcome },
		{ heading: 'by', of: (action) => action.by },
		{ heading: 'at', kind: 'instant', of: (action) => action.at },
		{ heading: 'settled_by', of: (action) => action.settled_by },
		{ heading: 'settled_at', kind: 'instant', of: (action) => action.settled_at }
	]
});
