import { describe, expect, test } from 'vitest';
import { ownPage } from './own-page.ts';

describe('[SIGNIN-5] after signing in', () => {
	test.each(['/', '/tv', '/admin/people?page=2&sort=-name', '/account#sessions'])(
		'%s is a page of this site',
		(to) => expect(ownPage(to)).toBe(to)
	);

	test.each([
		null,
		'',
		'tv',
		'//elsewhere.example',
		'/\\elsewhere.example',
		'/\t/elsewhere.example',
		'/\n/elsewhere.example',
		'/.//elsewhere.example',
		'/x/..//elsewhere.example',
		'https://elsewhere.example/',
		'javascript:alert(1)',
		' /tv'
	])('%j leads to the start page', (to) => expect(ownPage(to)).toBe('/'));
});
