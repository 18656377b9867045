import { error } from '@sveltejs/kit';
import { reachOf } from '$lib/domain/permissions.ts';
import { isWebAddress } from '$lib/scenes/page/options.ts';
import type { RequestHandler } from './$types';

const escaped = (text: string): string =>
	text.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * The page around another site: it alone may load that site, so that the wall itself need not be allowed to. Only what a
 * board shows is framed, or what somebody who makes boards is trying out (SCENE-9).
 */
export const GET: RequestHandler = ({ locals, url }) => {
	const { app, principal } = locals;
	const address = url.searchParams.get('address') ?? '';
	const zoom = Math.min(300, Math.max(50, Number(url.searchParams.get('zoom') ?? 100) || 100));
	if (!isWebAddress(address)) error(404, { message: 'not-found' });
	const { origin, href } = new URL(address);
	// A frame of our own origin could reach out of it.
	if (origin === url.origin) error(404, { message: 'not-found' });
	const shown = app.boards.frames(address) || reachOf(principal, 'boards.manage') === 'any';
	if (!shown) error(404, { message: 'not-found' });
	const size = `width:${10_000 / zoom}%;height:${10_000 / zoom}%;transform:scale(${zoom / 100})`;
	const page = `<!doctype html><meta charset="utf-8"><title>${escaped(origin)}</title>
<style>html,body{margin:0;height:100%;overflow:hidden}iframe{border:0;transform-origin:0 0;${size}}</style>
<iframe src="${escaped(href)}" title="${escaped(origin)}" sandbox="allow-scripts allow-same-origin allow-forms" referrerpolicy="no-referrer"></iframe>`;
	return new Response(page, {
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-store',
			'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-src ${origin}; frame-ancestors 'self'; base-uri 'none'; form-action 'none'`
		}
	});
};
