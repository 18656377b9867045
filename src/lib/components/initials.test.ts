import { expect, it } from 'vitest';
import { initialsOf, tintOf } from './initials.ts';

it.each([
	['李娜', '娜'],
	['王建国', '建国'],
	['欧阳思远', '思远'],
	['欧阳娜娜·阿卜杜拉', '杜拉'],
	['Maximiliano Featherstonehaugh', 'MF'],
	['Cher', 'C'],
	['', '']
])('%s: %s', (name, initials) => expect(initialsOf(name)).toBe(initials));

it('the ground is the same for the same person', () => {
	expect(tintOf('R001')).toBe(tintOf('R001'));
	expect(
		new Set(['R001', 'R002', 'R003', 'R004', 'R005', 'R006'].map(tintOf)).size
	).toBeGreaterThan(2);
});
