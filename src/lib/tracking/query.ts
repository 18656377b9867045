/** What a tracking page is asked for, kept in its address: `?kind=rep&code=R001&metric=sales&month=2026-11`. */
import { error, type RequestEvent } from '@sveltejs/kit';
import { Temporal } from 'temporal-polyfill';
import { demand } from '$lib/access/guard.ts';
import { may, reachOf, type Principal, type Subject } from '$lib/domain/permissions.ts';
import { isIsoDate, periodOf, type IsoDate } from '$lib/domain/period.ts';
import type { App } from '$server/app.ts';
import type { SubjectName, TrackedKind, TrackingQuery } from '$server/tracking/tracking.ts';
import type { LookingBack } from './as-of.ts';

const KINDS = ['unit', 'rep', 'dealer', 'product'] as const;
const SHELF = { unit: 'units', rep: 'reps', dealer: 'customers', product: 'products' } as const;
/** Beyond any page that there is. */
const LAST_PAGE = 1_000_000;

export const METRIC = 'sales';

/** Whose a tracked subject is, for the permissions. */
export const ownerOf = (app: App, { kind, code }: { kind: TrackedKind; code: string }): Subject =>
	app.directory.subjectOf(SHELF[kind], code);

/** What somebody looks at first: the unit they lead, themselves if they sell, else the company. */
function homeOf(app: App, principal: Principal): { kind: TrackedKind; code: string } | undefined {
	if (principal.kind === 'person' && reachOf(principal, 'progress.read') !== 'any') {
		const [led] = principal.leads;
		return led === undefined ? { kind: 'rep', code: principal.code } : { kind: 'unit', code: led };
	}
	const company = app.directory.mirror.company();
	return company && { kind: 'unit', code: company.code };
}

/** `2026-11` as the first day of that month; undefined for anything else. */
export function readMonth(asked: string | null): IsoDate | undefined {
	const first = `${asked}-01`;
	return isIsoDate(first) ? periodOf('month', first).from : undefined;
}

export const readDay = (asked: string | null): IsoDate | undefined =>
	isIsoDate(asked) ? asked : undefined;

export function readPage(asked: string | null): number {
	const page = Number(asked ?? 1);
	return Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1;
}

/**
 * The question in an address, for a subject that whoever asks may see: else the answer is 403. Undefined while there is
 * no company; a subject or metric that does not exist is 404.
 */
export function readTrackingQuery(
	event: Pick<RequestEvent, 'locals' | 'url'>
): TrackingQuery | undefined {
	const { app, principal } = event.locals;
	const asked = event.url.searchParams;
	const kind = KINDS.find((known) => known === asked.get('kind'));
	const code = asked.get('code');
	const subject = kind && code ? { kind, code } : homeOf(app, principal);
	if (!subject) return undefined;
	demand(event, 'progress.read', ownerOf(app, subject));
	return {
		...subject,
		metric: asked.get('metric') ?? METRIC,
		month: readMonth(asked.get('month')),
		asOf: asked.get('asOf') ?? undefined,
		by: asked.get('by') === 'product' ? 'product' : undefined,
		page: readPage(asked.get('page'))
	};
}

const wallClock = (at: number, zone: string): string =>
	Temporal.Instant.fromEpochMilliseconds(at)
		.toZonedDateTimeISO(zone)
		.toPlainDateTime()
		.toString({ smallestUnit: 'minute' });

export function lookingBack(app: App, shown?: { at: number; past: boolean }): LookingBack {
	const { timeZone } = app.organisation.settings;
	return {
		picked: shown?.past ? wallClock(shown.at, timeZone) : '',
		latest: wallClock(app.clock(), timeZone)
	};
}

/** Which other subjects whoever asks may see. */
export const seenBy =
	({ app, principal }: App.Locals) =>
	(subject: SubjectName): boolean =>
		may(principal, 'progress.read', ownerOf(app, subject));

/** The value of what should be there; an address that names nothing is not found. */
export function found<T extends object>(outcome: ({ ok: true } & T) | { ok: false }): T {
	if (!outcome.ok) error(404, { message: 'not-found' });
	return outcome;
}
