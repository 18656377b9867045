import type pg from 'pg';
import { weightsOf } from '../../src/lib/domain/calendar.ts';
import { datesOf, periodOf, previousPeriod } from '../../src/lib/domain/period.ts';
import { measureValue, samePlaceInPrevious } from '../../src/lib/domain/standing.ts';
import type { Unit } from '../directory/mirror.ts';
import type { World } from '../history/history.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { TotalKind } from '../ledger/schema.ts';
import { readTotals as presentTotals } from '../ledger/totals.ts';
import type { Total, TotalsOf, TotalsReader } from '../ledger/totals.ts';
import type { SubjectKind } from '../targets/targets.ts';
import type { Level, Ranking } from './keys.ts';

/** A subject's place in a sorted set. */
export interface Scored {
	code: string;
	/** Negated value, as Redis takes it; `+inf` where the measure does not apply. */
	score: string;
	/** Position at which the value was reached, 16 digits. */
	reached: string;
}

type Reader = pg.Pool | pg.ClientBase;

const TOTAL_KIND: Record<Level, TotalKind> = {
	rep: 'rep',
	team: 'team',
	region: 'team',
	dealer: 'customer',
	product: 'product'
};

export const SUBJECT_KIND: Record<Level, SubjectKind> = {
	rep: 'rep',
	team: 'unit',
	region: 'unit',
	dealer: 'customer',
	product: 'product'
};

export const DIRECTORY_KIND = {
	rep: 'reps',
	team: 'units',
	region: 'units',
	dealer: 'customers',
	product: 'products'
} as const;

export type Measurer = ReturnType<typeof createMeasurer>;

