import { directoryForms } from '../../src/lib/forms/directory.ts';
import { entryForm } from '../../src/lib/forms/entry.ts';
import { code } from '../../src/lib/forms/fields.ts';
import type { ImportMap, ImportStep, ReferredKind } from '../../src/lib/forms/import-map.ts';
import { targetForm } from '../../src/lib/forms/target.ts';
import { Columns } from './columns.ts';
import { fieldsOf } from './fields.ts';
import type { Field } from './fields.ts';
import { formFiller } from './form.ts';
import type { Filler } from './form.ts';
import type { Row } from './row.ts';
import type { RowFacts, Setting } from './values.ts';

const subjectForms = {
	units: directoryForms.units.extend({ code }),
	reps: directoryForms.reps.extend({ code }),
	customers: directoryForms.customers.extend({ code }),
	products: directoryForms.products.extend({ code })
};

const schemas = { ...subjectForms, targets: targetForm, entries: entryForm };

export interface Surroundings {
	setting: Setting;
	metricKind: (code: string) => RowFacts['metricKind'];
	/** Codes of the subjects that bear a name. */
	codesNamed: (kind: ReferredKind, name: string) => readonly string[];
}

/** The heading, template or field that a rejected value is shown under. */
const labelOf = ({ path, map }: Field) => map.column ?? map.template ?? path;

export type Plan = ReturnType<typeof planStep>;

/**
 * One step of the map, made ready for the headings of its file. `problems` says what does not fit:
 * `missing-column`, `duplicate-heading`.
 */
export function planStep(
	map: ImportMap,
	step: ImportStep,
	headings: readonly string[],
	surroundings: Surroundings
) {
	const columns = new Columns(headings);
	const prefix = `files.${map.files.indexOf(step)}`;
	const labels = new Map<string, string>();

	function filler(as: ImportStep['as'], part: object, at: string): Filler {
		const fields = fieldsOf(part);
		const below = at === '' ? '' : `${at}.`;
		for (const field of fields) labels.set(below + field.path, labelOf(field));
		return formFiller({
			as,
			schema: schemas[as],
			fields,
			prefix: `${prefix}.${at || 'columns'}`,
			columns,
			...surroundings
		});
	}

	const wants = columns.conditions(step.where ?? [], `${prefix}.where`);
	const fill = filler(step.as, step.columns, '');
	const creators = {
		units: step.create?.units && filler('units', step.create.units, 'create.units'),
		reps: step.create?.reps && filler('reps', step.create.reps, 'create.reps'),
		customers:
			step.create?.customers && filler('customers', step.create.customers, 'create.customers'),
		products: step.create?.products && filler('products', step.create.products, 'create.products')
	};

	const given = new Map<string, string>();
	if (step.as === 'entries') {
		given.set('source', map.source);
		// Stands in until the row is named by its content.
		if (!step.columns.externalId) given.set('externalId', '-');
	}

	return {
		problems: columns.problems,
		wants,
		fill: (row: Row) => fill(row, given),
		creators,
		/** Whether rows carry their own external id. */
		named: step.as === 'entries' && step.columns.externalId !== undefined,
		label: (path: string) => labels.get(path) ?? path
	};
}
