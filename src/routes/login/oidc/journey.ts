/** The cookie that holds the sealed journey to the provider and back. */
import type { RequestEvent } from '@sveltejs/kit';

const NAME = 'lhb_oidc';
const PATH = '/login/oidc';
const SECONDS = 600;

type WithCookies = Pick<RequestEvent, 'cookies' | 'url'>;

export const journey = {
	read: ({ cookies }: WithCookies): string | undefined => cookies.get(NAME),

	// Lax: the provider sends the browser back from another site.
	write: ({ cookies, url }: WithCookies, sealed: string): void =>
		cookies.set(NAME, sealed, {
			path: PATH,
			httpOnly: true,
			sameSite: 'lax',
			secure: url.protocol === 'https:',
			maxAge: SECONDS
		}),

	remove: ({ cookies }: WithCookies): void => cookies.delete(NAME, { path: PATH })
};
