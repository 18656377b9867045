/** Names of kinds, fields, values and states of the import wizard. */
import type { ImportKind, ReferredKind } from '$lib/forms/import-map.ts';
import { m } from '$lib/paraglide/messages.js';
import type { BatchState } from '$server/imports/schema.ts';

type Text = () => string;

export const KIND: Record<ImportKind, Text> = {
	entries: m.imports_as_entries,
	targets: m.imports_as_targets,
	reps: m.imports_as_reps,
	customers: m.imports_as_customers,
	products: m.imports_as_products,
	units: m.imports_as_units
};

export const STATE: Record<BatchState, Text> = {
	uploaded: m.imports_state_uploaded,
	running: m.imports_state_running,
	done: m.imports_state_done,
	failed: m.imports_state_failed,
	undoing: m.imports_state_undoing,
	undone: m.imports_state_undone
};

export const TONE: Record<BatchState, 'neutral' | 'good' | 'warn' | 'gold'> = {
	uploaded: 'neutral',
	running: 'gold',
	done: 'good',
	failed: 'warn',
	undoing: 'gold',
	undone: 'neutral'
};

const FIELD: Record<string, Text> = {
	occurredAt: m.imports_field_occurred_at,
	rep: m.imports_field_rep,
	amount: m.imports_field_amount,
	metric: m.imports_field_metric,
	kind: m.imports_field_kind,
	externalId: m.imports_field_external_id,
	customer: m.imports_field_customer,
	product: m.imports_field_product,
	quantity: m.imports_field_quantity,
	note: m.imports_field_note,
	'subject.kind': m.imports_field_subject_kind,
	'subject.code': m.imports_field_subject_code,
	'period.unit': m.imports_field_period_unit,
	'period.start': m.imports_field_period_start,
	name: m.imports_field_name,
	code: m.imports_field_code,
	team: m.imports_field_team,
	since: m.imports_field_since,
	until: m.imports_field_until,
	owner: m.imports_field_owner,
	series: m.imports_field_series,
	parent: m.imports_field_parent,
	'create.reps.team': m.imports_create_reps_team,
	'create.customers.kind': m.imports_create_customers_kind,
	'create.units.parent': m.imports_create_units_parent,
	'targets.amount': m.imports_field_target,
	'reps.name': m.imports_field_person,
	'customers.kind': m.imports_field_customer_kind,
	'units.kind': m.imports_field_unit_kind
};

export const fieldLabel = (as: ImportKind, path: string): string =>
	(FIELD[`${as}.${path}`] ?? FIELD[path])?.() ?? path;

export const fieldHint = (path: string): string | undefined =>
	path === 'externalId'
		? m.imports_field_external_id_hint()
		: path === 'code'
			? m.imports_field_code_hint()
			: undefined;

const VALUE: Record<string, Text> = {
	sale: m.imports_value_sale,
	return: m.imports_value_return,
	collection: m.imports_value_collection,
	adjustment: m.imports_value_adjustment,
	dealer: m.imports_value_dealer,
	retail: m.imports_value_retail,
	prospect: m.imports_value_prospect,
	company: m.imports_value_company,
	region: m.imports_value_region,
	team: m.imports_value_team,
	rep: m.imports_value_rep,
	unit: m.imports_value_unit,
	product: m.imports_value_product,
	month: m.imports_value_month,
	quarter: m.imports_value_quarter,
	year: m.imports_value_year
};

export const valueLabel = (value: string): string => VALUE[value]?.() ?? value;

export const CREATE: Record<ReferredKind, Text> = {
	reps: m.imports_create_reps,
	customers: m.imports_create_customers,
	products: m.imports_create_products,
	units: m.imports_create_units
};

export const ALSO: Record<ReferredKind, (inputs: { count: number; n: string }) => string> = {
	reps: m.imports_also_reps,
	customers: m.imports_also_customers,
	products: m.imports_also_products,
	units: m.imports_also_units
};
