import type { FieldChoice, ImportChoices } from '../../src/lib/forms/import-choices.ts';
import { CREATED_FIELDS, CREATES, IMPORT_FIELDS } from '../../src/lib/forms/import-fields.ts';
import type { ImportField } from '../../src/lib/forms/import-fields.ts';
import { importMap } from '../../src/lib/forms/import-map.ts';
import type {
	FieldMap,
	ImportKind,
	ImportMap,
	ImportStep
} from '../../src/lib/forms/import-map.ts';
import { problemsOf } from '../../src/lib/forms/problems-of.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import { fieldsOf } from './fields.ts';
import { MEANINGS } from './headings.ts';

/** What a map needs of the installation. */
export interface Setting {
	file: string;
	metrics: readonly { code: string; name: string }[];
}

/** What the contents of a choice's column mean; a metric is called by its name, too. */
function aliasesOf(as: ImportKind, { path, values }: ImportField, { metrics }: Setting) {
	if (values === 'metrics')
		return Object.fromEntries(metrics.map(({ code, name }) => [name, code]));
	const subject = path === 'create.customers.kind' ? 'customers.kind' : `${as}.${path}`;
	return MEANINGS[subject] ?? MEANINGS[path] ?? {};
}

function mapField(as: ImportKind, field: ImportField, choice: FieldChoice, setting: Setting) {
	const [source, ...rest] = choice.from.split(':');
	const text = rest.join(':');
	if (source === 'value') return { value: text };
	if (source !== 'column') return undefined;
	const map: FieldMap = { column: text };
	if (field.type === 'reference' && choice.by === 'name') map.by = 'name';
	if (field.path === 'code') map.derive = true;
	if (field.type === 'date' && choice.format) map.format = [choice.format];
	if (field.type === 'amount' && choice.scale !== 'whole') map.scale = choice.scale;
	if (field.type === 'amount' && choice.plainReturns) map.sign = 'by-kind';
	if (field.type === 'choice') map.aliases = aliasesOf(as, field, setting);
	return map;
}

const SUBJECTS: readonly ImportKind[] = ['reps', 'customers', 'products', 'units'];

/** A subject needs a code: where the file has none, its name gives one. */
function nameCode(columns: Record<string, FieldMap>): void {
	if (!columns.code && columns.name) columns.code = { ...columns.name, derive: true };
}

function createOf({ as, fields, create }: ImportChoices, setting: Setting) {
	const made: Record<string, Record<string, FieldMap>> = {};
	for (const kind of CREATES[as].filter((one) => create.includes(one))) {
		const field = CREATED_FIELDS[kind];
		const map = field && fields[field.path] && mapField(as, field, fields[field.path]!, setting);
		made[kind] = field && map ? { [field.path.split('.')[2]!]: map } : {};
	}
	// A team that a new rep brings along hangs below the company, as far as the file knows.
	if (made.units) made.units.kind = { value: 'team' };
	return Object.keys(made).length > 0 ? { create: made } : {};
}

const inWizard = ({ path, ...rest }: Problem): Problem => ({
	...rest,
	path: path.replace(/^files\.0\.(columns\.)?/, '').replace(/^(create\.\w+)$/, '$1')
});

/** What a choice leaves open, by the field of the wizard. */
function missing({ as, fields, create }: ImportChoices): Problem[] {
	const asked = IMPORT_FIELDS[as].filter(({ required }) => required);
	const created = create.flatMap((kind) =>
		CREATES[as].includes(kind) ? (CREATED_FIELDS[kind] ?? []) : []
	);
	return [...asked, ...created]
		.filter(({ path }) => !fields[path]?.from)
		.filter(({ path }) => path !== 'name' || !fields.code?.from)
		.map(({ path }) => problem(path, 'column-required'));
}

/** The import map of what was chosen. Problems name the field of the wizard. */
export function mapOf(choices: ImportChoices, setting: Setting): Outcome<{ map: ImportMap }> {
	const open = missing(choices);
	if (open.length > 0) return failed(...open);
	const { as, fields, reading, source } = choices;
	const columns: Record<string, FieldMap> = {};
	for (const field of IMPORT_FIELDS[as]) {
		const map = fields[field.path] && mapField(as, field, fields[field.path]!, setting);
		if (map) columns[field.path] = map;
	}
	if (SUBJECTS.includes(as)) nameCode(columns);
	const json = {
		source,
		files: [{ file: setting.file, as, ...reading, ...createOf(choices, setting), columns }]
	};
	const parsed = importMap.safeParse(json);
	return parsed.success
		? { ok: true, map: parsed.data }
		: failed(...problemsOf(parsed.error, json).map(inWizard));
}

const choiceOf = (map: FieldMap): FieldChoice => ({
	from: map.column !== undefined ? `column:${map.column}` : `value:${map.value ?? ''}`,
	by: map.by === 'name' ? 'name' : 'code',
	format: map.format?.[0] ?? '',
	scale: map.scale ?? 'whole',
	plainReturns: map.sign === 'by-kind'
});

/** The choices that a map of the wizard was made of, to go on from them. */
export function choicesOf({ source, files }: ImportMap): ImportChoices {
	const step = files[0]! as ImportStep;
	const { as, sheet, encoding, delimiter, headingRow } = step;
	const fields: ImportChoices['fields'] = {};
	for (const { path, map } of fieldsOf(step.columns)) fields[path] = choiceOf(map);
	if (fields.code && fields.code.from === fields.name?.from) delete fields.code;
	for (const [kind, part] of Object.entries(step.create ?? {}))
		for (const { path, map } of fieldsOf(part ?? {}))
			fields[`create.${kind}.${path}`] = choiceOf(map);
	return {
		as,
		source,
		reading: {
			...(sheet === undefined ? {} : { sheet }),
			...(encoding === undefined ? {} : { encoding }),
			...(delimiter === undefined ? {} : { delimiter }),
			...(headingRow === undefined ? {} : { headingRow })
		},
		fields,
		create: Object.keys(step.create ?? {}) as ImportChoices['create']
	};
}
