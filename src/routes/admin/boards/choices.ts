import type { Plan } from '$lib/scenes/plan.ts';
import type { App } from '$server/app.ts';

/** What boards may be about. */
export const metricChoices = ({ directory }: App) =>
	[...directory.mirror.metrics.all()].map(({ code, name }) => ({ code, name }));

/** The contests a scene may name: the newest ones, and those that a scene of the plan shows already. */
export async function contestChoices({ contests }: App, { scenes }: Plan) {
	const named = scenes.flatMap((scene) =>
		scene.kind === 'contest' ? [scene.options.contest] : []
	);
	const [newest, shown] = await Promise.all([
		contests.list(),
		Promise.all(named.map(contests.read))
	]);
	const all = [...newest, ...shown.flatMap((one) => one ?? [])];
	return [...new Map(all.map(({ id, name }) => [id, { id, name }])).values()];
}
