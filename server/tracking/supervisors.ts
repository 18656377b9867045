import { asc, eq, isNull } from 'drizzle-orm';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { accounts, unitManagers } from '../auth/schema.ts';
import type { Database } from '../database/connection.ts';
import type { Mirror } from '../directory/mirror.ts';

export interface Supervisor {
	/** Of the account. */
	code: string;
	name: string;
	/** Code of the unit they lead. */
	unit: string;
}

/** Who leads which unit, by unit id; accounts that may not sign in lead nothing. */
export async function readSupervisors(
	{ db }: Database,
	mirror: Mirror
): Promise<Map<number, Supervisor[]>> {
	const rows = await db
		.select({ unitId: unitManagers.unitId, code: accounts.code, name: accounts.name })
		.from(unitManagers)
		.innerJoin(accounts, eq(accounts.code, unitManagers.account))
		.where(isNull(accounts.disabledAt))
		.orderBy(asc(accounts.code));
	const byUnit = new Map<number, Supervisor[]>();
	for (const { unitId, code, name } of rows) {
		const supervisor = { code, name, unit: mirror.units.get(unitId)!.code };
		byUnit.set(unitId, [...(byUnit.get(unitId) ?? []), supervisor]);
	}
	return byUnit;
}

/** Codes of the units that somebody leads. */
export const unitsLedBy = async (
	database: Database,
	mirror: Mirror,
	account: string
): Promise<string[]> =>
	[...(await readSupervisors(database, mirror)).values()]
		.flat()
		.filter(({ code }) => code === account)
		.map(({ unit }) => unit);

/** A rep's supervisors on a day: who leads the nearest unit above that anybody leads, but for the rep (TRACK-13). */
export function supervisorsOf(
	mirror: Mirror,
	byUnit: ReadonlyMap<number, Supervisor[]>,
	rep: { id: number; code: string },
	day: IsoDate
): readonly Supervisor[] {
	const team = mirror.teamOn(rep.id, day);
	if (team === undefined) return [];
	for (const { id } of mirror.lineOf(team)) {
		const leaders = (byUnit.get(id) ?? []).filter(({ code }) => code !== rep.code);
		if (leaders.length > 0) return leaders;
	}
	return [];
}
