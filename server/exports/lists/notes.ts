import { listOfReps } from '../of-reps.ts';

interface Stored {
	at: Date;
	text: string;
	tags: string[];
	by: string;
}

/** What managers noted on their walks; photos stay behind. */
export const notesList = listOfReps<Stored>({
	action: 'floor.act',
	rows: `SELECT (at AT TIME ZONE o.time_zone)::date AS day, rep_id, floor_notes.id::text AS key, at, text, tags, by FROM floor_notes, organisation o`,
	columns: [
		{ heading: 'at', kind: 'instant', of: (note) => note.at },
		{ heading: 'text', of: (note) => note.text },
		{ heading: 'tags', of: (note) => note.tags.join(' ') },
		{ heading: 'by', of: (note) => note.by }
	]
});
