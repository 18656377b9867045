import { actionsList } from './lists/actions.ts';
import { alertsList } from './lists/alerts.ts';
import { auditList } from './lists/audit.ts';
import { boardsList } from './lists/boards.ts';
import { calendarList } from './lists/calendar.ts';
import { coachingsList } from './lists/coachings.ts';
import { contestsList } from './lists/contests.ts';
import { customersList } from './lists/customers.ts';
import { displaysList } from './lists/displays.ts';
import { entriesList } from './lists/entries.ts';
import { helpList } from './lists/help.ts';
import { importsList } from './lists/imports.ts';
import { keysList } from './lists/keys.ts';
import { leaveList } from './lists/leave.ts';
import { lettersList } from './lists/letters.ts';
import { membershipsList } from './lists/memberships.ts';
import { metricsList } from './lists/metrics.ts';
import { notesList } from './lists/notes.ts';
import { peopleList } from './lists/people.ts';
import { periodsList } from './lists/periods.ts';
import { productsList } from './lists/products.ts';
import { reportsList } from './lists/reports.ts';
import { spotChecksList } from './lists/spot-checks.ts';
import { targetsList } from './lists/targets.ts';
import { unitsList } from './lists/units.ts';
import { visitsList } from './lists/visits.ts';

/** Every list that can be taken along. One more: a file of its own in lists/, and its line here. */
export const lists = {
	units: unitsList,
	people: peopleList,
	memberships: membershipsList,
	leave: leaveList,
	customers: customersList,
	products: productsList,
	metrics: metricsList,
	calendar: calendarList,
	targets: targetsList,
	letters: lettersList,
	entries: entriesList,
	visits: visitsList,
	reports: reportsList,
	help: helpList,
	actions: actionsList,
	notes: notesList,
	coachings: coachingsList,
	'spot-checks': spotChecksList,
	alerts: alertsList,
	contests: contestsList,
	periods: periodsList,
	boards: boardsList,
	displays: displaysList,
	imports: importsList,
	keys: keysList,
	audit: auditList
} as const;

export type ExportName = keyof typeof lists;
