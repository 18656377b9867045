import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { eq } from 'drizzle-orm';
import type { RepDays } from '../../src/lib/domain/calendar.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { customers, memberships, metrics, products, repLeave, reps, units } from './schema.ts';

export type Unit = typeof units.$inferSelect;
export type Rep = typeof reps.$inferSelect;
export type Membership = typeof memberships.$inferSelect;
export type RepLeave = typeof repLeave.$inferSelect;
export type Customer = typeof customers.$inferSelect;
export type Product = typeof products.$inferSelect;
export type Metric = typeof metrics.$inferSelect;

/** Rows of one kind, found by id and by code. */
export class Shelf<Row extends { id: number; code: string }> {
	readonly #byId = new Map<number, Row>();
	readonly #byCode = new Map<string, Row>();

	put(row: Row): void {
		const old = this.#byId.get(row.id);
		if (old && old.code !== row.code) this.#byCode.delete(old.code);
		this.#byId.set(row.id, row);
		this.#byCode.set(row.code, row);
	}

	/** What the record no longer has. */
	forget(code: string): void {
		const row = this.#byCode.get(code);
		if (!row) return;
		this.#byCode.delete(code);
		this.#byId.delete(row.id);
	}

	get(id: number): Row | undefined {
		return this.#byId.get(id);
	}

	named(code: string): Row | undefined {
		return this.#byCode.get(code);
	}

	all(): IterableIterator<Row> {
		return this.#byId.values();
	}

	get size(): number {
		return this.#byId.size;
	}
}

/** Everything that a mirror holds, in any order. */
export interface DirectoryRows {
	units: readonly Unit[];
	reps: readonly Rep[];
	customers: readonly Customer[];
	products: readonly Product[];
	metrics: readonly Metric[];
	memberships: readonly Membership[];
	leave: readonly RepLeave[];
}

function shelve<Row extends { id: number; code: string }>(rows: readonly Row[]): Shelf<Row> {
	const shelf = new Shelf<Row>();
	for (const row of rows) shelf.put(row);
	return shelf;
}

/** By rep, in order of their first day. */
function byRep<Row extends { repId: number }>(
	rows: readonly Row[],
	first: (row: Row) => IsoDate
): Map<number, Row[]> {
	const found = new Map<number, Row[]>();
	for (const row of [...rows].sort((a, b) => (first(a) < first(b) ? -1 : 1))) {
		const known = found.get(row.repId);
		if (known) known.push(row);
		else found.set(row.repId, [row]);
	}
	return found;
}

/**
 * The directory as this process knows it: read for every entry and every frame, so it is kept in memory.
 * Filled from the record at start, then row by row as `directory` notifications name what changed.
 */
export class Mirror {
	units = new Shelf<Unit>();
	reps = new Shelf<Rep>();
	customers = new Shelf<Customer>();
	products = new Shelf<Product>();
	metrics = new Shelf<Metric>();
	/** By rep, oldest first. */
	#memberships = new Map<number, Membership[]>();
	#leave = new Map<number, RepLeave[]>();
	readonly #db: NodePgDatabase;

	constructor(db: NodePgDatabase) {
		this.#db = db;
	}

	/** Reads everything; what was there before stays in use until the reading is done. */
	async fill(): Promise<void> {
		const db = this.#db;
		this.take({
			units: await db.select().from(units),
			reps: await db.select().from(reps),
			customers: await db.select().from(customers),
			products: await db.select().from(products),
			metrics: await db.select().from(metrics),
			memberships: await db.select().from(memberships),
			leave: await db.select().from(repLeave)
		});
	}

	/** Knows these rows and nothing else. */
	take(rows: DirectoryRows): void {
		this.units = shelve(rows.units);
		this.reps = shelve(rows.reps);
		this.customers = shelve(rows.customers);
		this.products = shelve(rows.products);
		this.metrics = shelve(rows.metrics);
		this.#memberships = byRep(rows.memberships, ({ since }) => since);
		this.#leave = byRep(rows.leave, ({ from }) => from);
	}

