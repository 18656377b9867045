import type { SceneMaker } from './scene.ts';

export const linesOf = (text: string): string[] =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');

export const slogans: SceneMaker<'slogans'> = (_, options) => ({
	sources: [],
	compose: () => ({ lines: linesOf(options.lines) })
});
