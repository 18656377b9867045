import { error } from '@sveltejs/kit';
import { may, type Subject } from '$lib/domain/permissions.ts';
import { readPlanAddress } from '$lib/plan-query.ts';
import type { PageServerLoad } from './$types';

const subjectOf = ({ level, code }: { level: string; code: string }, line: string[]): Subject => ({
	line,
	...(level === 'rep' ? { person: code } : {})
});

/** `?open=unit:E1` shows whoever is below a team or a rep. */
export const load: PageServerLoad = async ({ locals: { app, principal }, url }) => {
	const at = readPlanAddress(url, app.organisation.today());
	const open = (url.searchParams.get('open') ?? '').split(',').filter(Boolean);
	const read = await app.plan.read({ ...at, open });
	if (!read.ok) error(404, { message: 'not-found' });
	const { nodes, ...plan } = read.plan;
	return {
		plan,
		open,
		nodes: nodes.map(({ line, before, ...node }) => ({
			...node,
			/** What was sold is for whoever may know it; targets are for everyone. */
			before: may(principal, 'progress.read', subjectOf(node, line)) ? before : undefined,
			writable: may(principal, 'targets.write', { line })
		}))
	};
};