	/** Reads one row again. Only units are ever removed: everything else has history. */
	async refresh(kind: 'units' | 'reps' | 'customers' | 'products' | 'metrics', code: string) {
		const db = this.#db;
		if (kind === 'units') {
			const [row] = await db.select().from(units).where(eq(units.code, code));
			if (row) this.units.put(row);
			else this.units.forget(code);
		} else if (kind === 'reps') {
			const [row] = await db.select().from(reps).where(eq(reps.code, code));
			if (!row) return;
			this.#memberships.set(
				row.id,
				await db
					.select()
					.from(memberships)
					.where(eq(memberships.repId, row.id))
					.orderBy(memberships.since)
			);
			this.#leave.set(
				row.id,
				await db.select().from(repLeave).where(eq(repLeave.repId, row.id)).orderBy(repLeave.from)
			);
			this.reps.put(row);
		} else if (kind === 'customers') {
			for (const row of await db.select().from(customers).where(eq(customers.code, code)))
				this.customers.put(row);
		} else if (kind === 'products') {
			for (const row of await db.select().from(products).where(eq(products.code, code)))
				this.products.put(row);
		} else {
			for (const row of await db.select().from(metrics).where(eq(metrics.code, code)))
				this.metrics.put(row);
		}
	}

	membershipsOf(repId: number): readonly Membership[] {
		return this.#memberships.get(repId) ?? [];
	}

	/** Oldest first. */
	leaveOf(repId: number): readonly RepLeave[] {
		return this.#leave.get(repId) ?? [];
	}

	/** What a rep's days differ in from the calendar: joined, left, away between two teams, on leave (CAL-4, CAL-5). */
	daysOf(repId: number): RepDays {
		const all = this.membershipsOf(repId);
		const until = all.at(-1)?.until ?? undefined;
		const between = all.slice(1).flatMap(({ since }, i) => {
			const gap = { from: addDays(all[i]!.until!, 1), to: addDays(since, -1), weight: 0 };
			return gap.from <= gap.to ? [gap] : [];
		});
		return {
			...(all[0] ? { from: all[0].since } : {}),
			...(until === undefined ? {} : { to: until }),
			leave: between.length > 0 ? [...this.leaveOf(repId), ...between] : this.leaveOf(repId)
		};
	}

	/** The team a rep belongs to on a day. */
	teamOn(repId: number, day: IsoDate): number | undefined {
		return this.#memberships
			.get(repId)
			?.findLast((m) => m.since <= day && (m.until === null || m.until >= day))?.teamId;
	}

	/** The chain upwards, the unit itself first. */
	lineOf(unitId: number): Unit[] {
		const line: Unit[] = [];
		let unit = this.units.get(unitId);
		while (unit) {
			line.push(unit);
			unit = unit.parentId === null ? undefined : this.units.get(unit.parentId);
		}
		return line;
	}

	/** The unit of one kind at or above a unit. */
	above(unitId: number, kind: Unit['kind']): Unit | undefined {
		return this.lineOf(unitId).find((unit) => unit.kind === kind);
	}

	/** Teams and regions at or below a unit, in order of code. */
	below(unitId: number, kind: Unit['kind']): Unit[] {
		const found: Unit[] = [];
		for (const unit of this.units.all()) {
			if (unit.kind === kind && this.lineOf(unit.id).some((above) => above.id === unitId))
				found.push(unit);
		}
		return found.sort((a, b) => (a.code < b.code ? -1 : 1));
	}

	/** Reps who belonged to one of the teams on any day from `from` to `to`. */
	repsIn(teams: ReadonlySet<number>, from: IsoDate, to: IsoDate): Rep[] {
		const found: Rep[] = [];
		for (const rep of this.reps.all()) {
			const there = this.membershipsOf(rep.id).some(
				(m) => teams.has(m.teamId) && m.since <= to && (m.until === null || m.until >= from)
			);
			if (there) found.push(rep);
		}
		return found;
	}

	company(): Unit | undefined {
		for (const unit of this.units.all()) if (unit.kind === 'company') return unit;
		return undefined;
	}
}
