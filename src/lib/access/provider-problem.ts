import { reasonText } from '$lib/problem-text.server.ts';
import type { Locale } from '$lib/i18n.ts';

/** What can come back from a journey to the provider; anything else in the address is not repeated. */
const REASONS = [
	'provider-away',
	'provider-refused',
	'no-account',
	'account-disabled',
	'link-yourself',
	'identity-conflict'
];

/** Why the provider's answer did not sign anybody in, in words. */
export function providerProblem(url: URL, locale: Locale): string | undefined {
	const reason = url.searchParams.get('problem') ?? '';
	return REASONS.includes(reason) ? reasonText(reason, locale) : undefined;
}
