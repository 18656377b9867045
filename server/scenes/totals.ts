import { contains } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Metric } from '../directory/mirror.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { Total } from '../ledger/totals.ts';
import type { Moment, SceneContext, Source } from './scene.ts';

export interface Span {
	from: IsoDate;
	to: IsoDate;
}

/** Whose totals, and over which dates, seen from a day. */
export interface TotalsAs {
	metric: Metric;
	kind: 'rep' | 'customer';
	/** Names the span. */
	name: string;
	span(today: IsoDate): Span;
	/** What reps of the unit brought in any team, not only what was credited to the unit's own. */
	anywhere?: boolean;
}

export interface TotalsSource extends Source {
	/** By id; absent: nothing. */
	read(at: Moment): Promise<ReadonlyMap<number, Total>>;
}

/** What reps or customers brought a unit over a span, shared by all scenes of a room that show it. */
export function totalsOf(context: SceneContext, as: TotalsAs): TotalsSource {
	const { metric, kind, name, anywhere = false } = as;
	const key = ['totals', context.unit.id, metric.id, kind, name, anywhere].join(':');
	return context.share(key, () => createTotals(context, as));
}

/** Keeps what it has read until an entry touches it, and then reads again only the subjects that were touched. */
function createTotals(context: SceneContext, as: TotalsAs): TotalsSource {
	const { booked, directory, unit } = context;
	const { metric, kind, span, anywhere = false } = as;
	const totals = new Map<number, Total>();
	let day: IsoDate | undefined;
	let within: Span | undefined;
	let teams = new Set<number>();
	let stale: Set<number> | 'all' = 'all';
	/** What several scenes ask for at once is read once. */
	let catching: Promise<void> | undefined;

	async function readAgain(only: readonly number[] | undefined): Promise<void> {
		const found = await booked.totals({
			kind,
			metricId: metric.id,
			from: within!.from,
			to: within!.to,
			// All teams of the company need not be named.
			...(anywhere || unit.kind === 'company' ? {} : { teamIds: [...teams] }),
			...(only ? { subjectIds: only } : {})
		});
		if (only) for (const id of only) totals.delete(id);
		else totals.clear();
		for (const [id, total] of found) totals.set(id, total);
	}

	async function catchUp(today: IsoDate): Promise<void> {
		if (day !== today) stale = 'all';
		const work = stale;
		stale = new Set();
		try {
			if (work === 'all') {
				day = today;
				within = span(today);
				teams = new Set(directory.mirror.below(unit.id, 'team').map(({ id }) => id));
				await readAgain(undefined);
			} else if (work.size > 0) await readAgain([...work]);
		} catch (error) {
			stale = 'all';
			throw error;
		}
	}

	/** The subjects that an entry touches here. */
	function subjectsOf({ credits, customerId }: BookedEntry): number[] {
		const own = credits.filter(({ role, teamId, repId }) => {
			const team = anywhere ? directory.mirror.teamOn(repId, day!) : teamId;
			return role === 'credit' && team !== undefined && teams.has(team);
		});
		if (kind === 'rep') return own.map(({ repId }) => repId);
		return own.length > 0 && customerId !== null ? [customerId] : [];
	}

	return {
		note(entries) {
			let touched = false;
			for (const entry of entries) {
				if (!within || entry.metricId !== metric.id) continue;
				if (!contains(within, entry.businessDate)) continue;
				for (const id of subjectsOf(entry)) {
					touched = true;
					if (stale !== 'all') stale.add(id);
				}
			}
			return touched;
		},
		forget() {
			stale = 'all';
		},
		async read({ today }) {
			await (catching ??= catchUp(today).finally(() => (catching = undefined)));
			return totals;
		}
	};
}
