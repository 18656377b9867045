import type { z } from 'zod';
import type { ImportKind, ReferredKind } from '../../src/lib/forms/import-map.ts';
import { problemsOf } from '../../src/lib/forms/problems-of.ts';
import { problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { Columns, Found } from './columns.ts';
import { deriveCode } from './derive-code.ts';
import { referredKind, typeOf } from './fields.ts';
import type { Field } from './fields.ts';
import type { Row } from './row.ts';
import { converter } from './values.ts';
import type { RowFacts, Setting } from './values.ts';

/** A subject that a row names. */
export interface Reference {
	path: string;
	kind: ReferredKind;
	code: string;
	/** What the file calls it. */
	name: string;
}

/** A row as a form takes it. */
export interface Filled {
	/** What the schema of the kind gave. */
	form: object;
	references: Reference[];
	/** By path: what tells this row from others when it has no id of its own (IMPORT-10). */
	identity: Record<string, string>;
	/** The field of the map behind a path of the form. */
	pathOf(path: string): string;
}

export type Filler = (row: Row, given?: ReadonlyMap<string, string>) => Outcome<Filled>;

type Tree = { [key: string]: unknown };

const LIST = /^(credits|overlays)\.(\d+)\./;

/** `period.start` and `credits.0.rep` as nested objects and lists; lists keep no holes. */
function nest(values: ReadonlyMap<string, unknown>) {
	const kept: Record<string, number[]> = {};
	const tree: Tree = {};
	for (const [path, value] of values) {
		const item = LIST.exec(path);
		if (item) {
			const [prefix, list = '', index = ''] = item;
			const indexes = (kept[list] ??= []);
			if (!indexes.includes(Number(index))) indexes.push(Number(index));
			const items = (tree[list] ??= []) as Tree[];
			const at = indexes.indexOf(Number(index));
			items[at] = { ...items[at], [path.slice(prefix.length)]: value };
		} else {
			const [head = '', tail] = path.split('.', 2);
			tree[head] = tail === undefined ? value : { ...(tree[head] as Tree), [tail]: value };
		}
	}
	const pathOf = (path: string) =>
		path.replace(
			/^(credits|overlays)\.(\d+)/,
			(_, list: string, index: string) => `${list}.${kept[list]?.[Number(index)] ?? index}`
		);
	return { tree, pathOf };
}

/**
 * Fills a form from rows by the fields of the map. A subject whose name is not mapped is called what the file
 * calls its code; `given` are values that do not come from the row. `metricKind` says what an amount counts.
 */
export function formFiller(options: {
	as: ImportKind;
	schema: z.ZodType<object>;
	fields: readonly Field[];
	/** Where the fields stand in the map, for problems of the map: `files.2.columns`. */
	prefix: string;
	columns: Columns;
	setting: Setting;
	metricKind: (code: string) => RowFacts['metricKind'];
	/** Codes of the subjects that bear a name. */
	codesNamed?: (kind: ReferredKind, name: string) => readonly string[];
}): Filler {
	const { as, schema, columns, setting } = options;
	const readers = options.fields.map(({ path, map }) => ({
		path,
		read: columns.field(map, `${options.prefix}.${path}`),
		convert: converter({ path, type: typeOf(as, path), map }, setting)
	}));

	const named = options.fields.filter(({ map }) => map.by === 'name').map(({ path }) => path);

	/** Names become codes; one that nobody bears becomes the code it would be created with (IMPORT-18). */
	function lookUp(found: Map<string, Found>, problems: Problem[]): void {
		for (const path of named) {
			const cell = found.get(path);
			const kind = cell && referredKind(as, path, found.get('subject.kind')?.text);
			if (!kind) continue;
			const codes = options.codesNamed?.(kind, cell.text) ?? [];
			if (codes.length > 1 && !codes.includes(cell.text))
				problems.push(
					problem(path, 'ambiguous-name', cell.raw, { codes: codes.slice(0, 5).join(', ') })
				);
			else {
				const text = codes.length === 1 ? codes[0]! : deriveCode(cell.text);
				found.set(path, { raw: cell.raw, text });
			}
		}
	}

	function find(row: Row): { found: Map<string, Found>; problems: Problem[] } {
		const found = new Map<string, Found>();
		const problems: Problem[] = [];
		for (const { path, read } of readers) {
			const cell = read(row);
			if (!cell.ok) problems.push(...cell.problems.map((p) => problem(path, p.reason, p.value)));
			else if (cell.found) found.set(path, cell.found);
		}
		lookUp(found, problems);
		return { found, problems };
	}

	function convert(found: ReadonlyMap<string, Found>, values: Map<string, unknown>) {
		const problems: Problem[] = [];
		const identity: Record<string, string> = {};
		const facts: RowFacts = {
			metricKind: options.metricKind(found.get('metric')?.text ?? ''),
			entryKind: found.get('kind')?.text
		};
		for (const { path, convert } of readers) {
			const cell = found.get(path);
			const value = cell && convert(cell.text, facts);
			if (value?.ok) {
				values.set(path, value.value);
				// Before aliases: a map that learns one later must not make other rows of the same file.
				identity[path] = typeOf(as, path) === 'text' ? cell!.raw : value.identity;
			} else if (value) problems.push(...value.problems);
		}
		return { identity, problems };
	}

	return (row, given) => {
		const { found, problems } = find(row);
		const values = new Map<string, unknown>(given);
		const code = found.get('code');
		if (code) values.set('name', code.raw);
		const converted = convert(found, values);
		problems.push(...converted.problems);

		const { tree, pathOf } = nest(values);
		const parsed = schema.safeParse(tree);
		// A cell that could not be read is missing from the form; that it is required need not be said as well.
		const told = new Set(problems.map(({ path }) => path));
		const refused = parsed.success ? [] : problemsOf(parsed.error, tree);
		if (as === 'entries' && !values.has('rep') && tree.credits === undefined)
			refused.push(problem('rep', 'required'));
		for (const one of refused) {
			const path = pathOf(one.path);
			if (one.reason !== 'rep-or-credits' && !told.has(path)) problems.push({ ...one, path });
		}
		if (problems.length > 0 || !parsed.success) return { ok: false, problems };

		const references = [...found].flatMap(([path, { text, raw }]): Reference[] => {
			const kind = referredKind(as, path, found.get('subject.kind')?.text);
			return kind ? [{ path, kind, code: text, name: raw }] : [];
		});
		return { ok: true, form: parsed.data, references, identity: converted.identity, pathOf };
	};
}
