import { readFile, glob } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { OptionField } from '$lib/scenes/kind.ts';
import { SCENE_KINDS } from '$lib/scenes/kinds.ts';
import { planProblemText } from './plan-problems.ts';
import { CHOICE_NAME, FIELD_NAME } from './scene-words.ts';

const FIELDS: readonly OptionField[] = Object.values(SCENE_KINDS).flatMap(({ fields }) => fields);

describe('[SETTINGS-8] what an editor of boards says', () => {
	test('every option of every kind of scene has its label', () => {
		expect(FIELDS.map(({ name }) => name).filter((name) => !FIELD_NAME[name])).toEqual([]);
	});

	test('every choice of every option has its name', () => {
		const nameless = FIELDS.flatMap(({ name, of = [] }) =>
			of.filter((value) => !CHOICE_NAME[name]?.[value]).map((value) => `${name}: ${value}`)
		);
		expect(nameless).toEqual([]);
	});

	test('every reason to refuse a plan is said in words', async () => {
		const sources = ['src/lib/forms/problems-of.ts', 'src/lib/scenes/plan.ts'];
		for await (const file of glob('src/lib/scenes/*/options.ts')) sources.push(file);
		sources.push('src/lib/scenes/kind.ts');
		const written = (await Promise.all(sources.map((file) => readFile(file, 'utf8')))).join('\n');
		const reasons = new Set(
			[...written.matchAll(/(?:error|reason): '([a-z]+(?:-[a-z]+)*)'/g)].map(
				([, reason]) => reason!
			)
		);
		expect(reasons).toContain('bad-web-address');
		for (const reason of reasons)
			expect(planProblemText({ path: 'x', reason }, 'zh-CN')).not.toBe(reason);
	});
});
