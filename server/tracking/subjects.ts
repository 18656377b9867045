import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Mirror, Unit } from '../directory/mirror.ts';
import type { TotalKind } from '../ledger/schema.ts';
import type { SubjectRef } from '../targets/targets.ts';

export type TrackedKind = 'unit' | 'rep' | 'dealer' | 'product';

/** A subject of the tracking table, with where its results lie among the day totals. */
export interface Tracked {
	kind: TrackedKind;
	id: number;
	code: string;
	name: string;
	source: { kind: TotalKind; ids: readonly number[] };
}

/** How the targets name a subject. */
export const targetOf = ({ kind, id }: Pick<Tracked, 'kind' | 'id'>): SubjectRef => ({
	kind: kind === 'dealer' ? 'customer' : kind,
	id
});

const SHELF = { unit: 'units', rep: 'reps', dealer: 'customers', product: 'products' } as const;

type Named = { id: number; code: string; name: string };

const trackUnit = (mirror: Mirror, unit: Unit): Tracked => ({
	kind: 'unit',
	id: unit.id,
	code: unit.code,
	name: unit.name,
	source: {
		kind: 'team',
		ids: unit.kind === 'team' ? [unit.id] : mirror.below(unit.id, 'team').map(({ id }) => id)
	}
});

const trackOther =
	(kind: 'rep' | 'dealer' | 'product') =>
	({ id, code, name }: Named): Tracked => ({
		kind,
		id,
		code,
		name,
		source: { kind: kind === 'dealer' ? 'customer' : kind, ids: [id] }
	});

/** The subject with this code; only a dealer among customers carries targets. */
export function trackedSubject(
	mirror: Mirror,
	{ kind, code }: { kind: TrackedKind; code: string }
): Tracked | undefined {
	if (kind === 'unit') {
		const unit = mirror.units.named(code);
		return unit && trackUnit(mirror, unit);
	}
	if (kind === 'dealer' && mirror.customers.named(code)?.kind !== 'dealer') return undefined;
	const row = mirror[SHELF[kind]].named(code);
	return row && trackOther(kind)(row);
}

/** The subject that a target is of; only a dealer among customers has any. */
export function trackedRef(mirror: Mirror, { kind, id }: SubjectRef): Tracked | undefined {
	switch (kind) {
		case 'unit': {
			const unit = mirror.units.get(id);
			return unit && trackUnit(mirror, unit);
		}
		case 'rep': {
			const rep = mirror.reps.get(id);
			return rep && trackOther('rep')(rep);
		}
		case 'customer': {
			const customer = mirror.customers.get(id);
			return customer?.kind === 'dealer' ? trackOther('dealer')(customer) : undefined;
		}
		case 'product': {
			const product = mirror.products.get(id);
			return product && trackOther('product')(product);
		}
	}
}

/** Those above a subject, the company first: whose part it is on this day. */
export function lineAbove(mirror: Mirror, subject: Tracked, day: IsoDate): Tracked[] {
	const unitsFrom = (id: number | undefined) =>
		id === undefined ? [] : mirror.lineOf(id).map((unit) => trackUnit(mirror, unit));
	const teamOf = (repId: number) =>
		mirror.teamOn(repId, day) ?? mirror.membershipsOf(repId).at(-1)?.teamId;
	switch (subject.kind) {
		case 'unit':
			return unitsFrom(subject.id).slice(1).reverse();
		case 'rep':
			return unitsFrom(teamOf(subject.id)).reverse();
		case 'dealer': {
			const owner = mirror.reps.get(mirror.customers.get(subject.id)?.ownerId ?? 0);
			return owner
				? [...unitsFrom(teamOf(owner.id)).reverse(), trackOther('rep')(owner)]
				: unitsFrom(mirror.company()?.id);
		}
		case 'product':
			return unitsFrom(mirror.company()?.id);
	}
}

/**
 * Those one step down: units, then the reps of a team in the span, then the dealers that a rep looks after. A dealer's
 * products are no subjects of their own: nobody sets a target for them.
 */
export function partsOf(
	mirror: Mirror,
	subject: Tracked,
	span: { from: IsoDate; to: IsoDate }
): Tracked[] {
	if (subject.kind === 'unit') {
		const unit = mirror.units.get(subject.id)!;
		if (unit.kind === 'team')
			return mirror.repsIn(new Set([unit.id]), span.from, span.to).map(trackOther('rep'));
		return [...mirror.units.all()]
			.filter(({ parentId }) => parentId === unit.id)
			.map((child) => trackUnit(mirror, child));
	}
	if (subject.kind === 'rep')
		return [...mirror.customers.all()]
			.filter(({ kind, ownerId }) => kind === 'dealer' && ownerId === subject.id)
			.map(trackOther('dealer'));
	return [];
}

/** Every product, as the company's parts by product. */
export const allProducts = (mirror: Mirror): Tracked[] =>
	[...mirror.products.all()].map(trackOther('product'));
