import { error, json } from '@sveltejs/kit';
import { displayCookie } from '$lib/access/display-cookie.ts';
import { displayReport } from '$lib/forms/display.ts';
import type { RequestHandler } from './$types';

/** A display says how it is, hears what it is, and gets a new secret when its own is old. */
export const POST: RequestHandler = async (event) => {
	const { app, principal } = event.locals;
	if (principal.kind !== 'display') error(403, { message: 'not-allowed' });
	const body: unknown = await event.request.json().catch(() => undefined);
	const report = displayReport.safeParse(body);
	if (!report.success) error(422, { message: 'invalid-input' });
	await app.displays.report(principal.id, report.data);
	const renewed = await app.displays.renewToken(displayCookie.read(event) ?? '');
	if (renewed !== undefined) displayCookie.write(event, renewed);
	return json({ display: app.displays.stateOf(principal.id) });
};
