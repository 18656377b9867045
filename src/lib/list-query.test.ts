import { describe, expect, test } from 'vitest';
import { anywhere, readListQuery } from './list-query.ts';

const read = (search: string) =>
	readListQuery(new URL(`http://x/admin/people${search}`), ['code', 'name']);

describe('[ADMIN-1] a list is asked for by its address', () => {
	test('search, sorting and page', () => {
		expect(read('?q= 李 &sort=-name&page=3')).toEqual({
			q: '李',
			sort: 'name',
			descending: true,
			page: 3,
			size: 50
		});
	});

	test.each(['', '?sort=-password&page=0', '?page=-1', '?page=2.5', '?page=x', '?page=1e99'])(
		'what does not fit counts as not asked for: %s',
		(search) => {
			expect(read(search)).toEqual({ q: '', sort: 'code', descending: false, page: 1, size: 50 });
		}
	);

	test('what is searched for is taken literally', () => {
		expect(anywhere('50%_\\')).toBe('%50\\%\\_\\\\%');
	});
});
