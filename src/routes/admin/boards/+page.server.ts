import type { PageServerLoad } from './$types';

/** There are few boards: all of them, with the displays that show each. */
export const load: PageServerLoad = ({ locals: { app } }) => ({
	boards: app.boards.list().map(({ code, name, metric, plan }) => ({
		code,
		name,
		metric: { code: metric.code, name: metric.name },
		kinds: plan.scenes.map(({ kind }) => kind),
		seconds: plan.scenes.reduce((sum, scene) => sum + scene.seconds, 0),
		displays: app.displays.showing(code)
	}))
});
