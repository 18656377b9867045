/** A month as a race: who stood where at the end of each day. docs/SPEC.md, TRACK-15. */
import type { IsoDate } from './date.ts';
import { rank } from './standing.ts';

/** What a subject brought on one day. */
export interface DayResult {
	code: string;
	date: IsoDate;
	amount: number;
	/** Position of the last entry that changed it: among equals the earlier stands above (STAND-2). */
	reached: number;
}

export interface RaceRow {
	code: string;
	rank: number;
	/** Summed up since the first day. */
	value: number;
	/** On this day alone. */
	gained: number;
}

export interface RaceDay {
	date: IsoDate;
	/** Of everybody, summed up since the first day. */
	total: number;
	gained: number;
	/** The first of the field, in order. */
	rows: RaceRow[];
}

/** `codes` is everybody in the race, also with nothing sold (STAND-3); `dates` ascend. */
export function raceOf(input: {
	dates: readonly IsoDate[];
	codes: readonly string[];
	results: readonly DayResult[];
	/** How many of the first are told. */
	top: number;
}): RaceDay[] {
	const { dates, results, top } = input;
	const field = new Map(
		[...input.codes, ...results.map(({ code }) => code)].map((code) => [
			code,
			{ value: 0, gained: 0, reached: 0 }
		])
	);
	const byDate = new Map<IsoDate, DayResult[]>();
	for (const result of results) {
		const known = byDate.get(result.date);
		if (known) known.push(result);
		else byDate.set(result.date, [result]);
	}
	let total = 0;
	return dates.map((date) => {
		for (const runner of field.values()) runner.gained = 0;
		let gained = 0;
		for (const { code, amount, reached } of byDate.get(date) ?? []) {
			const runner = field.get(code)!;
			runner.value += amount;
			runner.gained += amount;
			if (amount !== 0) runner.reached = Math.max(runner.reached, reached);
			gained += amount;
		}
		total += gained;
		const standings = rank(
			[...field].map(([code, { value, reached }]) => ({ code, value, reachedAt: reached }))
		);
		return {
			date,
			total,
			gained,
			rows: standings.slice(0, top).map(({ code, rank: place }) => {
				const { value, gained: today } = field.get(code)!;
				return { code, rank: place, value, gained: today };
			})
		};
	});
}
