/** Whose targets are: addressed as `unit:E1`, `rep:R001`, `dealer:D001`, `product:P01`, and who stands below whom. */
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Mirror, Unit } from '../directory/mirror.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { SubjectRef } from './targets.ts';

export type PlanLevel = 'company' | 'region' | 'team' | 'rep' | 'dealer' | 'product';
export type PlanKind = 'unit' | 'rep' | 'dealer' | 'product';

export interface PlanSubject {
	/** `unit:E1` */
	key: string;
	kind: PlanKind;
	level: PlanLevel;
	code: string;
	name: string;
	ref: SubjectRef;
}

/** What a screen needs of a subject. */
export type SubjectName = Omit<PlanSubject, 'ref'>;

interface Span {
	from: IsoDate;
	to: IsoDate;
}

const SHELF = { unit: 'units', rep: 'reps', dealer: 'customers', product: 'products' } as const;
const UNKNOWN = { unit: 'unit', rep: 'rep', dealer: 'customer', product: 'product' } as const;

export const nameOnly = ({ key, kind, level, code, name }: PlanSubject): SubjectName => ({
	key,
	kind,
	level,
	code,
	name
});

const byCode = (a: PlanSubject, b: PlanSubject) => (a.code < b.code ? -1 : 1);

export function createPlanSubjects(directory: { mirror: Mirror }) {
	const { mirror } = directory;

	function subject(kind: PlanKind, row: { id: number; code: string; name: string }): PlanSubject {
		const level = kind === 'unit' ? mirror.units.get(row.id)!.kind : kind;
		return {
			key: `${kind}:${row.code}`,
			kind,
			level,
			code: row.code,
			name: row.name,
			ref: { kind: kind === 'dealer' ? 'customer' : kind, id: row.id }
		};
	}

	const unit = (row: Unit): PlanSubject => subject('unit', row);

	/** The team that a rep's target of a period belongs to: the last one of it (TARGET-8). */
	const teamIn = (repId: number, { from, to }: Span): number | undefined =>
		mirror
			.membershipsOf(repId)
			.findLast((m) => m.since <= to && (m.until === null || m.until >= from))?.teamId;

	function unitsBelow(unitId: number): PlanSubject[] {
		return [...mirror.units.all()].filter(({ parentId }) => parentId === unitId).map(unit);
	}

	function repsOf(teamId: number, period: Span): PlanSubject[] {
		return mirror
			.repsIn(new Set([teamId]), period.from, period.to)
			.filter(({ id }) => teamIn(id, period) === teamId)
			.map((rep) => subject('rep', rep));
	}

	function dealersOf(repId: number): PlanSubject[] {
		return [...mirror.customers.all()]
			.filter(({ kind, ownerId }) => kind === 'dealer' && ownerId === repId)
			.map((dealer) => subject('dealer', dealer));
	}

	const products = (): PlanSubject[] =>
		[...mirror.products.all()].map((product) => subject('product', product)).sort(byCode);

	return {
		unit,
		products,

		find(key: string): Outcome<{ subject: PlanSubject }> {
			const [kind = '', ...rest] = key.split(':');
			const code = rest.join(':');
			const shelf = Object.hasOwn(SHELF, kind) ? SHELF[kind as PlanKind] : undefined;
			if (!shelf) return failed(problem('subject', 'unknown-subject', key));
			const row = mirror[shelf].named(code);
			if (!row) return failed(problem('subject', `unknown-${UNKNOWN[kind as PlanKind]}`, code));
			const isDealer = kind !== 'dealer' || mirror.customers.named(code)?.kind === 'dealer';
			if (!isDealer) return failed(problem('subject', 'not-a-dealer', code));
			return { ok: true, subject: subject(kind as PlanKind, row) };
		},

		/** One level down (SPLIT-9): regions and teams, reps, dealers; a dealer's are products. */
		childrenOf({ level, ref }: PlanSubject, period: Span): PlanSubject[] {
			switch (level) {
				case 'company':
				case 'region':
					return unitsBelow(ref.id).sort(byCode);
				case 'team':
					return repsOf(ref.id, period).sort(byCode);
				case 'rep':
					return dealersOf(ref.id).sort(byCode);
				case 'dealer':
					return products();
				case 'product':
					return [];
			}
		},

		/** One level up; the company has none, a product belongs to the company. */
		parentOf({ kind, ref }: PlanSubject, period: Span): PlanSubject | undefined {
			if (kind === 'product') {
				const company = mirror.company();
				return company && unit(company);
			}
			if (kind === 'dealer') {
				const ownerId = mirror.customers.get(ref.id)?.ownerId;
				const owner = ownerId == null ? undefined : mirror.reps.get(ownerId);
				return owner && subject('rep', owner);
			}
			const above = kind === 'rep' ? teamIn(ref.id, period) : mirror.units.get(ref.id)?.parentId;
			const row = above == null ? undefined : mirror.units.get(above);
			return row && unit(row);
		},

		/** The teams whose results are a subject's, or those it belongs to. */
		teamsOf({ kind, ref }: PlanSubject, period: Span): number[] {
			if (kind === 'unit') return mirror.below(ref.id, 'team').map(({ id }) => id);
			const repId = kind === 'dealer' ? mirror.customers.get(ref.id)?.ownerId : ref.id;
			const team = repId == null ? undefined : teamIn(repId, period);
			return team === undefined ? [] : [team];
		}
	};
}

export type PlanSubjects = ReturnType<typeof createPlanSubjects>;
