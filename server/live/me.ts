import { elapsedWeight, pace } from '../../src/lib/domain/pace.ts';
import { contains, datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import { movement } from '../../src/lib/domain/standing.ts';
import { diff } from '../../src/lib/live/board.ts';
import type { Progress, Rows } from '../../src/lib/live/board.ts';
import type {
	MeAlert,
	MeDay,
	MeEntry,
	MeMetric,
	MeState,
	Neighbour,
	Place
} from '../../src/lib/live/me.ts';
import type { Alerts } from '../alerts/alerts.ts';
import type { Applause } from '../celebrations/applause.ts';
import type { Clock } from '../clock.ts';
import type { Contests } from '../contests/contests.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metric, Rep } from '../directory/mirror.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import { readLatestOf } from '../ledger/read.ts';
import { readDays } from '../ledger/totals.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { PHONE_SOURCE } from '../pocket/source.ts';
import type { RepDay } from '../process/card.ts';
import type { SalesProcess } from '../process/process.ts';
import type { SubjectRef, Targets } from '../targets/targets.ts';
import type { Outlooks } from '../tracking/outlooks.ts';
import { countChanges } from './changes.ts';
import type { Ladder, Ladders } from './ladders.ts';
import type { Composer, RoomPlan } from './rooms.ts';

interface Sources {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	outlooks: Outlooks;
	ladders: Ladders;
	process: SalesProcess;
	alerts: Pick<Alerts, 'activeOf'>;
	applause: Applause;
	contests: Pick<Contests, 'ofRep'>;
	clock: Clock;
}

const LATEST = 10;
/** The newest days with entries of one's own that the newest entries are looked for in. */
const LATEST_DAYS = 5;
/** Rows of the team around oneself. */
const AROUND = 5;
/** Others' sales move one's gap: a phone hears of them twice a second at most. */
const TICK_MS = 500;
/** What is measured unless targets say otherwise. */
const MAIN_METRIC = 'sales';
const METRIC_ORDER = ['sales', 'collection'];

const orderOf = ({ code }: Metric): number => {
	const at = METRIC_ORDER.indexOf(code);
	return at === -1 ? METRIC_ORDER.length : at;
};

function toRows<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Rows<Row> {
	return {
		order: rows.map(keyOf),
		rows: Object.fromEntries(rows.map((row) => [keyOf(row), row]))
	};
}

/** How the rooms of phones are made: one for each rep. */
export function meRooms(sources: Sources): RoomPlan<'me'> {
	const { mirror } = sources.directory;
	const changes = countChanges();
	sources.process.onChange(({ rep }) => changes.count(rep));
	return {
		composer: ({ rep }) =>
			mirror.reps.named(rep) ? createMe(sources, rep, () => changes.of(rep)) : undefined,
		stands: ({ rep }) => mirror.reps.named(rep) !== undefined,
		tickMs: TICK_MS
	};
}

const dayView = ({ visits, report, plan, cutOff, help, actions }: RepDay): MeDay => ({
	visits: visits.map(({ id, start, customer, purpose, state }) => ({
		id,
		...(start === undefined ? {} : { start }),
		customer: customer.name,
		purpose,
		state
	})),
	answers: report.answers,
	plan,
	cutOff,
	help: help.map(({ id, obstacle, text, state, at, takenBy, outcome, note }) => ({
		id,
		obstacle,
		text,
		state,
		at,
		...(takenBy ? { takenBy: takenBy.name } : {}),
		...(outcome === undefined ? {} : { outcome }),
		note
	})),
	...(actions.length === 0
		? {}
		: {
				actions: actions.map(({ id, text, due, overdue, by }) => ({
					id,
					text,
					due,
					overdue,
					by: by.name
				}))
			})
});

/** What the rep's phone and the card of whoever leads them both show. */
export type OwnFigures = Pick<
	MeState,
	'organisation' | 'asOf' | 'rep' | 'day' | 'metrics' | 'latest'
>;

/** A rep's own numbers; what is read from the ledger is kept until an entry of theirs touches it. */
export function createOwnFigures(
	sources: Omit<Sources, 'process' | 'alerts' | 'applause' | 'contests'>,
	code: string
) {
	const { database, directory, organisation, targets, outlooks, ladders, clock } = sources;
	const { mirror } = directory;
	let month: Period | undefined;
	let shown: Metric[] = [];
	/** By metric: results by business date. */
	const days = new Map<number, Map<IsoDate, number>>();
	/** Metrics whose results are to be read again. */
	const stale = new Set<number>();
	let latest: BookedEntry[] | undefined;

	const isMine = (entry: BookedEntry, rep: Rep): boolean =>
		entry.credits.some(({ role, repId }) => role === 'credit' && repId === rep.id);

	/** What the rep has month targets in. */
	async function metricsOf(subject: SubjectRef, of: Period): Promise<Metric[]> {
		const all = [...mirror.metrics.all()].sort((a, b) => orderOf(a) - orderOf(b));
		const has = await Promise.all(
			all.map(async ({ id }) => (await targets.sheet(id, of)).of(subject) !== undefined)
		);
		const found = all.filter((_, i) => has[i]);
		const main = mirror.metrics.named(MAIN_METRIC);
		return found.length > 0 || !main ? found : [main];
	}

	async function readOwn(rep: Rep, of: Period): Promise<void> {
		if (month?.from !== of.from) {
			month = of;
			days.clear();
			latest = undefined;
		}
		const missing = shown.filter(({ id }) => !days.has(id) || stale.has(id));
		await Promise.all(
			missing.map(async ({ id: metricId }) => {
				// An entry noted while this is read makes it stale anew.
				stale.delete(metricId);
				try {
					const read = { kind: 'rep' as const, metricId, subjectIds: [rep.id], ...of };
					days.set(metricId, await readDays(database.pool, read));
				} catch (error) {
					stale.add(metricId);
					throw error;
				}
			})
		);
	}

	async function readLatest(rep: Rep): Promise<void> {
		if (latest) return;
		const noted: BookedEntry[] = (latest = []);
		try {
			const dates = [...days.values()].flatMap((of) => [...of.keys()]).sort();
			const newest = [...new Set(dates)].slice(-LATEST_DAYS);
			const read = { repId: rep.id, days: newest, limit: LATEST };
			const found = await readLatestOf(database, read);
			const newer = noted.filter(({ position }) => position > (found[0]?.position ?? 0));
			latest = [...newer, ...found].slice(0, LATEST);
		} catch (error) {
			latest = undefined;
			throw error;
		}
	}

	function progressOf(
		period: Period,
		of: { subject: SubjectRef; target: number | undefined; value: number }
	): Progress {
		const dates = datesOf(period);
		const { total, elapsed } = elapsedWeight({
			dates,
			weights: targets.weights(dates, of.subject),
			today: organisation.today(),
			shareOfToday: organisation.shareOfToday()
		});
		return {
			period: { from: period.from, to: period.to },
			...pace({
				target: of.target,
				actual: of.value,
				totalWeight: total,
				elapsedWeight: elapsed,
				thresholds: organisation.settings.paceThresholds
			})
		};
	}

	const nameOf = (of: string): string => mirror.reps.named(of)?.name ?? of;

	/** Where one stands, and who is next (STAND-1): whoever has the same is neither above nor behind. */
	function placeIn(ladder: Ladder): Place | undefined {
		const at = ladder.indexOf(code);
		if (at === undefined) return undefined;
		const { rank, value = 0, openingRank } = ladder.subjects[at]!;
		const neighbour = (i: number): Neighbour | undefined => {
			const other = ladder.subjects[i];
			if (other?.value === undefined) return undefined;
			const apart = Math.abs(other.value - value);
			return { code: other.code, name: nameOf(other.code), apart };
		};
		const below = ladder.subjects.findIndex((other, i) => i > at && other.rank > rank);
		const above = rank > 1 ? neighbour(rank - 2) : undefined;
		const behind = below === -1 ? undefined : neighbour(below);
		const moved = movement(rank, openingRank);
		return {
			rank,
			of: ladder.size,
			...(moved === undefined ? {} : { movement: moved }),
			...(above ? { above } : {}),
			...(behind ? { behind } : {})
		};
	}

	function aroundIn(ladder: Ladder): MeMetric['around'] {
		const at = ladder.indexOf(code) ?? 0;
		const first = Math.max(0, Math.min(at - Math.floor(AROUND / 2), ladder.size - AROUND));
		const rows = ladder.subjects
			.slice(first, first + AROUND)
			.map(({ code, rank, value = 0 }) => ({ code, rank, name: nameOf(code), value }));
		return toRows(rows, (row) => row.code);
	}

	/** The leaderboards one is on: the company's and the team's. */
	async function places(metric: Metric, rep: Rep, period: Period) {
		const today = organisation.today();
		const teamId = mirror.teamOn(rep.id, today);
		const read = (scopeId: number | undefined) =>
			scopeId === undefined
				? undefined
				: ladders.read(
						{ metricId: metric.id, measure: 'total', level: 'rep', scopeId, ...period },
						today
					);
		const [company, team] = await Promise.all([read(mirror.company()?.id), read(teamId)]);
		const [inCompany, inTeam] = [company && placeIn(company), team && placeIn(team)];
		return {
			position: company?.position ?? 0,
			...(inCompany ? { company: inCompany } : {}),
			...(inTeam ? { team: inTeam } : {}),
			around: team ? aroundIn(team) : toRows<never>([], () => '')
		};
	}

	async function metricOf(metric: Metric, rep: Rep, period: Period) {
		const today = organisation.today();
		const subject = { kind: 'rep', id: rep.id } as const;
		const [sheet, dayTargets, { position, ...standing }] = await Promise.all([
			targets.sheet(metric.id, period),
			targets.days(metric.id, { from: today, to: today }, subject),
			places(metric, rep, period)
		]);
		const results = days.get(metric.id) ?? new Map<IsoDate, number>();
		const value = [...results.values()].reduce((sum, amount) => sum + amount, 0);
		const progress = progressOf(period, { subject, target: sheet.of(subject), value });
		const [month] = await outlooks.tell(metric, period, [{ subject, progress }]);
		const day: Period = { unit: 'day', from: today, to: today };
		const { code, name, kind } = metric;
		const view: MeMetric = {
			code,
			name,
			kind,
			today: progressOf(day, {
				subject,
				target: dayTargets.get(today),
				value: results.get(today) ?? 0
			}),
			month: month!,
			...standing
		};
		return { position, view };
	}

	function entryOf(entry: BookedEntry, rep: Rep): MeEntry {
		const mine = entry.credits.find(({ role, repId }) => role === 'credit' && repId === rep.id)!;
		const customer = entry.customerId === null ? undefined : mirror.customers.get(entry.customerId);
		const { code, name, kind } = mirror.metrics.get(entry.metricId)!;
		return {
			id: String(entry.position),
			...(entry.source === PHONE_SOURCE ? { phoneId: entry.externalId } : {}),
			kind: entry.kind,
			metric: code,
			metricName: name,
			metricKind: kind,
			amount: mine.amount,
			...(customer ? { customer: customer.name } : {}),
			at: entry.bookedAt,
			...(entry.reverses === null ? {} : { reverses: String(entry.reverses) })
		};
	}

	function organisationOf(): MeState['organisation'] {
		const { name, timeZone, currency, fractionDigits, locale } = organisation.settings;
		return { name, timeZone, currency, fractionDigits, locale };
	}

	return {
		/** Whether they change what is shown, and if so whether that may wait for the room's turn. */
		note(entries: readonly BookedEntry[]): boolean | 'in turn' {
			const rep = mirror.reps.named(code)!;
			let [own, others] = [false, false];
			for (const entry of entries) {
				const mine = isMine(entry, rep);
				if (mine && month && contains(month, entry.businessDate)) stale.add(entry.metricId);
				if (mine && latest && entry.position > (latest[0]?.position ?? 0))
					latest = [entry, ...latest].slice(0, LATEST);
				own ||= mine;
				others ||= shown.some(({ id }) => id === entry.metricId);
			}
			return own || (others && 'in turn');
		},

		async compose(): Promise<OwnFigures> {
			const rep = mirror.reps.named(code)!;
			const today = organisation.today();
			const period = periodOf('month', today);
			const subject = { kind: 'rep', id: rep.id } as const;
			shown = await metricsOf(subject, period);
			await readOwn(rep, period);
			await readLatest(rep);
			const metrics = await Promise.all(shown.map((metric) => metricOf(metric, rep, period)));
			const teamId = mirror.teamOn(rep.id, today) ?? mirror.membershipsOf(rep.id).at(-1)?.teamId;
			return {
				organisation: organisationOf(),
				asOf: { position: metrics[0]?.position ?? 0, at: clock() },
				rep: {
					code,
					name: rep.name,
					...(teamId === undefined ? {} : { team: mirror.units.get(teamId)!.name })
				},
				day: {
					date: today,
					endsAt: organisation.clock.endOf(today),
					working: targets.weights([today], subject)[0]! > 0
				},
				metrics: toRows(
					metrics.map(({ view }) => view),
					(metric) => metric.code
				),
				latest: toRows(
					latest!.map((entry) => entryOf(entry, rep)),
					(entry) => entry.id
				)
			};
		}
	};
}

/** A rep's phone: their figures, and their day in the sales process. */
function createMe(
	sources: Sources,
	code: string,
	/** Grows when something of the rep's day in the sales process changed. */
	processVersion: () => number
): Composer<MeState> {
	const figures = createOwnFigures(sources, code);
	let day: { date: IsoDate; version: number; view: MeDay } | undefined;
	let last: MeState | undefined;

	async function readProcess(date: IsoDate): Promise<MeDay> {
		const version = processVersion();
		if (day?.date !== date || day.version !== version) {
			const read = await sources.process.dayOf(code);
			day = { date, version, view: dayView(read!) };
		}
		return day.view;
	}

	const alertsNow = (): MeAlert[] =>
		sources.alerts
			.activeOf({ rep: code })
			.map(({ id, rule, cause, raisedAt, since, days, acknowledgedAt, snoozedUntil }) => ({
				id: String(id),
				rule,
				cause,
				raisedAt,
				since,
				days,
				...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
				...(snoozedUntil === undefined ? {} : { snoozedUntil })
			}));

	/** The same picture is not sent again because somebody looked again: half of what is sold moves nobody near. */
	function unlessSame(next: MeState): MeState {
		if (last && diff({ ...last, asOf: next.asOf }, next) === undefined) return last;
		return (last = next);
	}

	return {
		note: figures.note,

		// People and targets are in memory, leaderboards know by themselves; one's own results only entries change.
		forget() {},

		hear: (news) => news === 'contests',

		async compose() {
			const [own, process, applause, contests] = await Promise.all([
				figures.compose(),
				readProcess(sources.organisation.today()),
				sources.applause.of(code),
				sources.contests.ofRep(code)
			]);
			const alerts = toRows(alertsNow(), ({ id }) => id);
			const competing = toRows(contests, ({ id }) => id);
			return unlessSame({ ...own, process, alerts, applause, contests: competing });
		}
	};
}
