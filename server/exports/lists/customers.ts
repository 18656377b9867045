import type { CustomerRow } from '../../directory/search.ts';
import { exportList, foundAll } from '../list.ts';

export const customersList = exportList<CustomerRow>({
	action: 'customers.read',
	columns: [
		{ heading: 'code', of: (customer) => customer.code },
		{ heading: 'name', of: (customer) => customer.name },
		{ heading: 'kind', words: 'customer', of: (customer) => customer.kind },
		{ heading: 'owner', of: (customer) => customer.owner?.code },
		{ heading: 'owner_name', of: (customer) => customer.owner?.name },
		{ heading: 'team', of: (customer) => customer.team?.code },
		{ heading: 'team_name', of: (customer) => customer.team?.name }
	],
	read: ({ directory }, asked) =>
		foundAll(
			directory.search('customers', {
				...asked,
				kind: asked.filter('kind'),
				unit: asked.filter('unit')
			}).rows
		)
});
