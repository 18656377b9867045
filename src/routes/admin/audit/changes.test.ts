import { expect, test } from 'vitest';
import { changedFields } from './changes.ts';

test('[ADMIN-13] only what changed is told, field by field', () => {
	const before = {
		name: '苏州',
		kind: 'dealer',
		owner: 'R1',
		week: { mask: [100, 0], holidays: null }
	};
	const after = {
		name: '苏州',
		kind: 'dealer',
		owner: 'R2',
		week: { mask: [100, 50], holidays: '' }
	};
	expect(changedFields(before, after)).toEqual([
		{ path: 'owner', before: 'R1', after: 'R2' },
		{ path: 'week.mask', before: [100, 0], after: [100, 50] }
	]);
});

test('[ADMIN-13] what is new has nothing before, what is gone nothing after', () => {
	expect(changedFields(null, { name: 'A', note: null })).toEqual([
		{ path: 'name', before: undefined, after: 'A' }
	]);
	expect(changedFields({ name: 'A' }, null)).toEqual([
		{ path: 'name', before: 'A', after: undefined }
	]);
	expect(changedFields('2026-10-31', '2026-11-30')).toEqual([
		{ path: 'value', before: '2026-10-31', after: '2026-11-30' }
	]);
});
