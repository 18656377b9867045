/** The race between its days: where everybody is at a moment of the replay, and what each day is worth saying. Pure. */
import type { RaceDay } from '$lib/domain/race.ts';

export interface Runner {
	code: string;
	rank: number;
	/** Place from the top, 0 on: those of equal rank stand below one another. */
	place: number;
	value: number;
	/** On the day that is shown. */
	gained: number;
}

/** The day that is being reached, and how much of it is still to come. */
function dayAt(days: readonly RaceDay[], at: number): { day: RaceDay | undefined; left: number } {
	const within = Math.min(days.length - 1, Math.max(0, at));
	return { day: days[Math.ceil(within)], left: Math.ceil(within) - within };
}

/**
 * Who is on the picture at `at` (0 is the end of the first day, 0.5 half way to the second), first to last: the first of
 * the day that is being reached, whose amounts grow evenly towards it, ranked by what they have by now.
 */
export function runnersAt(days: readonly RaceDay[], at: number): Runner[] {
	const { day, left } = dayAt(days, at);
	if (!day) return [];
	const now = day.rows
		.map(({ code, value, gained }) => ({ code, value: value - Math.round(gained * left), gained }))
		.sort((a, b) => b.value - a.value);
	return now.map((runner, place) => ({
		...runner,
		place,
		rank: 1 + now.findIndex(({ value }) => value === runner.value)
	}));
}

/** What everybody together has at a moment. */
export function totalAt(days: readonly RaceDay[], at: number): number {
	const { day, left } = dayAt(days, at);
	return day ? day.total - Math.round(day.gained * left) : 0;
}

export type Caption =
	| { kind: 'target' }
	| { kind: 'half' }
	| { kind: 'first-lead'; code: string }
	| { kind: 'lead'; code: string }
	| { kind: 'best-day'; amount: number }
	| { kind: 'climb'; code: string; places: number; rank: number }
	| { kind: 'day'; code: string; amount: number }
	| { kind: 'rest' };

/** A climb of fewer places is not worth a word. */
const CLIMB = 3;

const leaderOf = (day: RaceDay | undefined): string | undefined => {
	const first = day?.rows[0];
	return first && first.value > 0 ? first.code : undefined;
};

/** The one thing that each day is worth saying, the greatest first. */
export function captionsOf(days: readonly RaceDay[], target: number | undefined): Caption[] {
	const best = Math.max(0, ...days.map(({ gained }) => gained));
	const crosses = (i: number, mark: number) =>
		days[i]!.total >= mark && (days[i - 1]?.total ?? 0) < mark;
	return days.map((day, i): Caption => {
		const before = days[i - 1];
		if (target !== undefined && target > 0) {
			if (crosses(i, target)) return { kind: 'target' };
			if (crosses(i, target / 2)) return { kind: 'half' };
		}
		const leader = leaderOf(day);
		const former = leaderOf(before);
		if (leader !== undefined && leader !== former)
			return { kind: former === undefined ? 'first-lead' : 'lead', code: leader };
		if (day.gained > 0 && day.gained === best) return { kind: 'best-day', amount: best };
		const places = new Map(before?.rows.map(({ code, rank }) => [code, rank]));
		const climbs = day.rows
			.flatMap(({ code, rank }) => {
				const from = places.get(code) ?? (before ? before.rows.length + 1 : rank);
				return from - rank >= CLIMB ? [{ code, rank, places: from - rank }] : [];
			})
			.sort((a, b) => b.places - a.places);
		if (climbs[0] && places.has(climbs[0].code)) return { kind: 'climb', ...climbs[0] };
		const most = [...day.rows].sort((a, b) => b.gained - a.gained)[0];
		return most && most.gained > 0
			? { kind: 'day', code: most.code, amount: most.gained }
			: { kind: 'rest' };
	});
}
