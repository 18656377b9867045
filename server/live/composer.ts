import { contains, datesOf, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { BoardState } from '../../src/lib/live/board.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Metric, Unit } from '../directory/mirror.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import { readLatest } from '../ledger/read.ts';
import { readTeamDays } from '../ledger/totals.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Ranking } from '../rankings/keys.ts';
import { openingOf } from '../rankings/opening.ts';
import type { Rankings } from '../rankings/rankings.ts';
import type { Targets } from '../targets/targets.ts';
import { composeBoard } from './compose.ts';
import type { Composer } from './rooms.ts';

export const LEADERS = 10;
export const LATEST = 8;

/** Reads and composes one board; keeps what it has read until an entry touches it. */
export function createComposer(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	targets: Targets;
	rankings: Rankings;
	clock: Clock;
	unitCode: string;
	metricId: number;
}): Composer<BoardState> {
	const { database, directory, organisation, targets, rankings, clock } = options;
	const { unitCode, metricId } = options;
	const { mirror } = directory;
	let month: Period | undefined;
	let teamIds: number[] = [];
	const teamDays = new Map<number, Map<IsoDate, number>>();
	let latest: BookedEntry[] = [];
	let stale: Set<number> | 'all' = 'all';

	function subjects(): { unit: Unit; metric: Metric } {
		return { unit: mirror.units.named(unitCode)!, metric: mirror.metrics.get(metricId)! };
	}

	async function readTeams(metric: Metric, ids: readonly number[], period: Period): Promise<void> {
		const found = await readTeamDays(database.pool, {
			metricId: metric.id,
			teamIds: ids,
			from: period.from,
			to: period.to
		});
		for (const id of ids) teamDays.set(id, new Map());
		for (const { teamId, day, amount } of found) teamDays.get(teamId)!.set(day, amount);
	}

	async function catchUp(period: Period): Promise<void> {
		const { unit, metric } = subjects();
		if (month?.from !== period.from) stale = 'all';
		const work = stale;
		stale = new Set();
		try {
			if (work === 'all') {
				month = period;
				teamIds = mirror.below(unit.id, 'team').map((team) => team.id);
				teamDays.clear();
				latest = [];
				await readTeams(metric, teamIds, period);
				const read = await readLatest(database, { metricId: metric.id, teamIds, limit: LATEST });
				// What was noted while reading is newer.
				const newer = latest.filter((entry) => entry.position > (read[0]?.position ?? 0));
				latest = [...newer, ...read].slice(0, LATEST);
			} else if (work.size > 0) await readTeams(metric, [...work], period);
		} catch (error) {
			stale = 'all';
			throw error;
		}
	}

	return {
		note(entries) {
			const { metric } = subjects();
			let touched = false;
			for (const entry of entries) {
				if (entry.metricId !== metric.id) continue;
				const teams = entry.credits
					.filter((credit) => credit.role === 'credit' && teamIds.includes(credit.teamId))
					.map((credit) => credit.teamId);
				if (teams.length === 0) continue;
				touched = true;
				if (entry.position > (latest[0]?.position ?? 0))
					latest = [entry, ...latest].slice(0, LATEST);
				if (stale !== 'all' && month && contains(month, entry.businessDate))
					for (const team of teams) stale.add(team);
			}
			return touched;
		},

		forget() {
			stale = 'all';
		},

		async compose() {
			const { unit, metric } = subjects();
			const now = clock();
			const today = organisation.today();
			const period = periodOf('month', today);
			const ranking: Ranking = {
				metricId: metric.id,
				measure: 'total',
				level: 'rep',
				scopeId: unit.id,
				...period
			};
			const subject = { kind: 'unit' as const, id: unit.id };
			const [ranked, sheet, dayTargets] = await Promise.all([
				rankings.read({ ranking, opening: openingOf(ranking, today), count: LEADERS }),
				targets.sheet(metric.id, period),
				targets.days(metric.id, period, subject),
				catchUp(period)
			]);
			const dates = datesOf(period);
			const ofUnits = targets.weights(dates, subject);
			return composeBoard({
				mirror,
				organisation,
				unit,
				metric,
				now,
				month: period,
				dates,
				today,
				shareOfToday: organisation.shareOfToday(),
				sheet,
				dayTargets,
				weightsOf: (of) => (of.kind === 'unit' ? ofUnits : targets.weights(dates, of)),
				teamDays,
				ranked,
				latest
			});
		}
	};
}
