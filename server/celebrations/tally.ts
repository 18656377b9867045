import type { CreditFacts, Lead, UnitFacts } from '../../src/lib/domain/celebration.ts';
import { contains, periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';
import type { Mirror } from '../directory/mirror.ts';
import type { BookedEntry } from '../ledger/entry.ts';

interface Place {
	value: number;
	/** Position of the last entry that changed it: of equal values the earlier stands first (STAND-2). */
	reached: number;
}

/** A unit's month: what each rep brought to it, and who leads. */
class Field {
	readonly places = new Map<number, Place>();
	leader: number | undefined;

	private precedes(a: Place, b: Place): boolean {
		return a.value > b.value || (a.value === b.value && a.reached < b.reached);
	}

	put(rep: number, place: Place): void {
		const before = this.places.get(rep);
		this.places.set(rep, place);
		const falls = before !== undefined && place.value < before.value;
		if (this.leader === rep && falls) return this.look();
		const top = this.leader === undefined ? undefined : this.places.get(this.leader)!;
		if (!top || (rep !== this.leader && this.precedes(place, top))) this.leader = rep;
	}

	private look(): void {
		this.leader = undefined;
		let top: Place | undefined;
		for (const [rep, place] of this.places)
			if (!top || this.precedes(place, top)) [this.leader, top] = [rep, place];
	}

	/** Competition ranking 1224. */
	rankOf(rep: number): number {
		const own = this.places.get(rep)?.value ?? 0;
		let rank = 1;
		for (const { value } of this.places.values()) if (value > own) rank++;
		return rank;
	}
}

/** What one credit did to the figures that can be celebrated. */
export interface Counted {
	repId: number;
	teamId: number;
	facts: Pick<CreditFacts, 'rep' | 'amount' | 'day' | 'month' | 'leads'>;
}

/** A total that the entry moved; targets are for whoever knows them. */
export type CountedUnit = Omit<UnitFacts, 'target'> & { id: number };

const MONTH_TO_POSITION = `
SELECT metric_id AS metric, subject_id AS rep, team_id AS team, sum(amount) AS amount,
	coalesce(sum(amount) FILTER (WHERE day = $3), 0) AS today, max(reached) AS reached
FROM (
	SELECT metric_id, subject_id, team_id, day, amount, reached
	FROM day_totals WHERE kind = 'rep' AND day BETWEEN $1 AND $2
	UNION ALL
	SELECT e.metric_id, c.rep_id, c.team_id, e.business_date, -c.amount, 0
	FROM entries e JOIN entry_credits c USING (position)
	WHERE e.position > $4 AND c.role = 'credit' AND e.business_date BETWEEN $1 AND $2
) AS totals
GROUP BY metric_id, subject_id, team_id`;

/**
 * The sums of the current day and month as of one position of the ledger, moved on entry by entry: what an entry found
 * and what it left does not depend on what was booked after it, nor on when it is looked at.
 */
export async function readTally(
	database: Database,
	mirror: Mirror,
	at: { date: IsoDate; position: number }
) {
	const month: Period = periodOf('month', at.date);
	const days = new Map<string, number>();
	const months = new Map<string, number>();
	const fields = new Map<string, Field>();
	const units = new Map<string, number>();
	const company = mirror.company();

	const fieldOf = (metric: number, unit: number): Field => {
		const key = `${metric}:${unit}`;
		let field = fields.get(key);
		if (!field) fields.set(key, (field = new Field()));
		return field;
	};
	const bump = (sums: Map<string, number>, key: string, by: number): number => {
		const next = (sums.get(key) ?? 0) + by;
		sums.set(key, next);
		return next;
	};

	function count(of: {
		metric: number;
		rep: number;
		team: number;
		amount: number;
		reached: number;
	}) {
		const { metric, rep, team, amount, reached } = of;
		for (const unit of mirror.lineOf(team)) bump(units, `${metric}:${unit.id}`, amount);
		bump(months, `${metric}:${rep}`, amount);
		for (const unit of [company?.id, team]) {
			if (unit === undefined) continue;
			const field = fieldOf(metric, unit);
			const before = field.places.get(rep);
			field.put(rep, {
				value: (before?.value ?? 0) + amount,
				reached: Math.max(before?.reached ?? 0, reached)
			});
		}
	}

	const { rows } = await database.pool.query<{
		metric: number;
		rep: number;
		team: number;
		amount: number;
		today: number;
		reached: number;
	}>(MONTH_TO_POSITION, [month.from, month.to, at.date, at.position]);
	for (const row of rows) {
		count(row);
		bump(days, `${row.metric}:${row.rep}`, row.today);
	}

	function leadOf(
		metric: number,
		unit: number,
		rep: number,
		by: number
	): Lead & CreditFacts['day'] {
		const field = fieldOf(metric, unit);
		const { leader, places } = field;
		const before = places.get(rep)?.value ?? 0;
		return {
			unit: mirror.units.get(unit)!.code,
			leader: leader === undefined ? undefined : mirror.reps.get(leader)!.code,
			value: leader === undefined ? 0 : places.get(leader)!.value,
			size: places.size,
			before,
			after: before + by
		};
	}

	return {
		date: at.date,

		/** Moves on by one entry, and says what it moved; nothing of another month. */
		add(entry: BookedEntry): { credits: Counted[]; units: CountedUnit[] } {
			const credits: Counted[] = [];
			const touched = new Map<number, CountedUnit>();
			if (!contains(month, entry.businessDate)) return { credits, units: [] };
			const metric = entry.metricId;
			for (const { role, repId, teamId, amount } of entry.credits) {
				if (role !== 'credit') continue;
				const key = `${metric}:${repId}`;
				const leads = [company?.id, teamId].flatMap((unit) =>
					unit === undefined ? [] : [leadOf(metric, unit, repId, amount)]
				);
				for (const { id, code } of mirror.lineOf(teamId)) {
					const known = touched.get(id);
					const before = known?.month.before ?? units.get(`${metric}:${id}`) ?? 0;
					const after = (known?.month.after ?? before) + amount;
					touched.set(id, { id, unit: code, month: { before, after } });
				}
				count({ metric, rep: repId, team: teamId, amount, reached: entry.position });
				const sold = months.get(key)!;
				const isToday = entry.businessDate === at.date;
				const today = isToday ? bump(days, key, amount) : (days.get(key) ?? 0);
				credits.push({
					repId,
					teamId,
					facts: {
						rep: mirror.reps.get(repId)!.code,
						amount,
						day: { before: isToday ? today - amount : today, after: today },
						month: { before: sold - amount, after: sold },
						leads
					}
				});
			}
			return { credits, units: [...touched.values()] };
		},

		/** In the company's month. */
		rankOf: (metric: number, rep: number): number | undefined =>
			company && fieldOf(metric, company.id).rankOf(rep)
	};
}

export type Tally = Awaited<ReturnType<typeof readTally>>;
