import { periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metric } from '../directory/mirror.ts';
import type { World } from '../history/history.ts';
import type { Moment, Moments, Then } from '../history/moment.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ClosedWorlds } from '../periods/closed-worlds.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Targets } from '../targets/targets.ts';
import { createChanges } from './changes.ts';
import type { Watcher } from './changes.ts';
import { readEntriesOf } from './entries.ts';
import type { EntriesPage } from './entries.ts';
import { readMonth } from './month.ts';
import { readDealerProducts, readParts } from './parts.ts';
import { readRace } from './race.ts';
import { createReckoning } from './reckoning.ts';
import type { Asked } from './reckoning.ts';
import { formerResults, presentResults } from './results.ts';
import type { Results } from './results.ts';
import { atOnePosition } from './snapshot.ts';
import { readStandings } from './standings.ts';
import { allProducts, lineAbove, partsOf, targetOf, trackedSubject } from './subjects.ts';
import type { Tracked, TrackedKind } from './subjects.ts';
import { metricOf, nameOf } from './view.ts';
import type { Part, RaceView, SubjectName, TrackingView } from './view.ts';

export type { EntriesPage, TrackedEntry } from './entries.ts';
export type { TrackedKind } from './subjects.ts';
export type { Part, RaceView, SubjectName, TrackingView } from './view.ts';

/** On one page. */
const ENTRIES = 50;

export interface TrackingQuery {
	metric: string;
	/** Any date of the month; the month that is looked at from unless named. */
	month?: IsoDate | undefined;
	kind: TrackedKind;
	code: string;
	/** A past position of the ledger, or a past date for its end (TRACK-9). */
	asOf?: string | undefined;
	/** The company's parts by unit unless named. */
	by?: 'product' | undefined;
	/** Of the parts, from 1. */
	page?: number | undefined;
}

export interface EntriesQuery {
	metric: string;
	kind: TrackedKind;
	code: string;
	from: IsoDate;
	to: IsoDate;
	/** Code of the one product. */
	product?: string | undefined;
	asOf?: string | undefined;
	/** From 1. */
	page?: number | undefined;
}

type Reader = Asked['client'];

interface Found {
	metric: Metric;
	subject: Tracked;
}

const UNKNOWN = { unit: 'unit', rep: 'rep', dealer: 'customer', product: 'product' } as const;

export type Tracking = ReturnType<typeof createTracking>;

