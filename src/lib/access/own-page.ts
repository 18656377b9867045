/** Any host: only what stands behind it counts. */
const HERE = 'http://here.invalid';

/** Where to go after signing in: a page of this site, never another one's, however the address is written (SIGNIN-5). */
export function ownPage(to: string | null): string {
	const url = to?.startsWith('/') ? URL.parse(to, HERE) : null;
	if (url?.origin !== HERE || url.pathname.startsWith('//')) return '/';
	return url.pathname + url.search + url.hash;
}
