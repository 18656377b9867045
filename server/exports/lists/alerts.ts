import { listOfReps } from '../of-reps.ts';

interface Stored {
	rule: string;
	since: string;
	days: number;
	raised_at: Date;
	ended_at: Date | null;
	ending: string | null;
	acknowledged_by: string | null;
	acknowledged_at: Date | null;
}

/** By the day on which they were raised. */
export const alertsList = listOfReps<Stored>({
	action: 'alerts.read',
	rows: `SELECT day, rep_id, lpad(id::text, 20, '0') AS key, rule, since, days, raised_at, ended_at, ending, acknowledged_by,
			acknowledged_at
		FROM alerts`,
	columns: [
		{ heading: 'rule', words: 'alerts_rule', of: (alert) => alert.rule },
		{ heading: 'since', kind: 'date', of: (alert) => alert.since },
		{ heading: 'days', kind: 'number', of: (alert) => alert.days },
		{ heading: 'raised_at', kind: 'instant', of: (alert) => alert.raised_at },
		{ heading: 'ended_at', kind: 'instant', of: (alert) => alert.ended_at },
		{ heading: 'ending', words: 'alerts_event', of: (alert) => alert.ending },
		{ heading: 'acknowledged_by', of: (alert) => alert.acknowledged_by },
		{ heading: 'acknowledged_at', kind: 'instant', of: (alert) => alert.acknowledged_at }
	]
});
