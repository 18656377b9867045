import type { Subject } from '../../src/lib/domain/permissions.ts';
import type { DirectoryKind } from '../../src/lib/forms/directory.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Mirror } from './mirror.ts';

const lineFrom = (mirror: Mirror, unitId: number | undefined): string[] =>
	unitId === undefined ? [] : mirror.lineOf(unitId).map(({ code }) => code);

/** A rep belongs to the team of today, or the last one for who has left. */
function subjectOfRep(mirror: Mirror, code: string, today: IsoDate): Subject {
	const rep = mirror.reps.named(code);
	if (!rep) return { person: code };
	const team = mirror.teamOn(rep.id, today) ?? mirror.membershipsOf(rep.id).at(-1)?.teamId;
	return { person: code, line: lineFrom(mirror, team) };
}

/** Whose something is, as the permissions ask. What is unknown belongs to nobody. */
export function subjectOf(
	mirror: Mirror,
	today: IsoDate,
	kind: DirectoryKind,
	code: string
): Subject {
	switch (kind) {
		case 'units':
			return { line: lineFrom(mirror, mirror.units.named(code)?.id) };
		case 'reps':
			return subjectOfRep(mirror, code, today);
		case 'customers': {
			const owner = mirror.customers.named(code)?.ownerId;
			const rep = owner == null ? undefined : mirror.reps.get(owner);
			return rep ? subjectOfRep(mirror, rep.code, today) : {};
		}
		default:
			return {};
	}
}
