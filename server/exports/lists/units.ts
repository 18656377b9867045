import type { UnitRow } from '../../directory/search.ts';
import { exportList, foundAll } from '../list.ts';

export const unitsList = exportList<UnitRow>({
	action: 'units.write',
	columns: [
		{ heading: 'code', of: (unit) => unit.code },
		{ heading: 'name', of: (unit) => unit.name },
		{ heading: 'kind', words: 'unit', of: (unit) => unit.kind },
		{ heading: 'parent', of: (unit) => unit.parent?.code },
		{ heading: 'parent_name', of: (unit) => unit.parent?.name }
	],
	read: ({ directory }, asked) => foundAll(directory.search('units', asked).rows)
});
