import { addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Rep } from '../directory/mirror.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { Once } from './once.ts';

/** What every part of the process works with. */
export interface Parts {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	clock: Clock;
	once: Once;
}

/** Whom a list is about: everybody, or the members of these units and of all below. */
export type Scope = readonly string[] | undefined;

export interface Author {
	/** Of the account. */
	code: string;
	name: string;
}

/** What a client says about when something happened is believed up to so long ago. */
const BELIEVED_MS = 7 * 24 * 3_600_000;

export const actorOf = (by: string): string => `person:${by}`;

export function repNamed({ directory }: Parts, code: string): Outcome<{ rep: Rep }> {
	const rep = directory.mirror.reps.named(code);
	return rep ? { ok: true, rep } : failed(problem('rep', 'unknown-rep', code));
}

export const repOf = ({ directory }: Parts, id: number): Rep => directory.mirror.reps.get(id)!;

/** When something happened: what the client says, unless its clock cannot be right; else now. */
export function instantOf({ clock }: Parts, at: string | undefined): Date {
	const now = clock();
	const said = at === undefined ? now : new Date(at).getTime();
	return new Date(said > now || said < now - BELIEVED_MS ? now : said);
}

/** Reps who are in a team of the scope on the day. */
export function repsWithin({ directory }: Parts, scope: Scope, day: IsoDate): Rep[] {
	const { mirror } = directory;
	const roots = scope?.map((code) => mirror.units.named(code)) ?? [mirror.company()];
	const teams = new Set(
		roots.flatMap((unit) => (unit ? mirror.below(unit.id, 'team').map(({ id }) => id) : []))
	);
	return mirror.repsIn(teams, day, day);
}

/** Names of accounts, by code; whoever has none any more keeps the code. */
export async function authorsOf(
	{ database }: Parts,
	codes: Iterable<string | null>
): Promise<(code: string) => Author> {
	const wanted = [...new Set(codes)].filter((code) => code !== null);
	const { rows } =
		wanted.length === 0
			? { rows: [] }
			: await database.pool.query<Author>({
					name: 'process-authors',
					text: 'SELECT code, name FROM accounts WHERE code = ANY($1)',
					values: [wanted]
				});
	const names = new Map(rows.map(({ code, name }) => [code, name]));
	return (code) => ({ code, name: names.get(code) ?? code });
}

/** Groups rows by the code of their rep. */
export function byRep<Row extends { repId: number }, Shown>(
	parts: Parts,
	rows: readonly Row[],
	show: (row: Row) => Shown
): Map<string, Shown[]> {
	const groups = new Map<string, Shown[]>();
	for (const row of rows) {
		const { code } = repOf(parts, row.repId);
		const known = groups.get(code);
		if (known) known.push(show(row));
		else groups.set(code, [show(row)]);
	}
	return groups;
}

/** The first instant of a business date. */
export const startOf = ({ organisation }: Parts, day: IsoDate): Date =>
	new Date(organisation.clock.startOf(day));

/** The first instant after a business date. */
export const endOf = (parts: Parts, day: IsoDate): Date => startOf(parts, addDays(day, 1));
