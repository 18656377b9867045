import { dayWeight } from '../../src/lib/domain/calendar.ts';
import {
	arrivals,
	bracketOf,
	daysBefore,
	finishersOf,
	improvementOf,
	phaseOf,
	standingOf,
	winnersOf
} from '../../src/lib/domain/contest.ts';
import type { ContestResult, ContestRules, ContestSubject } from '../../src/lib/domain/contest.ts';
import { addDays, contains, datesOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Standing } from '../../src/lib/domain/standing.ts';
import type { ContestRow, ContestSide, ContestState } from '../../src/lib/live/contest.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { PeopleMedia } from '../people/media.ts';
import type { Targets } from '../targets/targets.ts';
import type { ContestResults } from './results.ts';
import { SEEDING_DAYS } from './rules.ts';
import type { Contest } from './rules.ts';

const SHOWN = 100;
const LARGEST_BRACKET = 64;

/** What a contest comes to at this moment, before it is put into words. */
export interface Reckoned {
	standing: Standing[];
	amounts: ReadonlyMap<string, number>;
	/** In the order in which they reached the goal. */
	finishers: { code: string; at: number }[];
	rounds?: ReturnType<typeof bracketOf>;
	winners: string[];
	/** It can be settled, as far as its days are concerned. */
	isDecided: boolean;
	seeds?: string[];
}

const sumOf = (result: ContestResult | undefined, within: { from: IsoDate; to: IsoDate }) =>
	Object.entries(result?.days ?? {}).reduce(
		(sum, [day, amount]) => sum + (contains(within, day) ? amount : 0),
		0
	);

