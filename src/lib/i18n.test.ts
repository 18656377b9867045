import { describe, expect, it } from 'vitest';
import { preferredLocale, requestedLocale, speak } from './i18n.ts';
import { framePage } from './page-frame.ts';

describe('[SETTINGS-7] the language of a page', () => {
	it.each([
		['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
		['en-GB,en;q=0.9,zh;q=0.8', 'en'],
		['fr-FR,fr;q=0.9,en;q=0.5,zh;q=0.7', 'zh-CN'],
		['zh;q=0,en', 'en'],
		['zh;q=0.1, EN ; q=0.9', 'en']
	])('the browser that sends %s reads %s', (header, locale) =>
		expect(preferredLocale(header, 'en')).toBe(locale)
	);

	it.each([null, '', 'fr', '*', 'de;q=nonsense'])(
		'one that sends %s, the organisation’s',
		(header) => {
			expect(preferredLocale(header, 'en')).toBe('en');
			expect(preferredLocale(header, 'zh-CN')).toBe('zh-CN');
		}
	);

	const request = (at: { url: string; browser: string; organisation: 'zh-CN' | 'en' }) =>
		({
			url: new URL(`http://localhost${at.url}`),
			request: new Request('http://localhost', { headers: { 'accept-language': at.browser } }),
			locals: {
				locale: undefined,
				app: { organisation: { settings: { locale: at.organisation } } }
			}
		}) as unknown as Parameters<typeof framePage>[0];

	it.each([
		['the address', '/?lang=en', 'zh-CN', 'zh-CN', 'zh-CN', 'en'],
		['the person', '/', 'en', 'zh-CN', 'zh-CN', 'en'],
		['the browser', '/', undefined, 'en', 'zh-CN', 'en'],
		['the organisation', '/', undefined, 'ko', 'en', 'en'],
		[
			'the person, for an address that asks for none of ours',
			'/?lang=ko',
			'en',
			'zh',
			'zh-CN',
			'en'
		]
	] as const)('is decided by %s', (_, url, chosen, browser, organisation, locale) => {
		const event = request({ url, browser, organisation });
		framePage(event, chosen);
		expect(event.locals.locale).toBe(locale);
	});

	it('of a wall is the organisation’s, unless the address asks', () => {
		const wall = request({ url: '/tv', browser: 'en', organisation: 'zh-CN' });
		framePage(wall, 'en');
		expect(speak(wall, 'zh-CN')).toBe('zh-CN');
		expect(wall.locals.locale).toBe('zh-CN');
		expect(requestedLocale(new URL('http://localhost/tv?lang=en-US'))).toBe('en');
	});
});
