import { setImmediate as breathe } from 'node:timers/promises';
import { inOrderOfNeed } from '../../src/lib/domain/attention.ts';
import { dayWeight } from '../../src/lib/domain/calendar.ts';
import { contains, datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import { movement } from '../../src/lib/domain/standing.ts';
import type { Progress } from '../../src/lib/live/board.ts';
import type { FloorMoment, FloorRow, FloorState } from '../../src/lib/live/floor.ts';
import type { RepFacts } from '../alerts/facts.ts';
import type { Celebrations } from '../celebrations/celebrations.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metric, Rep, Unit } from '../directory/mirror.ts';
import type { Attention, DaySide } from '../floor/attention.ts';
import { keepByRep } from '../floor/kept.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import { readDays, readTotals } from '../ledger/totals.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { PeopleMedia } from '../people/media.ts';
import type { SalesProcess } from '../process/process.ts';
import { sumOf, toRows } from '../scenes/month.ts';
import type { SubjectRef, Targets } from '../targets/targets.ts';
import type { Outlooks } from '../tracking/outlooks.ts';
import { createReckoning } from '../tracking/reckoning.ts';
import { countChanges } from './changes.ts';
import type { Changes } from './changes.ts';
import type { Ladder, Ladders } from './ladders.ts';
import type { Composer, RoomPlan } from './rooms.ts';

export interface FloorSources {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	outlooks: Outlooks;
	ladders: Ladders;
	attention: Attention;
	process: SalesProcess;
	media: PeopleMedia;
	/** Made after the rooms, as boards show what they tell. */
	celebrations: () => Pick<Celebrations, 'newestOf'>;
	clock: Clock;
}

/** What a rep brought in the main metric. */
interface Booked {
	month: number;
	today: number;
}

/** A unit's list is long: what many sell within this time is one change. */
const TICK_MS = 500;
const MINUTE_MS = 60_000;
/** What the list is about. */
const MAIN_METRIC = 'sales';
/** After so many rows others have their turn. */
const AT_ONCE = 50;

/** How the rooms of managers' tablets are made: one for each unit. */
export function floorRooms(sources: FloorSources): RoomPlan<'floor'> {
	const { directory, organisation, targets, process } = sources;
	const { mirror } = directory;
	const changes = countChanges();
	// People, targets, days: whatever is reckoned from them is reckoned again.
	for (const source of [directory, targets, organisation]) source.onChange(() => changes.count());
	process.onChange(({ rep }) => changes.count(rep));
	return {
		composer: ({ unit }) =>
			mirror.units.named(unit) ? createFloor(sources, unit, changes) : undefined,
		stands: ({ unit }) => mirror.units.named(unit) !== undefined,
		tickMs: TICK_MS
	};
}

/** Who of a unit needs somebody now; of each rep only what changed is read again. docs/SPEC.md, FLOOR-11 to FLOOR-16. */
function createFloor(
	sources: FloorSources,
	code: string,
	/** Of people, targets, days and the sales process. */
	changes: Changes
): Composer<FloorState> {
	const { database, directory, organisation, targets, outlooks, ladders, attention, media, clock } =
		sources;
	const { mirror } = directory;
	const reckoning = createReckoning({ directory, organisation, targets });
	/** The unit's own results are to be read again. */
	let unitStale = true;
	let unitDays: { of: string; days: ReadonlyMap<IsoDate, number> } | undefined;

	const metric = (): Metric => mirror.metrics.named(MAIN_METRIC) ?? [...mirror.metrics.all()][0]!;
	const monthOfToday = (): Period => periodOf('month', organisation.today());
	const teamsOf = (unit: Unit): number[] => mirror.below(unit.id, 'team').map(({ id }) => id);

	const booked = keepByRep<Booked>(async (reps) => {
		const { from, to } = monthOfToday();
		const today = organisation.today();
		const of = {
			kind: 'rep',
			metricId: metric().id,
			subjectIds: reps.map(({ id }) => id)
		} as const;
		const [month, day] = await Promise.all([
			readTotals(database.pool, { ...of, from, to }),
			readTotals(database.pool, { ...of, from: today, to: today })
		]);
		return new Map(
			reps.map(({ id }) => [
				id,
				{ month: month.get(id)?.amount ?? 0, today: day.get(id)?.amount ?? 0 }
			])
		);
	});
	const ledger = keepByRep<RepFacts | undefined>(attention.ledgerOf);
	const days = keepByRep<DaySide>(attention.daysOf);
	const dayTargets = keepByRep<number | undefined>(async (reps) => {
		const today = organisation.today();
		const found = await Promise.all(
			reps.map(({ id }) =>
				targets.days(metric().id, { from: today, to: today }, { kind: 'rep', id })
			)
		);
		return new Map(reps.map(({ id }, i) => [id, found[i]!.get(today)]));
	});

	async function ofUnit(unit: Unit, month: Period): Promise<ReadonlyMap<IsoDate, number>> {
		const subjectIds = teamsOf(unit);
		const of = `${month.from} ${subjectIds.join()}`;
		if (unitDays?.of === of && !unitStale) return unitDays.days;
		unitStale = false;
		try {
			const { from, to } = month;
			const read = { kind: 'team', metricId: metric().id, subjectIds, from, to } as const;
			unitDays = { of, days: await readDays(database.pool, read) };
			return unitDays.days;
		} catch (error) {
			unitStale = true;
			throw error;
		}
	}

	/** Reckons the pace of a period's dates, for the same moment. */
	function pacer(period: Period) {
		const dates = datesOf(period);
		const weigh = reckoning.weigher(dates);
		const moment = { today: organisation.today(), shareOfToday: organisation.shareOfToday() };
		return (subject: SubjectRef, target: number | undefined, actual: number): Progress => {
			const kind = subject.kind === 'rep' ? ('rep' as const) : ('unit' as const);
			const weights = weigh({ kind, id: subject.id });
			const pace = reckoning.paceOf({ moment, dates, weights, target, actual });
			return { period: { from: period.from, to: period.to }, ...pace };
		};
	}

	function placeIn(ladder: Ladder | undefined, rep: string): Pick<FloorRow, 'rank' | 'movement'> {
		const at = ladder?.indexOf(rep);
		if (at === undefined) return {};
		const { rank, openingRank } = ladder!.subjects[at]!;
		const moved = movement(rank, openingRank);
		return { rank, ...(moved === undefined ? {} : { movement: moved }) };
	}

	/** What was read of the reps, at one moment. */
	async function readAll(reps: readonly Rep[], month: Period) {
		const today = organisation.today();
		const minute = Math.floor(clock() / MINUTE_MS);
		const now = (rep: Rep) => `${minute} ${changes.of(rep.code)}`;
		const ids = reps.map(({ id }) => id);
		const company = mirror.company();
		const ranking =
			company &&
			({ metricId: metric().id, measure: 'total', level: 'rep', scopeId: company.id } as const);
		const [of, facts, process, goals, sheet, ladder, unchecked, photos, moments] =
			await Promise.all([
				booked.of(reps, () => today),
				ledger.of(reps, now),
				days.of(reps, now),
				dayTargets.of(reps, (rep) => `${today} ${changes.of(rep.code)}`),
				targets.sheet(metric().id, month),
				ranking && ladders.read({ ...ranking, ...month }, today),
				attention.unchecked(),
				media.ofAll(reps.map(({ code }) => code)),
				sources.celebrations().newestOf(ids)
			]);
		return { of, facts, process, goals, sheet, ladder, unchecked, photos, moments };
	}

	function rowOf(
		rep: Rep,
		read: Awaited<ReturnType<typeof readAll>>,
		{ month, today }: Record<'month' | 'today', Progress>
	): { row: FloorRow; weight: number } {
		const { id, code, name } = rep;
		const { value, target, attainment, status } = today;
		const day = read.process(rep);
		const facts = read.facts(rep);
		const need = attention.needOf({
			day,
			ledger: facts,
			outlook: month.outlook,
			unchecked: read.unchecked.has(id)
		});
		const team = mirror.teamOn(id, organisation.today());
		const photo = read.photos.get(code)?.photo;
		const moment: FloorMoment | undefined = read.moments.get(id);
		return {
			weight: need.weight,
			row: {
				code,
				name,
				team: team === undefined ? '' : mirror.units.get(team)!.code,
				...(photo === undefined ? {} : { photo }),
				month,
				today: {
					value,
					...(target === undefined ? {} : { target }),
					...(attainment === undefined ? {} : { attainment }),
					...(status === undefined ? {} : { status })
				},
				...(month.status === undefined ? {} : { status: month.status }),
				...placeIn(read.ladder, code),
				reasons: need.reasons,
				...(facts?.lastAt === undefined ? {} : { lastEntryAt: facts.lastAt }),
				...(day.standing.lastContact === undefined
					? {}
					: { lastContactAt: day.standing.lastContact }),
				visits: day.standing.visits,
				...(moment ? { moment } : {})
			}
		};
	}

	function teamsWith(rows: readonly FloorRow[]): FloorState['teams'] {
		const codes = [...new Set(rows.map(({ team }) => team))];
		const named = codes.flatMap((code) => mirror.units.named(code) ?? []);
		const teams = named.map(({ code, name }) => ({ code, name }));
		return toRows(
			teams.sort((a, b) => (a.code < b.code ? -1 : 1)),
			(team) => team.code
		);
	}

	return {
		note(entries: readonly BookedEntry[]) {
			const unit = mirror.units.named(code);
			if (!unit) return false;
			const teams = new Set(teamsOf(unit));
			const today = organisation.today();
			const [month, main] = [monthOfToday(), metric().id];
			let [own, others] = [false, false];
			for (const { credits, metricId, businessDate } of entries) {
				const counts = metricId === main && contains(month, businessDate);
				for (const { role, repId, teamId } of credits) {
					if (role !== 'credit') continue;
					booked.touch(repId);
					ledger.touch(repId);
					const team = mirror.teamOn(repId, today);
					own ||= team !== undefined && teams.has(team);
					if (counts && teams.has(teamId)) own = unitStale = true;
					others ||= counts;
				}
			}
			return own || (others && 'in turn');
		},

		// What changes is counted by what it touches.
		forget() {},

		async compose() {
			const unit = mirror.units.named(code)!;
			const today = organisation.today();
			const month = monthOfToday();
			const { id, name, kind } = metric();
			const day: Period = { unit: 'day', from: today, to: today };
			const reps = mirror.repsIn(new Set(teamsOf(unit)), today, today);
			const subject = { kind: 'unit', id: unit.id } as const;
			const [read, unitResults, unitDay] = await Promise.all([
				readAll(reps, month),
				ofUnit(unit, month),
				targets.days(id, day, subject)
			]);
			const pace = { month: pacer(month), today: pacer(day) };
			const monthOf = (of: SubjectRef, value: number) => ({
				subject: of,
				progress: pace.month(of, read.sheet.of(of), value)
			});
			const rows: { row: FloorRow; weight: number }[] = [];
			for (let first = 0; first < reps.length; first += AT_ONCE) {
				const some = reps.slice(first, first + AT_ONCE);
				const standings = some.map((rep) =>
					monthOf({ kind: 'rep', id: rep.id }, read.of(rep).month)
				);
				const months = await outlooks.tell(metric(), month, standings);
				for (const [i, rep] of some.entries()) {
					const today = pace.today(standings[i]!.subject, read.goals(rep), read.of(rep).today);
					rows.push(rowOf(rep, read, { month: months[i]!, today }));
				}
				await breathe();
			}
			const [ownMonth] = await outlooks.tell(metric(), month, [
				monthOf(subject, sumOf(unitResults))
			]);
			const ordered = inOrderOfNeed(
				rows.map(({ row, weight }) => ({ ...row.month, code: row.code, weight, row }))
			).map(({ row }) => row);
			const { settings, clock: business, calendar } = organisation;
			const { timeZone, currency, fractionDigits, locale } = settings;
			return {
				organisation: { name: settings.name, timeZone, currency, fractionDigits, locale },
				unit: { code: unit.code, name: unit.name, kind: unit.kind },
				metric: { code: metric().code, name, kind },
				asOf: { position: read.ladder?.position ?? 0, at: clock() },
				day: {
					date: today,
					endsAt: business.endOf(today),
					working: dayWeight(today, calendar) > 0,
					weekStartsAt: business.startOf(periodOf('week', today).from)
				},
				month: ownMonth!,
				today: pace.today(subject, unitDay.get(today), unitResults.get(today) ?? 0),
				teams: teamsWith(ordered),
				reps: toRows(ordered, (row) => row.code)
			};
		}
	};
}
