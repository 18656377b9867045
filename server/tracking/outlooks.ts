/** 谁能完成、谁有难度、谁完不成, wherever a target is shown. docs/SPEC.md, OUTLOOK-*. */
import { drawTrials, outlook, seedOf } from '../../src/lib/domain/outlook.ts';
import type { Draw, Trials } from '../../src/lib/domain/outlook.ts';
import type { Pace } from '../../src/lib/domain/pace.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { Progress } from '../../src/lib/live/board.ts';
import type { Database } from '../database/connection.ts';
import type { Metric } from '../directory/mirror.ts';
import type { World } from '../history/history.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { SubjectRef } from '../targets/targets.ts';
import { readHistories } from './histories.ts';
import { presentResults } from './results.ts';
import type { Results } from './results.ts';
import { trackedRef } from './subjects.ts';
import type { Tracked } from './subjects.ts';

export type SubjectOutlook = NonNullable<Progress['outlook']>;

/** Where a subject stands. */
export interface Standing<Stands extends Pace = Pace> {
	subject: SubjectRef;
	progress: Stands;
}

export interface Outlooks {
	/**
	 * The same progress, in the same order, with the outlook: absent without a target, of a period that is over, and
	 * where there is nothing to draw from.
	 */
	tell<Stands extends Pace>(
		metric: Metric,
		period: Period,
		standings: readonly Standing<Stands>[]
	): Promise<(Stands & { outlook?: SubjectOutlook })[]>;
}

/** What one subject's outlook is drawn from. */
interface Known {
	history: readonly number[];
	draw: (of: Draw) => Trials;
}

type Knower = (metric: Metric, subjects: readonly Tracked[], today: IsoDate) => Promise<Known[]>;

/** The one place that says how likely it is. */
export function outlookOf(
	{ history, draw }: { history: readonly number[]; draw?: Known['draw'] },
	of: {
		subject: Pick<Tracked, 'kind' | 'code'>;
		metric: Pick<Metric, 'code'>;
		period: Period;
		today: IsoDate;
		pace: Pace;
	}
): SubjectOutlook | undefined {
	const { target, value: actual, remainingDays = 0 } = of.pace;
	if (target === undefined || of.period.to < of.today) return undefined;
	const found = outlook({ target, actual, remainingDays, history, seed: seedOf(of) }, draw);
	return found && { ...found, historyDays: history.length };
}

function outlooksBy(
	{ mirror, today }: { mirror: World['directory']['mirror']; today: () => IsoDate },
	know: Knower
): Outlooks {
	return {
		async tell(metric, period, standings) {
			const date = today();
			const open = standings.flatMap(({ subject: ref, progress }, at) => {
				const asked = progress.target !== undefined && period.to >= date;
				const subject = asked ? trackedRef(mirror, ref) : undefined;
				return subject ? [{ at, subject, pace: progress }] : [];
			});
			const told: { outlook?: SubjectOutlook }[] = standings.map(() => ({}));
			if (open.length > 0) {
				const subjects = open.map(({ subject }) => subject);
				const known = await know(metric, subjects, date);
				for (const [i, { at, ...of }] of open.entries()) {
					const found = outlookOf(known[i]!, { ...of, metric, period, today: date });
					if (found) told[at] = { outlook: found };
				}
			}
			return standings.map(({ progress }, at) => ({ ...progress, ...told[at] }));
		}
	};
}

/** In the world of a past moment, at its business date. */
export const formerOutlooks = (world: World, results: Results, today: IsoDate): Outlooks =>
	outlooksBy({ mirror: world.directory.mirror, today: () => today }, async (metric, subjects) => {
		const histories = await readHistories(world, results, { metric, subjects, today });
		return histories.map((history) => ({ history, draw: drawTrials }));
	});

/** Subjects whose history and trials are kept, the longest unasked let go first: 9 kB each. */
const KEPT = 5_000;

interface Kept {
	history: Promise<readonly number[]>;
	/** The last ones drawn: the next screen asks for the same. */
	trials?: { of: Draw; drawn: Trials };
}

const isSame = (a: Draw, b: Draw): boolean =>
	a.history === b.history &&
	a.seed === b.seed &&
	a.wholeDays === b.wholeDays &&
	a.trials === b.trials;

export type LiveOutlooks = ReturnType<typeof createOutlooks>;

/**
 * As it is now, quick enough to be asked again with every sale (OUTLOOK-7): what was before today is read once a day, and
 * again when people or calendar change or an entry of an earlier day comes in. docs/decisions/030.
 */
export function createOutlooks({ database, ...world }: World & { database: Database }) {
	const { mirror } = world.directory;
	const { organisation } = world;
	const results = presentResults(database.pool);
	const kept = new Map<string, Kept>();
	let day = organisation.today();

	const nameOf = (metricId: number, { kind, id }: { kind: string; id: number }): string =>
		`${metricId}:${kind}:${id}`;

	function keep(name: string, history: Promise<readonly number[]>): void {
		const made: Kept = { history };
		kept.set(name, made);
		history.catch(() => kept.get(name) === made && kept.delete(name));
	}

	/** The subjects that are not kept are read together. */
	const know: Knower = async (metric, subjects, today) => {
		if (day !== today) kept.clear();
		day = today;
		const missing = new Map(
			subjects
				.map((subject) => [nameOf(metric.id, subject), subject] as const)
				.filter(([name]) => !kept.has(name))
		);
		if (missing.size > 0) {
			const of = { metric, subjects: [...missing.values()], today };
			const reading = readHistories(world, results, of);
			for (const [i, name] of [...missing.keys()].entries())
				keep(
					name,
					reading.then((histories) => histories[i]!)
				);
		}
		const known = subjects.map((subject) => {
			const name = nameOf(metric.id, subject);
			const found = kept.get(name)!;
			// Asked for again: the last to be let go.
			kept.delete(name);
			kept.set(name, found);
			return found;
		});
		for (const name of kept.keys()) {
			if (kept.size <= KEPT) break;
			kept.delete(name);
		}
		return Promise.all(
			known.map(async (one) => ({
				history: await one.history,
				draw(of: Draw) {
					if (!one.trials || !isSame(one.trials.of, of)) one.trials = { of, drawn: drawTrials(of) };
					return one.trials.drawn;
				}
			}))
		);
	};

	/** Whose history an entry is part of. */
	function* touchedBy({ credits, customerId, productId }: BookedEntry) {
		for (const { role, repId, teamId } of credits) {
			if (role !== 'credit') continue;
			yield { kind: 'rep', id: repId };
			for (const { id } of mirror.lineOf(teamId)) yield { kind: 'unit', id };
		}
		if (customerId !== null) yield { kind: 'dealer', id: customerId };
		if (productId !== null) yield { kind: 'product', id: productId };
	}

	/** An entry of an earlier day is a part of history; what is being read meanwhile is read again. */
	function note(entries: readonly BookedEntry[]): void {
		for (const entry of entries) {
			if (entry.businessDate >= day) continue;
			for (const subject of touchedBy(entry)) kept.delete(nameOf(entry.metricId, subject));
		}
	}

	return {
		...outlooksBy({ mirror, today: organisation.today }, know),

		/** Hears of every entry before whoever asks because of it. */
		note,

		/** People, units, leave or the calendar changed: whose days, and which of them count. */
		forget: (): void => kept.clear()
	};
}
