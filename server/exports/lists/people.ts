import { listPeople } from '../../people/list.ts';
import type { AccessState, PersonRole, PersonRow, PersonSort } from '../../people/list.ts';
import type { RepRow } from '../../directory/search.ts';
import { exportList, foundAll } from '../list.ts';

interface Row extends PersonRow {
	rep: RepRow | undefined;
}

const SORTS: readonly string[] = ['name', 'code', 'team', 'state'] satisfies PersonSort[];
/** More than there are. */
const EVERYBODY = 1_000_000;

/** Reps and accounts, one row for each person (PEOPLE-1), as the page lists them. */
export const peopleList = exportList<Row>({
	action: 'people.read',
	columns: [
		{ heading: 'code', of: (person) => person.code },
		{ heading: 'name', of: (person) => person.name },
		{ heading: 'team', of: (person) => person.team?.code },
		{ heading: 'team_name', of: (person) => person.team?.name },
		{ heading: 'left', kind: 'date', of: ({ rep }) => rep?.left },
		{ heading: 'leads', of: (person) => person.leads.map(({ code }) => code).join(' ') },
		{ heading: 'phone', of: (person) => person.phone },
		{ heading: 'email', of: (person) => person.email },
		{ heading: 'administrator', words: 'is', of: (person) => String(person.administrator) },
		{ heading: 'viewer', words: 'is', of: (person) => String(person.viewer) },
		{ heading: 'account', words: 'account', of: (person) => person.state }
	],
	async read({ clock, database, directory, organisation }, { filter, ...asked }) {
		const { rows } = await listPeople(
			database.pool,
			directory.mirror,
			{
				q: asked.q,
				sort: SORTS.includes(asked.sort ?? '') ? (asked.sort as PersonSort) : 'code',
				descending: asked.descending,
				page: 1,
				size: EVERYBODY,
				within: asked.within,
				unit: filter('unit'),
				role: filter('role') as PersonRole | undefined,
				state: filter('state') as AccessState | undefined
			},
			{ today: organisation.today(), now: new Date(clock()) }
		);
		const reps = new Map(directory.search('reps', {}).rows.map((rep) => [rep.code, rep]));
		return foundAll(rows.map((row) => ({ ...row, rep: reps.get(row.code) })));
	}
});
