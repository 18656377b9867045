import type {
	FieldMap,
	ImportKind,
	ImportStep,
	ReferredKind
} from '../../src/lib/forms/import-map.ts';

export type FieldType = 'text' | 'date' | 'instant' | 'amount' | 'integer' | 'percent';

/** A field of a form and where the map takes it from. */
export interface Field {
	/** In the form, and below `columns` in the map: `rep`, `period.start`, `credits.0.share`. */
	path: string;
	map: FieldMap;
}

const TYPES: Partial<Record<ImportKind, Record<string, FieldType>>> = {
	reps: { since: 'date', until: 'date' },
	targets: { 'period.start': 'date', amount: 'amount' },
	entries: {
		amount: 'amount',
		occurredAt: 'instant',
		quantity: 'integer',
		corrects: 'integer'
	}
};

export const typeOf = (kind: ImportKind, path: string): FieldType =>
	path.endsWith('.share') ? 'percent' : (TYPES[kind]?.[path] ?? 'text');

const isFieldMap = (value: object): value is FieldMap =>
	['column', 'template', 'value'].some(
		(source) => typeof (value as FieldMap)[source as 'column'] === 'string'
	);

/** The fields of `columns`, those within lists too. */
export function fieldsOf(columns: object, prefix = ''): Field[] {
	return Object.entries(columns).flatMap(([key, value]: [string, unknown]) => {
		if (typeof value !== 'object' || value === null) return [];
		const path = prefix + key;
		return isFieldMap(value) ? [{ path, map: value }] : fieldsOf(value, `${path}.`);
	});
}

const TARGET_SUBJECTS: Record<string, ReferredKind> = {
	unit: 'units',
	rep: 'reps',
	dealer: 'customers',
	product: 'products'
};

/** What kind of subject a field names by its code; `subjectKind` says it for targets. */
export function referredKind(
	as: ImportStep['as'],
	path: string,
	subjectKind: string | undefined
): ReferredKind | undefined {
	if (path === 'parent' || path === 'team') return 'units';
	if (path === 'owner' || path === 'rep' || path.endsWith('.rep')) return 'reps';
	if (path === 'subject.code') return TARGET_SUBJECTS[subjectKind ?? ''];
	if (as !== 'entries') return undefined;
	if (path === 'customer') return 'customers';
	return path === 'product' ? 'products' : undefined;
}
