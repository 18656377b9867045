import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importMap } from './import-map.ts';
import { problemsOf } from './problems-of.ts';

function problems(map: unknown) {
	const parsed = importMap.safeParse(map);
	return parsed.success ? [] : problemsOf(parsed.error, map);
}

const step = (more: object) => ({
	files: [{ file: 'reps.csv', as: 'reps', columns: { code: 'id' }, ...more }]
});

describe('[IMPORT-1] a map', () => {
	it('may be as short as headings', () => {
		expect(importMap.parse(step({}))).toEqual({
			source: 'import',
			files: [{ file: 'reps.csv', as: 'reps', columns: { code: { column: 'id' } } }]
		});
	});

	it.each([
		['nothing', {}, 'files', 'required'],
		['a misspelt kind', step({ as: 'rep' }), 'files.0.as', 'not-one-of'],
		[
			'a misspelt field',
			step({ columns: { code: 'id', nmae: 'x' } }),
			'files.0.columns',
			'unknown-key'
		],
		['no code', step({ columns: {} }), 'files.0.columns.code', 'required'],
		['a path', step({ file: 'a/reps.csv' }), 'files.0.file', 'file-is-a-name'],
		[
			'two sources',
			step({ columns: { code: { column: 'a', value: 'b' } } }),
			'files.0.columns.code',
			'one-source'
		],
		['a number', step({ columns: { code: 5 } }), 'files.0.columns.code', 'wrong-type'],
		[
			'no date format',
			step({ columns: { code: 'id', since: { column: 'x', format: 'DD.MM.JJJJ' } } }),
			'files.0.columns.since.format',
			'bad-date-format'
		],
		['an empty condition', step({ where: [{ column: 'a' }] }), 'files.0.where.0', 'one-condition'],
		['an unknown encoding', step({ encoding: 'latin9' }), 'files.0.encoding', 'not-one-of']
	])('with %s is refused where it is wrong', (_, map, path, reason) => {
		expect(problems(map)).toEqual([expect.objectContaining({ path, reason })]);
	});

	it.each([
		['docs/IMPORT.md', /```json\n([^]*?)```/],
		['examples/maven-crm.map.json', /([^]*)/]
	])('as %s shows it is one', (path, json) => {
		const map: unknown = JSON.parse(json.exec(readFileSync(path, 'utf8'))![1]!);
		expect(problems(map)).toEqual([]);
	});

	it('tells what could have been meant', () => {
		expect(problems(step({ as: 'rep' }))[0]).toMatchObject({
			value: 'rep',
			params: { options: 'units, reps, customers, products, targets, entries' }
		});
		expect(problems(step({ columns: { code: 'id', nmae: 'x' } }))[0]).toMatchObject({
			params: { keys: 'nmae' }
		});
	});
});
