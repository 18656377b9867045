/** Whose letters there are: of every rep, and of every unit with whoever leads it. docs/SPEC.md, LETTER-1. */
import type { Period } from '../../src/lib/domain/period.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Unit } from '../directory/mirror.ts';
import type { PlanSubjects } from '../targets/subjects.ts';
import type { SubjectRef } from '../targets/targets.ts';
import { readSupervisors } from '../tracking/supervisors.ts';

export interface Party {
	/** `rep/R001`, `unit/EAST/M-EAST`: codes hold no slash. */
	key: string;
	kind: 'rep' | 'unit';
	ref: SubjectRef;
	code: string;
	name: string;
	/** The rep's team of that period (TARGET-8), or the unit itself. */
	unit: { code: string; name: string };
	/** Who signs for the target. */
	receiver: { code: string; name: string };
	/** Codes of the units whose managers act for the company: nobody does who leads no more than the unit itself. */
	line: string[];
	/** Codes of the units whose managers may read it. */
	readers: string[];
}

/** Names a party among the letters of a period. */
export const placeOf = (of: { unitId: number | null; receiver: string }): string =>
	`${of.unitId ?? 0}/${of.receiver}`;

export type Parties = ReturnType<typeof createParties>;

export function createParties(options: {
	database: Database;
	directory: Directory;
	subjects: PlanSubjects;
}) {
	const { database, directory, subjects } = options;
	const { mirror } = directory;

	const codesFrom = (unitId: number | null | undefined): string[] =>
		unitId == null ? [] : mirror.lineOf(unitId).map(({ code }) => code);

	function ofRep(
		rep: { id: number; code: string; name: string },
		period: Pick<Period, 'from' | 'to'>
	): Party {
		const ref = { kind: 'rep', id: rep.id } as const;
		const [teamId] = subjects.teamsOf(
			{ key: '', kind: 'rep', level: 'rep', code: rep.code, name: rep.name, ref },
			period
		);
		const team = teamId === undefined ? undefined : mirror.units.get(teamId);
		const line = codesFrom(teamId);
		return {
			key: `rep/${rep.code}`,
			kind: 'rep',
			ref,
			code: rep.code,
			name: rep.name,
			unit: { code: team?.code ?? '', name: team?.name ?? '' },
			receiver: { code: rep.code, name: rep.name },
			line,
			readers: line
		};
	}

	const ofUnit = (unit: Unit, receiver: { code: string; name: string }): Party => ({
		key: `unit/${unit.code}/${receiver.code}`,
		kind: 'unit',
		ref: { kind: 'unit', id: unit.id },
		code: unit.code,
		name: unit.name,
		unit: { code: unit.code, name: unit.name },
		receiver: {
			code: receiver.code,
			name: mirror.reps.named(receiver.code)?.name ?? receiver.name
		},
		line: codesFrom(unit.parentId),
		readers: codesFrom(unit.id)
	});

	/** Managers of a unit and of all below it, from the top, then the reps of its teams, by code. */
	async function within(unitCode: string, period: Period): Promise<Party[]> {
		const top = mirror.units.named(unitCode);
		if (!top) return [];
		const leaders = await readSupervisors(database, mirror);
		const units = (['company', 'region', 'team'] as const).flatMap((kind) =>
			mirror.below(top.id, kind)
		);
		const teams = new Set(mirror.below(top.id, 'team').map(({ id }) => id));
		const reps = mirror
			.repsIn(teams, period.from, period.to)
			.map((rep) => ofRep(rep, period))
			.filter(({ unit }) => teams.has(mirror.units.named(unit.code)?.id ?? 0))
			.sort((a, b) => (a.code < b.code ? -1 : 1));
		const managers = units.flatMap((unit) =>
			(leaders.get(unit.id) ?? []).map((leader) => ofUnit(unit, leader))
		);
		return [...managers, ...reps];
	}

	return {
		within,

		/** Undefined for who or what is not there. */
		async named(key: string, period: Period): Promise<Party | undefined> {
			const [kind, code = '', receiver] = key.split('/');
			if (kind === 'rep') {
				const rep = mirror.reps.named(code);
				return rep && ofRep(rep, period);
			}
			const unit = kind === 'unit' ? mirror.units.named(code) : undefined;
			if (!unit) return undefined;
			const leaders = (await readSupervisors(database, mirror)).get(unit.id) ?? [];
			const leader = leaders.find((one) => one.code === receiver);
			return leader && ofUnit(unit, leader);
		},

		/** Of a letter that is there, also when its manager leads the unit no more. */
		of(
			row: { repId: number | null; unitId: number | null },
			receiver: { code: string; name: string },
			period: Pick<Period, 'from' | 'to'>
		): Party {
			return row.repId !== null
				? ofRep(mirror.reps.get(row.repId)!, period)
				: ofUnit(mirror.units.get(row.unitId!)!, receiver);
		}
	};
}
