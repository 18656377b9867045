/** Whose alerts whoever asks may see (ALERT-13). */
import type { RequestEvent } from '@sveltejs/kit';
import { reachOf } from '$lib/domain/permissions.ts';
import { unitsWithin } from '$lib/access/guard.ts';
import type { Reader } from '$server/alerts/alerts.ts';

/** Undefined for who has no alerts at all. */
export function readerOf(event: Pick<RequestEvent, 'locals'>): Reader | undefined {
	const { principal } = event.locals;
	if (principal.kind !== 'person' || reachOf(principal, 'alerts.read') === 'none') return undefined;
	return { units: unitsWithin(event, 'alerts.read'), code: principal.code };
}
