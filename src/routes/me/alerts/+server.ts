import { error } from '@sveltejs/kit';
import { pocketAlert } from '$lib/forms/pocket.ts';
import type { RequestHandler } from './$types';
import { command } from '../own.ts';

/** One has seen an alert of one's own. What is over, or seen already, needs nothing any more: a queue may come late. */
export const POST: RequestHandler = (event) =>
	command(event, { form: pocketAlert, action: 'alerts.act' }, async ({ rep, alert }) => {
		const { alerts } = event.locals.app;
		const whose = alerts.repOf(alert);
		if (whose !== undefined && whose !== rep) error(403, { message: 'not-allowed' });
		const open = alerts.activeOf({ rep }).find(({ id }) => id === alert);
		return open && open.acknowledgedAt === undefined
			? alerts.acknowledge(alert, rep)
			: { ok: true };
	});
