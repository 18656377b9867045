/** The cookies of a TV: the token of a display, and the claim of one that waits to be paired. */
import type { RequestEvent } from '@sveltejs/kit';
import type { Offer } from '$server/displays/pairing.ts';
import { COOKIES } from './cookie-names.ts';

type WithCookies = Pick<RequestEvent, 'cookies' | 'url'>;

/** As long as browsers keep a cookie. It is written again with each new secret. */
const MAX_AGE_S = 400 * 86_400;

function write({ cookies, url }: WithCookies, name: string, value: string): void {
	cookies.set(name, value, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: MAX_AGE_S
	});
}

export const displayCookie = {
	read: ({ cookies }: WithCookies): string | undefined => cookies.get(COOKIES.display),
	write: (event: WithCookies, token: string): void => write(event, COOKIES.display, token),
	remove: ({ cookies }: WithCookies): void => cookies.delete(COOKIES.display, { path: '/' })
};

export const claimCookie = {
	read: ({ cookies }: WithCookies): string | undefined => cookies.get(COOKIES.pairing),

	/** What a TV keeps of an offer: its claim while it waits, its token once it is paired. */
	keep(event: WithCookies, offer: Offer): void {
		if (offer.state === 'waiting' && offer.claim !== claimCookie.read(event))
			write(event, COOKIES.pairing, offer.claim);
		if (offer.state !== 'paired') return;
		displayCookie.write(event, offer.token);
		event.cookies.delete(COOKIES.pairing, { path: '/' });
	}
};
