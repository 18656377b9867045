import { and, asc, desc, eq, gte, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import { find } from '../../src/lib/domain/laggard.ts';
import type { Rule } from '../../src/lib/domain/laggard.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { accounts } from '../auth/schema.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Book } from './book.ts';
import type { FactSource } from './facts.ts';
import { alertEvents, alerts } from './schema.ts';
import type { AlertRow } from './schema.ts';
import type { AlertThresholds } from './thresholds.ts';
import { viewAlert } from './view.ts';
import type { Came, Turned } from '../process/origins.ts';
import type { AlertView, EventView, Reader } from './view.ts';

export const ALERTS_ON_A_PAGE = 30;
/** How many the bell names. */
const BELL_NAMES = 6;
/** How far back what is over is listed. */
const OVER_DAYS = 7;
const HISTORY_DAYS = 90;

/** `open`: raised and not put off; `snoozed`: put off for now; `over`: of the last days. */
export const STATES = ['open', 'snoozed', 'over'] as const;
export type State = (typeof STATES)[number];

export interface InboxQuery {
	state: State;
	rule?: Rule | undefined;
	/** Code of a unit. */
	unit?: string | undefined;
	/** From 1. */
	page: number;
}

export interface Inbox {
	rows: AlertView[];
	total: number;
	/** By state, with the other filters. */
	counts: Record<State, number>;
}

/** What the bell shows: how many nobody on this side has acknowledged, and the most urgent of them. */
export interface Bell {
	count: number;
	rows: AlertView[];
	/** The newest one's id: a higher one than before has just been raised. */
	newest: number;
	/** What it was reckoned from: a stream of changes begins there. */
	revision: string;
}

/** What was done about a rep's alerts. */
export interface AlertHistory {
	rep: { code: string; name: string };
	from: IsoDate;
	days: number;
	/** Acknowledged by whoever leads. */
	acknowledged: number;
	/** Turned into an action or a help request. */
	turned: number;
	recovered: number;
	alerts: (AlertView & { events: EventView[] })[];
}

const mostUrgent = (a: AlertRow, b: AlertRow): number =>
	b.urgency - a.urgency || b.days - a.days || a.id - b.id;

