import { error } from '@sveltejs/kit';
import { may } from '$lib/domain/permissions.ts';
import { found, lookingBack, METRIC, ownerOf, readMonth } from '$lib/tracking/query.ts';
import type { PageServerLoad } from './$types';

/** `?unit=` the company unless named, `?metric=`, `?month=2026-11` this month unless named, `?asOf=` (TRACK-9). */
export const load: PageServerLoad = async ({ locals, url }) => {
	const { app, principal } = locals;
	const asked = url.searchParams;
	const unit = asked.get('unit') ?? app.directory.mirror.company()?.code;
	if (unit === undefined) error(404, { message: 'not-found' });
	const asOf = asked.get('asOf') ?? undefined;
	const { race } = found(
		await app.tracking.race({
			unit,
			metric: asked.get('metric') ?? METRIC,
			month: readMonth(asked.get('month')),
			asOf
		})
	);
	const { fractionDigits, timeZone } = app.organisation.settings;
	const tracked = { kind: 'unit', code: unit } as const;
	const query = new URLSearchParams({
		metric: race.metric.code,
		month: race.month.from.slice(0, 7),
		...(asOf === undefined ? {} : { asOf })
	});
	// Back to the table of the unit, or to one's own.
	if (may(principal, 'progress.read', ownerOf(app, tracked)))
		for (const [name, value] of Object.entries(tracked)) query.set(name, value);
	return {
		race,
		fractionDigits,
		timeZone,
		lookingBack: lookingBack(app, race),
		back: `/targets/tracking?${query}`
	};
};
