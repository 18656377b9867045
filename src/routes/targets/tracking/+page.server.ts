import type { PageServerLoad } from './$types';
import { contains } from '$lib/domain/period.ts';
import {
	found,
	lookingBack,
	ownerOf,
	readDay,
	readPage,
	readTrackingQuery,
	seenBy
} from '$lib/tracking/query.ts';
import { may } from '$lib/domain/permissions.ts';

/** `?day=` (and `?product=`) opens the entries behind a figure. */
export const load: PageServerLoad = async (event) => {
	event.depends('app:tracking');
	const { app, principal } = event.locals;
	const query = readTrackingQuery(event);
	const metrics = [...app.directory.mirror.metrics.all()].map(({ code, name }) => ({ code, name }));
	const { fractionDigits, timeZone } = app.organisation.settings;
	const shared = { metrics, fractionDigits, timeZone };
	if (!query) return { ...shared, tracking: undefined };

	const sees = seenBy(event.locals);
	const { tracking } = found(await app.tracking.read(query, sees));
	const asked = event.url.searchParams;
	const day = readDay(asked.get('day'));
	const product = asked.get('product') ?? undefined;
	const span =
		day !== undefined && contains(tracking.month, day)
			? { from: day, to: day }
			: product === undefined
				? undefined
				: tracking.month;
	const page = readPage(asked.get('entries'));
	const opened = span && (await app.tracking.entries({ ...query, ...span, product, page }));
	return {
		...shared,
		tracking,
		lookingBack: lookingBack(app, tracking),
		/** The board of the whole company may be split by product by whoever sees products. */
		byProduct: query.by === 'product',
		maySplitByProduct: may(principal, 'progress.read', {}),
		above: tracking.above.map((subject) => ({ ...subject, opens: sees(subject) })),
		entries: opened && span ? { ...span, product, ...found(opened).entries } : undefined,
		mayCheck:
			tracking.subject.kind === 'rep' && may(principal, 'targets.check', ownerOf(app, query))
	};
};
