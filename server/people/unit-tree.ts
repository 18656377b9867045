import { eq } from 'drizzle-orm';
import type { UnitForm } from '../../src/lib/forms/directory.ts';
import { recordChange } from '../audit/record.ts';
import { accounts, unitManagers } from '../auth/schema.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Grants } from './grants.ts';
import type { Directory } from '../directory/directory.ts';
import type { Unit } from '../directory/mirror.ts';
import type { UnitKind } from '../directory/schema.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';

/** A unit at its place in the tree. */
export interface UnitPlace {
	code: string;
	name: string;
	kind: UnitKind;
	/** Code of the unit above, where the tree shows it. */
	parent: string | undefined;
	/** 1 at the top of what is shown. */
	level: number;
}

export interface UnitRow extends UnitPlace {
	managers: { code: string; name: string }[];
	/** Who belongs to it or below today. */
	people: number;
}

const KINDS: readonly UnitKind[] = ['company', 'region', 'team'];

export type UnitTree = ReturnType<typeof createUnitTree>;

/** The tree of units with who leads them and how many belong to them. */
export function createUnitTree(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	grants: Grants;
	clock: Clock;
}) {
	const { database, directory, organisation, grants, clock } = options;
	const { db } = database;
	const { mirror } = directory;

	async function managers(): Promise<Map<number, { code: string; name: string }[]>> {
		const rows = await db
			.select({ unitId: unitManagers.unitId, code: accounts.code, name: accounts.name })
			.from(unitManagers)
			.innerJoin(accounts, eq(accounts.code, unitManagers.account))
			.orderBy(accounts.code);
		const found = new Map<number, { code: string; name: string }[]>();
		for (const { unitId, code, name } of rows) {
			const known = mirror.reps.named(code)?.name ?? name;
			found.set(unitId, [...(found.get(unitId) ?? []), { code, name: known }]);
		}
		return found;
	}

	/** People of today by unit, those below counted too. */
	function headcount(): Map<number, number> {
		const today = organisation.today();
		const count = new Map<number, number>();
		for (const rep of mirror.reps.all()) {
			const team = mirror.teamOn(rep.id, today);
			if (team === undefined) continue;
			for (const { id } of mirror.lineOf(team)) count.set(id, (count.get(id) ?? 0) + 1);
		}
		return count;
	}

	const inOrder = (a: Unit, b: Unit): number =>
		KINDS.indexOf(b.kind) - KINDS.indexOf(a.kind) || (a.code < b.code ? -1 : 1);

	/** In the order of the tree, parents first; `within`: only these units and all below. */
	function places(within?: readonly string[]): UnitPlace[] {
		const all = [...mirror.units.all()].sort(inOrder);
		const below = Map.groupBy(all, (unit) => unit.parentId);
		const isTop = (unit: Unit): boolean => {
			if (!within) return unit.parentId === null;
			const [self, ...above] = mirror.lineOf(unit.id).map(({ code }) => code);
			return within.includes(self!) && !above.some((code) => within.includes(code));
		};
		const branch = (unit: Unit, level: number, parent: string | undefined): UnitPlace[] => [
			{ code: unit.code, name: unit.name, kind: unit.kind, parent, level },
			...(below.get(unit.id) ?? []).flatMap((child) => branch(child, level + 1, unit.code))
		];
		return all.filter(isTop).flatMap((unit) => branch(unit, 1, undefined));
	}

	return {
		places,

		/** The places with what an administrator wants to know about them. */
		async list(within?: readonly string[]): Promise<UnitRow[]> {
			const [leading, people] = [await managers(), headcount()];
			return places(within).map((place) => {
				const { id } = mirror.units.named(place.code)!;
				return { ...place, managers: leading.get(id) ?? [], people: people.get(id) ?? 0 };
			});
		},

		/** A unit that was not there before. Problems: `code-taken`, and those of the directory. */
		async add(code: string, form: UnitForm, actor: string): Promise<Outcome<object>> {
			if (mirror.units.named(code)) return failed(problem('code', 'code-taken', code));
			return directory.put('units', code, form, actor);
		},

		/** Sets who leads a unit. Problems: `unknown-unit`, `unknown-person`. */
		async setManagers(
			unitCode: string,
			codes: readonly string[],
			actor: string
		): Promise<Outcome<object>> {
			const unit = mirror.units.named(unitCode);
			if (!unit) return failed(problem('unit', 'unknown-unit', unitCode));
			const at = new Date(clock());
			const done = await directory.change([], async (tx) => {
				const before = await tx
					.delete(unitManagers)
					.where(eq(unitManagers.unitId, unit.id))
					.returning({ code: unitManagers.account });
				for (const code of new Set(codes)) {
					const name = mirror.reps.named(code)?.name;
					// A rep who leads needs an account to lead with.
					if (name !== undefined)
						await tx
							.insert(accounts)
							.values({ code, name, createdAt: at })
							.onConflictDoNothing({ target: accounts.code });
					const [known] = await tx.select().from(accounts).where(eq(accounts.code, code));
					if (!known) return failed(problem('managers', 'unknown-person', code));
					await tx.insert(unitManagers).values({ unitId: unit.id, account: code });
				}
				await recordChange(tx, {
					at,
					actor,
					action: 'units.managers',
					subject: unitCode,
					before: before.map(({ code }) => code),
					after: codes
				});
				await grants.announce(tx);
				return { ok: true };
			});
			if (done.ok) grants.tell();
			return done;
		}
	};
}
