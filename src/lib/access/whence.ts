import type { RequestEvent } from '@sveltejs/kit';
import type { Whence } from '$server/auth/sign-in.ts';

/** Where a request comes from, for limits and the list of sessions. */
export const whence = ({ request, getClientAddress }: RequestEvent): Whence => ({
	userAgent: request.headers.get('user-agent'),
	address: getClientAddress()
});

/** Where this site is reached, without a path: as configured, else as the browser asked for it. */
export const siteOrigin = ({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): string =>
	locals.app.publicUrl ?? url.origin;
