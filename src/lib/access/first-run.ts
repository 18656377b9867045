/** While nobody administers the installation, whoever wants in is led to the setup. Walls and API go on. */
import { redirect, type RequestEvent } from '@sveltejs/kit';

const wantsIn = (route: string | null): boolean =>
	route !== null && (['/', '/login', '/forgot'].includes(route) || route.startsWith('/admin'));

export async function leadToSetup({ locals, route }: RequestEvent): Promise<void> {
	if (wantsIn(route.id) && (await locals.app.firstRun.isOpen())) redirect(303, '/setup');
}

/** The cookie that keeps the code of the first run while its page is filled in, also over a reload. */
const NAME = 'lhb_setup';

type WithCookies = Pick<RequestEvent, 'cookies' | 'url'>;

export const setupCookie = {
	read: ({ cookies }: WithCookies): string | undefined => cookies.get(NAME),

	write: ({ cookies, url }: WithCookies, code: string): void =>
		cookies.set(NAME, code, {
			path: '/setup',
			httpOnly: true,
			sameSite: 'strict',
			secure: url.protocol === 'https:'
		}),

	remove: ({ cookies }: WithCookies): void => cookies.delete(NAME, { path: '/setup' })
};
