import { auditList } from './lists/audit.ts';
import { customersList } from './lists/customers.ts';
import { displaysList } from './lists/displays.ts';
import { entriesList } from './lists/entries.ts';
import { keysList } from './lists/keys.ts';
import { membershipsList } from './lists/memberships.ts';
import { metricsList } from './lists/metrics.ts';
import { peopleList } from './lists/people.ts';
import { productsList } from './lists/products.ts';
import { targetsList } from './lists/targets.ts';
import { unitsList } from './lists/units.ts';

/** Every list that can be taken along. One more: a file of its own in lists/, and its line here. */
export const lists = {
	units: unitsList,
	people: peopleList,
	memberships: membershipsList,
	customers: customersList,
	products: productsList,
	metrics: metricsList,
	targets: targetsList,
	entries: entriesList,
	displays: displaysList,
	keys: keysList,
	audit: auditList
} as const;

export type ExportName = keyof typeof lists;
