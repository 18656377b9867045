/** What the import wizard asks for, by what a file is. Paths are those of the import map (import-map.ts). */
import type { ImportKind, ReferredKind } from './import-map.ts';

export const IMPORT_KINDS = [
	'entries',
	'targets',
	'reps',
	'customers',
	'products',
	'units'
] as const satisfies readonly ImportKind[];

export interface ImportField {
	path: string;
	type: 'text' | 'amount' | 'date' | 'reference' | 'choice' | 'number';
	required?: true;
	/** Whose code or name stands in the column; `subject`: of the kind that the row says. */
	refers?: ReferredKind | 'subject';
	/** What it may be throughout the file; of a metric, a unit and a month the installation knows. */
	values?: readonly string[] | 'metrics' | 'teams' | 'units' | 'months';
}

const ENTRY_KINDS = ['sale', 'return', 'collection', 'adjustment'];
const CUSTOMER_KINDS = ['dealer', 'retail', 'prospect'];

export const IMPORT_FIELDS: Readonly<Record<ImportKind, readonly ImportField[]>> = {
	entries: [
		{ path: 'occurredAt', type: 'date', required: true },
		{ path: 'rep', type: 'reference', required: true, refers: 'reps' },
		{ path: 'amount', type: 'amount', required: true },
		{ path: 'metric', type: 'choice', required: true, values: 'metrics' },
		{ path: 'kind', type: 'choice', required: true, values: ENTRY_KINDS },
		{ path: 'externalId', type: 'text' },
		{ path: 'customer', type: 'reference', refers: 'customers' },
		{ path: 'product', type: 'reference', refers: 'products' },
		{ path: 'quantity', type: 'number' },
		{ path: 'note', type: 'text' }
	],
	targets: [
		{
			path: 'subject.kind',
			type: 'choice',
			required: true,
			values: ['rep', 'unit', 'dealer', 'product']
		},
		{ path: 'subject.code', type: 'reference', required: true, refers: 'subject' },
		{ path: 'amount', type: 'amount', required: true },
		{
			path: 'period.unit',
			type: 'choice',
			required: true,
			values: ['month', 'quarter', 'year']
		},
		{ path: 'period.start', type: 'date', required: true, values: 'months' },
		{ path: 'metric', type: 'choice', required: true, values: 'metrics' }
	],
	reps: [
		{ path: 'name', type: 'text', required: true },
		{ path: 'code', type: 'text' },
		{ path: 'team', type: 'reference', refers: 'units', values: 'teams' },
		{ path: 'since', type: 'date' },
		{ path: 'until', type: 'date' }
	],
	customers: [
		{ path: 'name', type: 'text', required: true },
		{ path: 'code', type: 'text' },
		{ path: 'kind', type: 'choice', required: true, values: CUSTOMER_KINDS },
		{ path: 'owner', type: 'reference', refers: 'reps' }
	],
	products: [
		{ path: 'name', type: 'text', required: true },
		{ path: 'code', type: 'text' },
		{ path: 'series', type: 'text' }
	],
	units: [
		{ path: 'name', type: 'text', required: true },
		{ path: 'code', type: 'text' },
		{ path: 'kind', type: 'choice', required: true, values: ['team', 'region', 'company'] },
		{ path: 'parent', type: 'reference', refers: 'units', values: 'units' }
	]
};

/** What a file may bring along that nobody knows yet, and what else has to be known of it then. */
export const CREATED_FIELDS: Readonly<Partial<Record<ReferredKind, ImportField>>> = {
	reps: { path: 'create.reps.team', type: 'reference', refers: 'units', values: 'teams' },
	customers: { path: 'create.customers.kind', type: 'choice', values: CUSTOMER_KINDS },
	units: { path: 'create.units.parent', type: 'reference', refers: 'units', values: 'units' }
};

/** Kinds that rows may name, and so may create, in the order in which the wizard asks. */
export const CREATES: Readonly<Record<ImportKind, readonly ReferredKind[]>> = {
	entries: ['reps', 'customers', 'products'],
	targets: [],
	reps: ['units'],
	customers: [],
	products: [],
	units: []
};
