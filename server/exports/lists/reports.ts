import { listOfReps } from '../of-reps.ts';

interface Stored {
	yesterday: string;
	today: string;
	tomorrow: string;
	completed_at: Date | null;
}

/** The three questions of the day 销售日报. */
export const reportsList = listOfReps<Stored>({
	action: 'reports.read',
	rows: `SELECT day, rep_id, rep_id::text AS key, yesterday, today, tomorrow, completed_at FROM reports`,
	columns: [
		{ heading: 'yesterday', of: (report) => report.yesterday },
		{ heading: 'today', of: (report) => report.today },
		{ heading: 'tomorrow', of: (report) => report.tomorrow },
		{ heading: 'completed_at', kind: 'instant', of: (report) => report.completed_at }
	]
});