export function createContestStates(options: {
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	results: ContestResults;
	media: PeopleMedia;
}) {
	const { directory, organisation, targets, results, media } = options;
	const { mirror } = directory;

	const rulesOf = ({ kind, from, to, handicap, goal }: Contest): ContestRules => ({
		kind,
		from,
		to,
		handicap,
		...(goal === null ? {} : { goal })
	});

	/** The reps who are in the unit's teams on any of the days, or the teams. */
	async function subjectsOf(contest: Contest): Promise<ContestSubject[]> {
		const teams = mirror.below(contest.unitId, 'team');
		const ids = new Set(teams.map(({ id }) => id));
		const { from, to, metricId, handicap, level } = contest;
		const all = level === 'team' ? teams : mirror.repsIn(ids, from, to);
		if (!handicap || metricId === null) return all.map(({ code }) => ({ code }));
		const kind = level === 'team' ? 'unit' : 'rep';
		return Promise.all(
			all.map(async ({ id, code }) => {
				const days = await targets.days(metricId, { from, to }, { kind, id });
				return { code, target: [...days.values()].reduce((sum, part) => sum + part, 0) };
			})
		);
	}

	async function improved(
		contest: Contest,
		subjects: ContestSubject[],
		today: IsoDate
	): Promise<Standing[]> {
		const { calendar } = organisation;
		const isWorking = (day: IsoDate) => dayWeight(day, calendar) > 0;
		const until = today < contest.to ? today : contest.to;
		const elapsed = datesOf({ from: contest.from, to: until }).filter(isWorking).length;
		const past = daysBefore(contest.from, elapsed, isWorking);
		const [now, before] = await Promise.all([
			results.days(contest, contest),
			past ? results.days(contest, past) : new Map<string, ContestResult>()
		]);
		const sums = (of: ReadonlyMap<string, ContestResult>, within: { from: IsoDate; to: IsoDate }) =>
			new Map([...of].map(([code, result]) => [code, sumOf(result, within)]));
		return improvementOf(
			subjects,
			sums(now, contest),
			past ? sums(before, past) : new Map(),
			new Map([...now].map(([code, { reachedAt }]) => [code, reachedAt]))
		);
	}

	async function seedsOf(contest: Contest, subjects: ContestSubject[]): Promise<string[]> {
		if (contest.seeds) return contest.seeds;
		const before = { from: addDays(contest.from, -SEEDING_DAYS), to: addDays(contest.from, -1) };
		const past = await results.days(contest, before);
		const rules = { ...rulesOf(contest), handicap: false };
		return standingOf(rules, subjects, past, before)
			.slice(0, LARGEST_BRACKET)
			.map(({ code }) => code);
	}

	async function reckon(contest: Contest, today: IsoDate): Promise<Reckoned> {
		const rules = rulesOf(contest);
		const subjects = await subjectsOf(contest);
		const brought = await results.days(contest, contest);
		const amounts = new Map([...brought].map(([code, of]) => [code, sumOf(of, contest)]));
		const isOver = phaseOf(contest, today) === 'over';
		const standing =
			contest.kind === 'most-improved'
				? await improved(contest, subjects, today)
				: standingOf(rules, subjects, brought);
		if (contest.kind === 'first-to-goal') {
			const steps = await results.steps(contest);
			const bookedAt = new Map(steps.map(({ position, at }) => [position, at]));
			const finishers = finishersOf(rules, subjects, steps).map(({ code, position }) => ({
				code,
				at: bookedAt.get(position)!
			}));
			const winners = finishers.slice(0, 1).map(({ code }) => code);
			return {
				standing: arrivals(standing, finishers),
				amounts,
				finishers,
				winners,
				isDecided: isOver || winners.length > 0
			};
		}
		if (contest.kind === 'bracket') {
			const seeds = await seedsOf(contest, subjects);
			const targetOf = new Map(subjects.map(({ code, target }) => [code, target]));
			const rounds = bracketOf(
				rules,
				seeds,
				(code, round) => {
					const [one] = standingOf(rules, [{ code, target: targetOf.get(code) }], brought, round);
					return one?.value ?? 0;
				},
				today
			);
			const last = rounds.at(-1)?.matches ?? [];
			const isFinal = isOver && last.length === 1;
			const winners = isFinal && last[0]!.winner !== undefined ? [last[0]!.winner] : [];
			return { standing, amounts, finishers: [], rounds, winners, isDecided: isOver, seeds };
		}
		return {
			standing,
			amounts,
			finishers: [],
			winners: winnersOf(standing),
			isDecided: isOver
		};
	}

	async function sidesOf(contest: Contest, codes: readonly string[], today: IsoDate) {
		if (contest.level === 'team')
			return new Map(
				codes.map((code): [string, ContestSide] => [
					code,
					{ code, name: mirror.units.named(code)?.name ?? code }
				])
			);
		const photos = await media.ofAll(codes);
		return new Map(
			codes.map((code): [string, ContestSide] => {
				const rep = mirror.reps.named(code);
				const teamId =
					rep && (mirror.teamOn(rep.id, today) ?? mirror.membershipsOf(rep.id).at(-1)?.teamId);
				const team = teamId === undefined ? undefined : mirror.units.get(teamId)?.name;
				const photo = photos.get(code)?.photo;
				return [
					code,
					{ code, name: rep?.name ?? code, ...(team ? { team } : {}), ...(photo ? { photo } : {}) }
				];
			})
		);
	}

	async function rowsOf(contest: Contest, reckoned: Reckoned, today: IsoDate) {
		const { standing, amounts, finishers, winners } = reckoned;
		const shown = standing.slice(0, SHOWN);
		const known = new Set([
			...shown.map(({ code }) => code),
			...winners,
			...(reckoned.seeds ?? [])
		]);
		const sides = await sidesOf(contest, [...known], today);
		const done = new Set(finishers.map(({ code }) => code));
		const row = ({ code, rank, value }: Standing): ContestRow => ({
			...sides.get(code)!,
			rank,
			...(value === undefined ? {} : { score: value }),
			...(contest.metricId === null ? {} : { amount: amounts.get(code) ?? 0 }),
			...(done.has(code) ? { finished: true } : {})
		});
		const rows = shown.map(row);
		const rounds = reckoned.rounds?.map(({ round, matches }) => ({
			...round,
			matches: matches.map(({ home, away, ...scores }) => ({
				...scores,
				home: sides.get(home)!,
				...(away === undefined ? {} : { away: sides.get(away)! })
			}))
		}));
		return {
			rows,
			total: standing.length,
			winners: winners.map((code): ContestRow => {
				const own = standing.find((one) => one.code === code);
				return { ...row(own ?? { code, rank: 1, reachedAt: 0 }), rank: 1 };
			}),
			...(rounds ? { rounds } : {})
		};
	}

	function frameOf(contest: Contest, today: IsoDate): Omit<ContestState, 'rows' | 'total'> {
		const metric = contest.metricId === null ? undefined : mirror.metrics.get(contest.metricId);
		const unit = mirror.units.get(contest.unitId)!;
		const { clock } = organisation;
		const isShare = contest.handicap || contest.kind === 'most-improved';
		const points = Object.entries(contest.weights ?? {}).flatMap(([code, weight]) => {
			const of = mirror.metrics.named(code);
			return of ? [{ metric: code, name: of.name, kind: of.kind, weight }] : [];
		});
		return {
			id: contest.id,
			name: contest.name,
			kind: contest.kind,
			level: contest.level,
			phase: contest.settledAt ? 'over' : phaseOf(contest, today),
			unit: { code: unit.code, name: unit.name },
			...(metric ? { metric: { code: metric.code, name: metric.name, kind: metric.kind } } : {}),
			...(points.length > 0 ? { points } : {}),
			handicap: contest.handicap,
			scale: isShare ? 'share' : contest.metricId === null ? 'points' : 'amount',
			...(contest.goal === null ? {} : { goal: contest.goal }),
			...(contest.prize === null ? {} : { prize: contest.prize }),
			from: contest.from,
			to: contest.to,
			startsAt: clock.startOf(contest.from),
			endsAt: clock.endOf(contest.to)
		};
	}

	return {
		reckon,
		rowsOf,
		frameOf,

		/** As it stands now; one that is settled as it was then, and who would have won by what was booked since. */
		async of(contest: Contest, today: IsoDate): Promise<ContestState> {
			const frame = frameOf(contest, today);
			const reckoned = await reckon(contest, today);
			const { winners, ...present } = await rowsOf(contest, reckoned, today);
			if (!contest.outcome || !contest.settledAt) return { ...frame, ...present };
			const kept = contest.outcome;
			const codes = (of: readonly { code: string }[]) =>
				of
					.map(({ code }) => code)
					.sort()
					.join();
			return {
				...frame,
				...kept,
				settledAt: contest.settledAt.getTime(),
				...(codes(winners) === codes(kept.winners)
					? {}
					: { revised: winners.map(({ code, name }) => ({ code, name })) })
			};
		},

		/** Without its standing: for lists. */
		summaryOf: (contest: Contest, today: IsoDate): ContestState => ({
			...frameOf(contest, today),
			rows: [],
			total: 0,
			...(contest.outcome && contest.settledAt
				? { winners: contest.outcome.winners, settledAt: contest.settledAt.getTime() }
				: {})
		})
	};
}

export type ContestStates = ReturnType<typeof createContestStates>;
