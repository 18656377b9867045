/** The cookie that holds the id of a session. */
import type { RequestEvent } from '@sveltejs/kit';
import { COOKIES } from './cookie-names.ts';

const NAME = COOKIES.session;

type WithCookies = Pick<RequestEvent, 'cookies' | 'url'>;

export const sessionCookie = {
	read: ({ cookies }: WithCookies): string | undefined => cookies.get(NAME),

	write({ cookies, url }: WithCookies, id: string, expires: Date): void {
		cookies.set(NAME, id, {
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			secure: url.protocol === 'https:',
			expires
		});
	},

	remove: ({ cookies }: WithCookies): void => cookies.delete(NAME, { path: '/' })
};
