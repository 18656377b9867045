import { error } from '@sveltejs/kit';
import { contains } from '$lib/domain/period.ts';
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
	const seen = nodes.filter(
		(node) =>
			node.target !== undefined && may(principal, 'progress.read', subjectOf(node, node.line))
	);
	// Pace and outlook are of the month that runs (TARGET-9).
	const running = plan.period.unit === 'month' && contains(plan.period, plan.today);
	const standings = running
		? await app.tracking.standings({ metric: at.metric, month: plan.today, subjects: seen })
		: [];
	const standing = new Map(standings.map((one) => [`${one.kind}:${one.code}`, one]));
	return {
		plan,
		open,
		nodes: nodes.map(({ line, before, ...node }) => ({
			...node,
			standing: standing.get(node.key),
			/** What was sold is for whoever may know it; targets are for everyone. */
			before: may(principal, 'progress.read', subjectOf(node, line)) ? before : undefined,
			writable: may(principal, 'targets.write', { line })
		}))
	};
};
