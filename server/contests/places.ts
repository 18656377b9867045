import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { ContestDuel, ContestGap, MeContest } from '../../src/lib/live/me.ts';
import type { Mirror } from '../directory/mirror.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Contest } from './rules.ts';
import type { ContestStates, Reckoned } from './state.ts';

interface Running extends Reckoned {
	contest: Contest;
	/** Place in the standing, by code. */
	indexOf: ReadonlyMap<string, number>;
}

/** Where each rep stands in the contests that run (POCKET-13): reckoned once for all phones, until something changed. */
export function createPlaces(options: {
	mirror: Mirror;
	organisation: Organisation;
	states: ContestStates;
	readRunning: (today: IsoDate) => Promise<Contest[]>;
}) {
	const { mirror, organisation, states, readRunning } = options;
	let kept: { day: IsoDate; running: Promise<Running[]> } | undefined;

	async function reckonAll(today: IsoDate): Promise<Running[]> {
		const contests = await readRunning(today);
		return Promise.all(
			contests.map(async (contest) => {
				const reckoned = await states.reckon(contest, today);
				const indexOf = new Map(reckoned.standing.map(({ code }, i) => [code, i]));
				return { contest, ...reckoned, indexOf };
			})
		);
	}

	function runningOn(today: IsoDate): Promise<Running[]> {
		if (kept?.day === today) return kept.running;
		const mine = { day: today, running: reckonAll(today) };
		kept = mine;
		// What could not be read is read again.
		mine.running.catch(() => kept === mine && (kept = undefined));
		return mine.running;
	}

	const nameIn = ({ level }: Contest, code: string): string =>
		(level === 'team' ? mirror.units : mirror.reps).named(code)?.name ?? code;

	/** The nearest ones with more and with less; of those who reached the goal the earlier and the later. */
	function around({ contest, standing }: Running, at: number) {
		const own = standing[at]!;
		const gapTo = (other: (typeof standing)[number] | undefined): ContestGap | undefined => {
			if (other?.value === undefined || own.value === undefined) return undefined;
			const apart = Math.abs(other.value - own.value);
			return apart > 0 ? { name: nameIn(contest, other.code), apart } : undefined;
		};
		const above = own.rank > 1 ? gapTo(standing[own.rank - 2]) : undefined;
		const behind = gapTo(standing.slice(at + 1).find(({ rank }) => rank > own.rank));
		return { ...(above ? { above } : {}), ...(behind ? { behind } : {}) };
	}

	/** Of a bracket: one's match in the round that is played, or that one is out. */
	function duelOf({ contest, rounds }: Running, code: string): Partial<MeContest> {
		const last = rounds?.at(-1);
		if (!last) return {};
		const match = last.matches.find(({ home, away }) => home === code || away === code);
		if (!match) return { out: true };
		const isHome = match.home === code;
		const rival = isHome ? match.away : match.home;
		const [own = 0, theirs = 0] = isHome
			? [match.homeScore, match.awayScore]
			: [match.awayScore, match.homeScore];
		const duel: ContestDuel = {
			...(rival === undefined ? {} : { rival: nameIn(contest, rival) }),
			own,
			theirs,
			endsAt: organisation.clock.endOf(last.round.to)
		};
		return { duel };
	}

	function placeOf(running: Running, code: string, today: IsoDate): MeContest | undefined {
		const { contest, standing, indexOf, finishers } = running;
		const at = indexOf.get(code);
		if (at === undefined) return undefined;
		const { name, kind, level, scale, metric, goal, prize, endsAt } = states.frameOf(
			contest,
			today
		);
		const { rank, value } = standing[at]!;
		return {
			id: String(contest.id),
			name,
			kind,
			level,
			scale,
			...(metric ? { metric } : {}),
			...(goal === undefined ? {} : { goal }),
			...(prize === undefined ? {} : { prize }),
			endsAt,
			...(level === 'team' ? { team: nameIn(contest, code) } : {}),
			rank,
			of: standing.length,
			...(value === undefined ? {} : { score: value }),
			...around(running, at),
			...(finishers.some((one) => one.code === code) ? { finished: true } : {}),
			...duelOf(running, code)
		};
	}

	return {
		async ofRep(rep: string): Promise<MeContest[]> {
			const today = organisation.today();
			const found = mirror.reps.named(rep);
			const teamId = found && mirror.teamOn(found.id, today);
			const team = teamId === undefined ? undefined : mirror.units.get(teamId)?.code;
			const running = await runningOn(today);
			return running.flatMap((one) => {
				const code = one.contest.level === 'team' ? team : rep;
				return (code === undefined ? undefined : placeOf(one, code, today)) ?? [];
			});
		},

		/** Results, people or rules have changed. */
		forget: (): void => void (kept = undefined)
	};
}
