import { listOfReps } from '../of-reps.ts';

interface Stored {
	kind: string;
	ref: string;
	by: string;
	at: Date;
	result: string | null;
	note: string | null;
	recorded_by: string | null;
	recorded_at: Date | null;
}

/** What was drawn to be verified, and what came of it. */
export const spotChecksList = listOfReps<Stored>({
	action: 'floor.act',
	rows: `SELECT day, rep_id, id::text AS key, kind, ref, by, at, result, note, recorded_by, recorded_at FROM spot_checks`,
	columns: [
		{ heading: 'kind', words: 'process_spot', of: (check) => check.kind },
		{ heading: 'ref', of: (check) => check.ref },
		{ heading: 'at', kind: 'instant', of: (check) => check.at },
		{ heading: 'by', of: (check) => check.by },
		{ heading: 'result', words: 'process_spot', of: (check) => check.result },
		{ heading: 'note', of: (check) => check.note },
		{ heading: 'recorded_by', of: (check) => check.recorded_by },
		{ heading: 'recorded_at', kind: 'instant', of: (check) => check.recorded_at }
	]
});
