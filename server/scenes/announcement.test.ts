import { expect, test } from 'vitest';
import { announced } from './announcement.ts';

test('[SCENE-8] Markdown is drawn', () => {
	expect(announced('**粗**')).toContain('<strong>粗</strong>');
	expect(announced('- a')).toContain('<li>a</li>');
});

test.each([
	'<script>alert(1)</script>',
	'<img src=x onerror=alert(1)>',
	'![x](https://elsewhere.example/x.png)',
	'[x](https://elsewhere.example)',
	'[x](javascript:alert(1))',
	'<https://elsewhere.example>',
	'a <b onclick="x">b</b>'
])('[SCENE-8] %s brings no tag, address or script of its own', (text) => {
	const html = announced(text);
	expect(html).not.toMatch(/<(script|img|a|b)\b/i);
	expect(html).not.toMatch(/<[^>]*(href|src|on\w+)=/i);
});