export function createInbox(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	thresholds: AlertThresholds;
	facts: FactSource;
	book: Book;
	cameOf: (turned: readonly Turned[]) => Promise<ReadonlyMap<string, Came>>;
	clock: Clock;
}) {
	const { database, directory, organisation, thresholds, facts, book, cameOf, clock } = options;
	const { db } = database;
	const { mirror } = directory;

	/** Codes of the units that a rep belongs to, from the team up. */
	function lineOf(repId: number): readonly string[] {
		const team =
			mirror.teamOn(repId, organisation.today()) ?? mirror.membershipsOf(repId).at(-1)?.teamId;
		return team === undefined ? [] : mirror.lineOf(team).map(({ code }) => code);
	}

	function reaches({ units, code }: Reader, repId: number): boolean {
		if (units === undefined || mirror.reps.get(repId)?.code === code) return true;
		return units.length > 0 && lineOf(repId).some((unit) => units.includes(unit));
	}

	function sideOf(row: AlertRow, { code }: Reader) {
		return mirror.reps.get(row.repId)?.code === code
			? { acknowledged: row.repAcknowledgedAt, snoozed: row.repSnoozedUntil }
			: { acknowledged: row.acknowledgedAt, snoozed: row.snoozedUntil };
	}
	const isSnoozed = (row: AlertRow, reader: Reader): boolean =>
		(sideOf(row, reader).snoozed?.getTime() ?? 0) > clock();

	/** The same for many: the teams are looked up once. */
	function reaching(reader: Reader): (row: AlertRow) => boolean {
		const { units, code } = reader;
		if (units === undefined) return () => true;
		const teams = new Set(
			units.flatMap((unit) => {
				const found = mirror.units.named(unit);
				return found ? mirror.below(found.id, 'team').map(({ id }) => id) : [];
			})
		);
		const own = mirror.reps.named(code)?.id;
		const today = organisation.today();
		return ({ repId }) => {
			if (repId === own) return true;
			const team = mirror.teamOn(repId, today) ?? mirror.membershipsOf(repId).at(-1)?.teamId;
			return team !== undefined && teams.has(team);
		};
	}

	/** What nobody has seen yet first, then what is more urgent, then what is older. */
	function byUrgency(reader: Reader) {
		const own = mirror.reps.named(reader.code)?.id;
		const seen = (row: AlertRow) =>
			Number((row.repId === own ? row.repAcknowledgedAt : row.acknowledgedAt) !== null);
		return (a: AlertRow, b: AlertRow) => seen(a) - seen(b) || mostUrgent(a, b);
	}

	const view = (row: AlertRow, reader: Reader): AlertView =>
		viewAlert(mirror, row, reader, organisation.today());

	const matches =
		({ rule, unit }: Pick<InboxQuery, 'rule' | 'unit'>) =>
		(row: AlertRow) =>
			(rule === undefined || row.rule === rule) &&
			(unit === undefined || lineOf(row.repId).includes(unit));

	async function namesOf(codes: Iterable<string>): Promise<Map<string, string>> {
		const wanted = [...new Set(codes)];
		if (wanted.length === 0) return new Map();
		const rows = await db
			.select({ code: accounts.code, name: accounts.name })
			.from(accounts)
			.where(inArray(accounts.code, wanted));
		return new Map(rows.map(({ code, name }) => [code, name]));
	}

	/** How the causes of a page stand now. */
	async function withNow(rows: AlertView[]): Promise<AlertView[]> {
		const ids = [...new Set(rows.map(({ rep }) => mirror.reps.named(rep.code)!.id))];
		if (ids.length === 0) return rows;
		const known = new Map((await facts.read([], ids)).map((one) => [one.rep.code, one]));
		return rows.map((row) => {
			const of = known.get(row.rep.code);
			if (!of || row.rule === 'report' || row.rule === 'check') return row;
			const { cause } = find(row.rule, of.facts, thresholds.of(of.teamId));
			return cause ? { ...row, now: cause() } : row;
		});
	}

	/** What is over, newest first: in the record, as it may be much. */
	async function readOver(reader: Reader, query: InboxQuery) {
		const everybody = reader.units === undefined && query.unit === undefined;
		const repIds = everybody
			? undefined
			: [...mirror.reps.all()]
					.filter(
						({ id }) =>
							reaches(reader, id) && (query.unit === undefined || lineOf(id).includes(query.unit))
					)
					.map(({ id }) => id);
		const where = and(
			isNotNull(alerts.endedAt),
			gte(alerts.day, addDays(organisation.today(), -OVER_DAYS)),
			ne(alerts.ending, 'carried'),
			query.rule && eq(alerts.rule, query.rule),
			repIds && sql`${alerts.repId} = ANY(${sql.param(repIds)}::int[])`
		);
		const total = await db.$count(alerts, where);
		const rows =
			query.state === 'over'
				? await db
						.select()
						.from(alerts)
						.where(where)
						.orderBy(desc(alerts.endedAt), desc(alerts.id))
						.limit(ALERTS_ON_A_PAGE)
						.offset((query.page - 1) * ALERTS_ON_A_PAGE)
				: [];
		return { total, rows };
	}

	return {
		reaches,

		/** The open ones that a reader sees, most urgent first. */
		active(reader: Reader): AlertView[] {
			return [...book.open()]
				.filter(reaching(reader))
				.sort(byUrgency(reader))
				.map((row) => view(row, reader));
		},

		/** The open ones of one rep, as whoever leads them sees them. */
		openOf(rep: string): AlertView[] {
			const repId = mirror.reps.named(rep)?.id;
			const reader = { units: undefined, code: '' };
			return [...book.open()]
				.filter((row) => row.repId === repId)
				.sort(byUrgency(reader))
				.map((row) => view(row, reader));
		},

		bell(reader: Reader): Bell {
			const mine = reaching(reader);
			const ringing = [...book.open()].filter(
				(row) => mine(row) && sideOf(row, reader).acknowledged === null && !isSnoozed(row, reader)
			);
			return {
				count: ringing.length,
				revision: book.revision,
				newest: ringing.reduce((newest, { id }) => Math.max(newest, id), 0),
				rows: ringing
					.sort(mostUrgent)
					.slice(0, BELL_NAMES)
					.map((row) => view(row, reader))
			};
		},

		async list(reader: Reader, query: InboxQuery): Promise<Inbox> {
			const fits = matches(query);
			const mine = reaching(reader);
			const open = [...book.open()].filter((row) => mine(row) && fits(row)).sort(byUrgency(reader));
			const snoozed = open.filter((row) => isSnoozed(row, reader));
			const ringing = open.filter((row) => !isSnoozed(row, reader));
			const over = await readOver(reader, query);
			const counts = { open: ringing.length, snoozed: snoozed.length, over: over.total };
			const first = (query.page - 1) * ALERTS_ON_A_PAGE;
			const page = (rows: AlertRow[]) => rows.slice(first, first + ALERTS_ON_A_PAGE);
			const shown = (
				query.state === 'over' ? over.rows : page(query.state === 'open' ? ringing : snoozed)
			).map((row) => view(row, reader));
			const names = await namesOf(shown.flatMap(({ acknowledgedBy }) => acknowledgedBy ?? []));
			const rows = shown.map((row) =>
				row.acknowledgedBy === undefined
					? row
					: { ...row, acknowledgedBy: names.get(row.acknowledgedBy) ?? row.acknowledgedBy }
			);
			return {
				rows: query.state === 'over' ? rows : await withNow(rows),
				total: counts[query.state],
				counts
			};
		},

		/** Undefined for nobody's code. */
		async history(code: string, reader: Reader): Promise<AlertHistory | undefined> {
			const rep = mirror.reps.named(code);
			if (!rep) return undefined;
			const from = addDays(organisation.today(), -HISTORY_DAYS);
			const rows = await db
				.select()
				.from(alerts)
				.where(and(eq(alerts.repId, rep.id), gte(alerts.day, from)))
				.orderBy(desc(alerts.raisedAt), desc(alerts.id));
			const events =
				rows.length === 0
					? []
					: await db
							.select()
							.from(alertEvents)
							.where(
								inArray(
									alertEvents.alertId,
									rows.map(({ id }) => id)
								)
							)
							.orderBy(asc(alertEvents.id));
			const [names, came] = await Promise.all([
				namesOf(events.flatMap(({ by }) => by ?? [])),
				cameOf(events.flatMap(({ outcome }) => outcome ?? []))
			]);
			const eventsOf = (id: number): EventView[] =>
				events
					.filter(({ alertId }) => alertId === id)
					.map(({ kind, at, by, note, until, outcome }) => ({
						kind,
						at: at.getTime(),
						...(by === null ? {} : { by: names.get(by) ?? by }),
						...(note === null ? {} : { note }),
						...(until === null ? {} : { until: until.getTime() }),
						...(outcome && came.has(outcome.id) ? { came: came.get(outcome.id)! } : {})
					}));
			const list = rows.map((row) => ({ ...view(row, reader), events: eventsOf(row.id) }));
			return {
				rep: { code: rep.code, name: rep.name },
				from,
				days: new Set(rows.map(({ day }) => day)).size,
				acknowledged: rows.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length,
				turned: list.filter((row) => row.events.some(({ kind }) => kind === 'turned')).length,
				recovered: rows.filter(({ ending }) => ending === 'recovered').length,
				alerts: list
			};
		}
	};
}
