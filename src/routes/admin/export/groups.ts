/** Under which heading a list stands, `export_group_<group>`, and in which order. */
import type { ExportName } from '$server/exports/exports.ts';

const GROUP_OF: Readonly<Record<ExportName, 'company' | 'results' | 'process' | 'system'>> = {
	units: 'company',
	people: 'company',
	memberships: 'company',
	leave: 'company',
	customers: 'company',
	products: 'company',
	metrics: 'company',
	calendar: 'company',
	targets: 'results',
	letters: 'results',
	entries: 'results',
	contests: 'results',
	periods: 'results',
	visits: 'process',
	reports: 'process',
	help: 'process',
	actions: 'process',
	notes: 'process',
	coachings: 'process',
	'spot-checks': 'process',
	alerts: 'process',
	boards: 'system',
	displays: 'system',
	imports: 'system',
	keys: 'system',
	audit: 'system'
};

/** The lists that somebody may take, by group; a group without any is left out. */
export function groupsOf<List extends { name: ExportName }>(lists: readonly List[]) {
	return [...Map.groupBy(lists, ({ name }) => GROUP_OF[name])].map(([group, members]) => ({
		group,
		lists: members
	}));
}
