import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readForm } from './read-form.ts';

const form = z.object({ name: z.string(), lines: z.array(z.object({ note: z.string() })) });

describe('[ACCESS-10] what cannot be kept is refused before it is tried', () => {
	test('a character that no text of the database holds, wherever it stands', () => {
		expect(
			readForm(form, { name: '李\u0000娜', lines: [{ note: 'x' }, { note: '\u0000' }] })
		).toEqual({
			ok: false,
			problems: [
				{ path: 'name', reason: 'control-character', value: '李\u0000娜' },
				{ path: 'lines.1.note', reason: 'control-character', value: '\u0000' }
			]
		});
	});

	test('everything else is read as it is', () => {
		const sent = { name: '李娜\t\n😀', lines: [] };
		expect(readForm(form, sent)).toEqual({ ok: true, data: sent });
		expect(readForm(form, { name: 1, lines: [] })).toMatchObject({
			ok: false,
			problems: [{ path: 'name', reason: 'wrong-type' }]
		});
	});
});
