import type { App } from '$server/app.ts';

/** What boards may be about. */
export const metricChoices = ({ directory }: App) =>
	[...directory.mirror.metrics.all()].map(({ code, name }) => ({ code, name }));
