import { listOfReps } from '../of-reps.ts';

interface Stored {
	at: Date;
	topic: string;
	shown: string;
	next_step: string;
	next_on: string;
	by: string;
}

export const coachingsList = listOfReps<Stored>({
	action: 'floor.act',
	rows: `SELECT (at AT TIME ZONE o.time_zone)::date AS day, rep_id, coachings.id::text AS key, at, topic, shown, next_step, next_on, by FROM coachings, organisation o`,
	columns: [
		{ heading: 'at', kind: 'instant', of: (coaching) => coaching.at },
		{ heading: 'topic', of: (coaching) => coaching.topic },
		{ heading: 'shown', of: (coaching) => coaching.shown },
		{ heading: 'next_step', of: (coaching) => coaching.next_step },
		{ heading: 'next_on', kind: 'date', of: (coaching) => coaching.next_on },
		{ heading: 'by', of: (coaching) => coaching.by }
	]
});
