import { error } from '@sveltejs/kit';
import { found, METRIC, readMonth } from '$lib/tracking/query.ts';
import type { PageServerLoad } from './$types';

/** `?unit=` the company unless named, `?metric=`, `?month=2026-11` this month unless named. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const { app } = locals;
	const asked = url.searchParams;
	const unit = asked.get('unit') ?? app.directory.mirror.company()?.code;
	if (unit === undefined) error(404, { message: 'not-found' });
	const { race } = found(
		await app.tracking.race({
			unit,
			metric: asked.get('metric') ?? METRIC,
			month: readMonth(asked.get('month'))
		})
	);
	const { fractionDigits } = app.organisation.settings;
	return { race, fractionDigits };
};