/** 日跟踪进度表: any subject's month day by day, what it is made of, and the month as a race. docs/SPEC.md, TRACK-*. */
export function createTracking(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	moments: Moments;
	closedWorlds: ClosedWorlds;
	ledger: Pick<Ledger, 'feed' | 'closedThrough' | 'onClosed'>;
	clock: Clock;
}) {
	const { database, directory, organisation, targets, moments, closedWorlds, ledger } = options;
	const { feed } = ledger;
	const changes = createChanges(options);
	const present: World = { directory, organisation, targets };

	function find(
		query: Pick<TrackingQuery, 'metric' | 'kind' | 'code'>,
		{ directory: { mirror } }: World = present
	): Outcome<Found> {
		const metric = mirror.metrics.named(query.metric);
		if (!metric) return failed(problem('metric', 'unknown-metric', query.metric));
		const subject = trackedSubject(mirror, query);
		if (!subject) return failed(problem('code', `unknown-${UNKNOWN[query.kind]}`, query.code));
		return { ok: true, metric, subject };
	}

	/**
	 * What is asked for, in the world of the moment, or of the closing of the month (PERIOD-6); a subject that was not there
	 * yet as it is now.
	 */
	async function ask(
		query: Pick<TrackingQuery, 'metric' | 'kind' | 'code' | 'asOf' | 'month'>
	): Promise<Outcome<Found & Then>> {
		const known = find(query);
		const asOf = await moments.read(query.asOf);
		if (!asOf.ok) return asOf;
		const { moment } = asOf;
		const month = periodOf('month', query.month ?? moment.today);
		const { at, past } = moment;
		const world = await closedWorlds.of(month, { world: asOf.world, at, past });
		const found = find(query, world);
		if (found.ok) return { ...found, moment, world };
		if (!known.ok) return known;
		return { ...known, moment, world: { ...world, directory } };
	}

	/** Entries up to a past position never change; what is now is read at one position, so that it adds up. */
	async function at<T>(
		moment: Moment,
		work: (client: Reader, results: Results, moment: Moment) => Promise<T>
	): Promise<T> {
		const { pool } = database;
		if (moment.past) return work(pool, formerResults(pool, moment.position), moment);
		return atOnePosition(database, (client, position) =>
			work(client, presentResults(client), { ...moment, position })
		);
	}

	async function readTable(
		query: TrackingQuery,
		{ metric, subject, moment: now, world }: Found & Then,
		sees: (subject: SubjectName) => boolean
	): Promise<TrackingView> {
		const { mirror } = world.directory;
		const reckoning = createReckoning(world);
		const month = periodOf('month', query.month ?? now.today);
		const isCompany = subject.kind === 'unit' && subject.id === mirror.company()?.id;
		const byProduct = isCompany && query.by === 'product';
		const below = (byProduct ? allProducts(mirror) : partsOf(mirror, subject, month)).filter(
			(part) => sees(nameOf(part))
		);
		const whole = { moment: now, metric, month, subject };
		const targetAt = await reckoning.targetsAt(whole);
		const dayTargets = await reckoning.dayTargets(whole);

		return at(now, async (client, results, moment) => {
			const asked: Asked = { ...whole, client, moment, results, targetAt, dayTargets };
			const own = await readMonth(reckoning, asked, world.organisation.settings.paceThresholds);
			const { rows, total, sum } =
				subject.kind === 'dealer'
					? await readDealerProducts(mirror, asked)
					: await readParts(reckoning, asked, below, query.page ?? 1);
			const rest = own.progress.value - sum;
			const adds = (subject.kind === 'unit' || subject.kind === 'dealer') && total > 0;
			return {
				position: moment.position,
				at: moment.at,
				past: moment.past,
				closed: ledger.closedThrough !== undefined && month.to <= ledger.closedThrough,
				today: moment.today,
				month: { from: month.from, to: month.to },
				metric: metricOf(metric),
				subject: nameOf(subject),
				above: lineAbove(mirror, subject, moment.today).map(nameOf),
				...own,
				parts: { rows, total, ...(adds && rest !== 0 ? { rest } : {}) }
			};
		});
	}

	return {
		/**
		 * The table of a subject's month. `sees` says of which parts the reader may see figures; a dealer's products are the
		 * dealer's own.
		 */
		async read(
			query: TrackingQuery,
			sees: (subject: SubjectName) => boolean = () => true
		): Promise<Outcome<{ tracking: TrackingView }>> {
			const asked = await ask(query);
			return asked.ok ? { ok: true, tracking: await readTable(query, asked, sees) } : asked;
		},

		/** Where the month of each subject stands now; unknown ones are left out. */
		async standings(query: {
			metric: string;
			/** Any date of the month. */
			month: IsoDate;
			subjects: readonly { kind: TrackedKind; code: string }[];
		}): Promise<Part[]> {
			const metric = directory.mirror.metrics.named(query.metric);
			const then = await moments.read(undefined);
			if (!metric || !then.ok) return [];
			const month = periodOf('month', query.month);
			const subjects = query.subjects.flatMap(
				(subject) => trackedSubject(directory.mirror, subject) ?? []
			);
			const sheet = await targets.sheet(metric.id, month);
			return at(then.moment, (client, results, moment) =>
				readStandings(
					createReckoning(present),
					{ moment, metric, month, client, results, targetAt: (of) => sheet.of(targetOf(of)) },
					subjects
				)
			);
		},

		/** The entries that a day of the table (or its whole month) is made of, newest first. */
		async entries(query: EntriesQuery): Promise<Outcome<{ entries: EntriesPage }>> {
			const asked = await ask(query);
			if (!asked.ok) return asked;
			const { mirror } = asked.world.directory;
			const product =
				query.product === undefined ? undefined : mirror.products.named(query.product);
			if (query.product !== undefined && !product)
				return failed(problem('product', 'unknown-product', query.product));
			const entries = await readEntriesOf(database, mirror, {
				subject: asked.subject,
				metricId: asked.metric.id,
				from: query.from,
				to: query.to,
				productId: product?.id,
				position: asked.moment.position,
				dateOf: organisation.clock.dateOf,
				limit: ENTRIES,
				offset: ((query.page ?? 1) - 1) * ENTRIES
			});
			return { ok: true, entries };
		},

		/** Tells when what a table shows has changed (TRACK-7). Gives the function that ends it; undefined for no subject. */
		watch(
			query: Pick<TrackingQuery, 'metric' | 'kind' | 'code'>,
			watcher: Watcher
		): (() => void) | undefined {
			const found = find(query);
			return found.ok
				? changes.watch({ subject: found.subject, metricId: found.metric.id }, watcher)
				: undefined;
		},

		/** The newest position, for whoever begins to watch. */
		get position() {
			return feed.head;
		},

		/** The month as a race of the unit's reps, up to today or to the moment that is asked for. */
		async race({
			unit: code,
			...query
		}: Pick<TrackingQuery, 'metric' | 'month' | 'asOf'> & {
			unit: string;
		}): Promise<Outcome<{ race: RaceView }>> {
			const asked = await ask({ ...query, kind: 'unit', code });
			if (!asked.ok) return asked;
			const { metric, subject: unit, moment, world } = asked;
			const month = query.month ?? moment.today;
			return { ok: true, race: await readRace(database, world, { metric, unit, month, moment }) };
		},

		close: () => changes.close()
	};
}