/** Who is on a ranking and with what value: one way for building it and for keeping it up. */
export function createMeasurer(options: {
	directory: World['directory'];
	targets: World['targets'];
	organisation: World['organisation'];
	/** Where totals come from: those of now unless named. */
	readTotals?: TotalsReader;
}) {
	const { directory, targets, organisation, readTotals = presentTotals } = options;
	const { mirror } = directory;

	/** Teams of the scope; undefined for the whole company: no need to name them all. */
	function teamsOf(scopeId: number): Set<number> | undefined {
		if (mirror.units.get(scopeId)?.kind === 'company') return undefined;
		return new Set(mirror.below(scopeId, 'team').map((team) => team.id));
	}

	/** Everybody in scope is on the board, at 0 if nothing was sold (STAND-3). */
	function everybody(ranking: Ranking): number[] {
		const { level, scopeId, from, to } = ranking;
		if (level === 'team' || level === 'region')
			return mirror.below(scopeId, level).map((unit) => unit.id);
		if (level === 'product') return [...mirror.products.all()].map((product) => product.id);
		const teams = new Set(mirror.below(scopeId, 'team').map((team) => team.id));
		if (level === 'rep') return mirror.repsIn(teams, from, to).map((rep) => rep.id);
		const whole = teamsOf(scopeId) === undefined;
		return [...mirror.customers.all()]
			.filter((customer) => {
				if (customer.kind !== 'dealer') return false;
				const team = customer.ownerId === null ? undefined : mirror.teamOn(customer.ownerId, to);
				return whole || (team !== undefined && teams.has(team));
			})
			.map((dealer) => dealer.id);
	}

	const isBelow = (unit: Unit, scopeId: number): boolean =>
		mirror.lineOf(unit.id).some((above) => above.id === scopeId);

	/** Teams of each of these regions. */
	function teamsByRegion(regionIds: readonly number[]): Map<number, number[]> {
		return new Map(regionIds.map((id) => [id, mirror.below(id, 'team').map((team) => team.id)]));
	}

	async function totals(
		client: Reader,
		ranking: Pick<Ranking, 'metricId' | 'level' | 'scopeId' | 'from' | 'to'>,
		subjectIds: readonly number[] | undefined
	): Promise<Map<number, Total>> {
		const teams = teamsOf(ranking.scopeId);
		const query: TotalsOf = {
			kind: TOTAL_KIND[ranking.level],
			metricId: ranking.metricId,
			from: ranking.from,
			to: ranking.to,
			...(teams ? { teamIds: [...teams] } : {})
		};
		if (ranking.level !== 'region')
			return readTotals(client, subjectIds ? { ...query, subjectIds } : query);
		const regions = teamsByRegion(
			subjectIds ?? mirror.below(ranking.scopeId, 'region').map((region) => region.id)
		);
		const byTeam = await readTotals(client, { ...query, subjectIds: [...regions.values()].flat() });
		return new Map(
			[...regions].map(([region, teamIds]) => {
				const sum: Total = { amount: 0, reached: 0 };
				for (const id of teamIds) {
					const total = byTeam.get(id);
					sum.amount += total?.amount ?? 0;
					sum.reached = Math.max(sum.reached, total?.reached ?? 0);
				}
				return [region, sum];
			})
		);
	}

	/** Totals of the previous period up to the same number of working days (STAND-6). */
	async function previousTotals(
		client: Reader,
		ranking: Ranking,
		subjectIds: readonly number[] | undefined
	): Promise<Map<number, Total>> {
		const current = periodOf(ranking.unit, ranking.from);
		const previous = previousPeriod(current);
		const weigh = (period: typeof current) => ({
			dates: datesOf(period),
			weights: weightsOf(period, organisation.calendar)
		});
		const counted = samePlaceInPrevious({
			current: weigh(current),
			today: ranking.asOf ?? ranking.to,
			previous: weigh(previous)
		});
		const to = counted.at(-1);
		if (to === undefined) return new Map();
		return totals(client, { ...ranking, from: previous.from, to }, subjectIds);
	}

	return {
		everybody,

		/** The subjects of a ranking that entries touch. */
		touchedBy(ranking: Ranking, entries: readonly BookedEntry[]): Set<number> {
			const touched = new Set<number>();
			const teams = teamsOf(ranking.scopeId);
			const { from } =
				ranking.measure === 'growth'
					? previousPeriod(periodOf(ranking.unit, ranking.from))
					: ranking;
			for (const entry of entries) {
				if (ranking.metricId !== undefined && entry.metricId !== ranking.metricId) continue;
				if (entry.businessDate < from || entry.businessDate > ranking.to) continue;
				for (const credit of entry.credits) {
					if (credit.role !== 'credit' || (teams && !teams.has(credit.teamId))) continue;
					if (ranking.level === 'rep') touched.add(credit.repId);
					else if (ranking.level === 'team') touched.add(credit.teamId);
					else if (ranking.level === 'region') {
						const region = mirror.above(credit.teamId, 'region');
						if (region && isBelow(region, ranking.scopeId)) touched.add(region.id);
					} else if (ranking.level === 'product') {
						if (entry.productId !== null) touched.add(entry.productId);
					} else if (
						entry.customerId !== null &&
						mirror.customers.get(entry.customerId)?.kind === 'dealer'
					)
						touched.add(entry.customerId);
				}
			}
			return touched;
		},

		/**
		 * The scores of some subjects (or of everybody, with whoever has entries besides), read through
		 * `client`: inside a snapshot they belong to one position.
		 */
		async score(client: Reader, ranking: Ranking, only?: readonly number[]): Promise<Scored[]> {
			const { level, measure, metricId } = ranking;
			const values = await totals(client, ranking, only);
			const previous =
				measure === 'growth' ? await previousTotals(client, ranking, only) : undefined;
			const sheet =
				metricId !== undefined && (measure === 'attainment' || measure === 'gap')
					? await targets.sheet(metricId, periodOf(ranking.unit, ranking.from))
					: undefined;
			const shelf = mirror[DIRECTORY_KIND[level]];
			const scored: Scored[] = [];
			for (const id of only ?? new Set([...everybody(ranking), ...values.keys()])) {
				const code = shelf.get(id)?.code;
				if (code === undefined) continue;
				if (level === 'dealer' && mirror.customers.get(id)?.kind !== 'dealer') continue;
				const total = values.get(id);
				const value = measureValue(measure, {
					value: total?.amount ?? 0,
					target: sheet?.of({ kind: SUBJECT_KIND[level], id }),
					previous: previous?.get(id)?.amount
				});
				scored.push({
					code,
					score: value === undefined ? '+inf' : String(0 - value),
					reached: String(total?.reached ?? 0).padStart(16, '0')
				});
			}
			return scored;
		}
	};
}
