import { and, eq, inArray, sql } from 'drizzle-orm';
import { periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { TargetForm } from '../../src/lib/forms/target.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import { Refused } from '../database/refused.ts';
import { refusable } from './refused.ts';
import { ALONE, targetDays, targets } from './schema.ts';
import type { PeriodWithTarget } from './schema.ts';
import { createTargetReader, storedTargets, subjectOf } from './sheets.ts';
import type { StoredTarget, SubjectRef } from './sheets.ts';
import { holdParents, readGoverning } from './split-store.ts';
import type { SplitPlace } from './split-store.ts';
import { createPlanSubjects } from './subjects.ts';

export { nameOf } from './sheets.ts';
export type { SubjectKind, SubjectRef, TargetReader, TargetSheet } from './sheets.ts';

export type Targets = ReturnType<typeof createTargets>;

type Row = typeof targets.$inferSelect;

/** Sheets kept in memory; beyond this many the oldest is read again when asked for. */
const SHEETS = 200;

export function createTargets(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	organisation: Organisation;
	clock: Clock;
}) {
	const { database, listener, directory, organisation, clock } = options;
	const { mirror } = directory;
	const subjects = createPlanSubjects(directory);
	const watchers = new Set<() => void>();
	const stored = new Map<string, Promise<Map<string, StoredTarget>>>();

	function changed(): void {
		stored.clear();
		for (const watcher of watchers) watcher();
	}
	listener.on('targets', changed);

	async function readSet(
		metricId: number,
		unit: PeriodWithTarget,
		start: IsoDate
	): Promise<Map<string, StoredTarget>> {
		const of = and(
			eq(targets.metricId, metricId),
			eq(targets.periodUnit, unit),
			eq(targets.periodStart, start),
			ALONE
		);
		const rows = await database.db.select().from(targets).where(of);
		if (unit !== 'month') return storedTargets(rows, []);
		const fixed = await database.db
			.select({ targetId: targetDays.targetId, day: targetDays.day, amount: targetDays.amount })
			.from(targetDays)
			.innerJoin(targets, eq(targets.id, targetDays.targetId))
			.where(of);
		return storedTargets(rows, fixed);
	}

	/** The targets set for exactly this period, of subjects alone. */
	function set(
		metricId: number,
		unit: PeriodWithTarget,
		start: IsoDate
	): Promise<Map<string, StoredTarget>> {
		const name = `${metricId}:${unit}:${start}`;
		const known = stored.get(name);
		if (known) return known;
		const reading = readSet(metricId, unit, start);
		if (stored.size >= SHEETS) stored.delete(stored.keys().next().value!);
		stored.set(name, reading);
		reading.catch(() => stored.delete(name));
		return reading;
	}

	const reader = createTargetReader({ mirror, organisation, set });

	function resolve(form: TargetForm, path: string): Outcome<{ row: typeof targets.$inferInsert }> {
		const problems: Problem[] = [];
		const metric = mirror.metrics.named(form.metric);
		if (!metric) problems.push(problem(`${path}metric`, 'unknown-metric', form.metric));
		const { start, unit } = form.period;
		if (periodOf(unit, start).from !== start)
			problems.push(
				problem(`${path}period.start`, 'not-a-period-start', start, {
					start: periodOf(unit, start).from
				})
			);
		const { kind, code } = form.subject;
		const ids = { unitId: null, repId: null, customerId: null, productId: null } as Pick<
			Row,
			'unitId' | 'repId' | 'customerId' | 'productId'
		>;
		const unknown = (reason: string) => problems.push(problem(`${path}subject.code`, reason, code));
		if (kind === 'unit')
			ids.unitId = mirror.units.named(code)?.id ?? (unknown('unknown-unit'), null);
		else if (kind === 'rep')
			ids.repId = mirror.reps.named(code)?.id ?? (unknown('unknown-rep'), null);
		else if (kind === 'product')
			ids.productId = mirror.products.named(code)?.id ?? (unknown('unknown-product'), null);
		else {
			const customer = mirror.customers.named(code);
			if (customer?.kind === 'dealer') ids.customerId = customer.id;
			else unknown(customer ? 'not-a-dealer' : 'unknown-customer');
		}
		if (problems.length > 0) return failed(...problems);
		return {
			ok: true,
			row: {
				metricId: metric!.id,
				periodUnit: unit,
				periodStart: start,
				...ids,
				amount: form.amount,
				setAt: new Date(clock())
			}
		};
	}

	/** Of whose split an amount is a part, if any has been settled: a product's is nobody's. */
	function parentPlace(
		metricId: number,
		period: Period,
		subject: SubjectRef
	): SplitPlace | undefined {
		const shelf = {
			unit: 'units',
			rep: 'reps',
			customer: 'customers',
			product: 'products'
		} as const;
		const code = mirror[shelf[subject.kind]].get(subject.id)?.code;
		const found = subjects.find(`${subject.kind === 'customer' ? 'dealer' : subject.kind}:${code}`);
		if (!found.ok || found.subject.kind === 'product') return undefined;
		const parent = subjects.parentOf(found.subject, period);
		return parent && { metricId, period, parent: parent.ref };
	}

	const nameOfPlace = ({ parent }: SplitPlace): string =>
		(parent.kind === 'unit' ? mirror.units : mirror.reps).get(parent.id)?.name ?? '';

	/** The settled version that says what an amount is: it changes there and nowhere else (AGREE-9). */
	async function governing(
		db: Parameters<typeof readGoverning>[0],
		place: SplitPlace | undefined,
		subject: SubjectRef
	): Promise<{ place: SplitPlace; version: number } | undefined> {
		const found = place && (await readGoverning(db, place, subject));
		return found && { place: place!, version: found.version };
	}

	/** Writes what differs; gives how many. */
	async function putAll(
		tx: Transaction,
		resolved: readonly { row: typeof targets.$inferInsert; form: TargetForm; path: string }[],
		actor: string
	): Promise<number> {
		const places = resolved.map(({ row }) =>
			parentPlace(row.metricId, periodOf(row.periodUnit, row.periodStart), subjectOf(row as Row))
		);
		await holdParents(
			tx,
			places.filter((place) => place !== undefined)
		);
		const problems: Problem[] = [];
		let changes = 0;
		for (const [i, { row, form, path }] of resolved.entries()) {
			const same = and(
				eq(targets.metricId, row.metricId),
				eq(targets.periodUnit, row.periodUnit),
				eq(targets.periodStart, row.periodStart),
				sql`(unit_id, rep_id, customer_id, product_id) IS NOT DISTINCT FROM
					(${row.unitId}::int, ${row.repId}::int, ${row.customerId}::int, ${row.productId}::int)`
			);
			const [before] = await tx.select().from(targets).where(same).for('update');
			if (before?.amount === row.amount) continue;
			const settled = await governing(tx, places[i], subjectOf(row as Row));
			if (settled) {
				const params = { parent: nameOfPlace(settled.place), version: settled.version };
				const { code } = form.subject;
				problems.push(problem(`${path}subject.code`, 'part-of-settled-split', code, params));
				continue;
			}
			changes++;
			if (before)
				await tx
					.update(targets)
					.set({ amount: row.amount, setAt: row.setAt })
					.where(inArray(targets.id, [before.id]));
			else await tx.insert(targets).values(row);
			await recordChange(tx, {
				at: row.setAt,
				actor,
				action: 'target.put',
				subject: `${form.subject.kind}:${form.subject.code}`,
				before: before ? { ...form, amount: before.amount } : null,
				after: form
			});
		}
		if (problems.length > 0) throw new Refused(...problems);
		if (changes > 0) await tx.execute(notification('targets'));
		return changes;
	}

	return {
		...reader,

		/** The settled split that an amount is a part of, so that it is not set by itself. */
		async settledIn(
			metricId: number,
			period: Period,
			subject: SubjectRef
		): Promise<{ parent: SubjectRef; version: number } | undefined> {
			const place = parentPlace(metricId, period, subject);
			const found = await governing(database.db, place, subject);
			return found && { parent: found.place.parent, version: found.version };
		},

		/** After somebody else of this process wrote to the tables: read anew, and tell. */
		changed,

		/**
		 * Sets targets, all or none; setting the same again changes nothing. Problems name `<index>.<field>`. One that a
		 * settled split says is refused (AGREE-9).
		 */
		async put(
			forms: readonly TargetForm[],
			actor: string
		): Promise<Outcome<{ set: number; unchanged: number }>> {
			const resolved = forms.map((form, i) => resolve(form, forms.length > 1 ? `${i}.` : ''));
			const problems = resolved.flatMap((outcome) => (outcome.ok ? [] : outcome.problems));
			if (problems.length > 0) return failed(...problems);
			const rows = resolved.flatMap((outcome, i) =>
				outcome.ok
					? [{ row: outcome.row, form: forms[i]!, path: forms.length > 1 ? `${i}.` : '' }]
					: []
			);
			return refusable('period', async () => {
				const set = await database.db.transaction((tx) => putAll(tx, rows, actor));
				if (set > 0) changed();
				return { ok: true, set, unchanged: forms.length - set };
			});
		},

		onChange(watcher: () => void): void {
			watchers.add(watcher);
		}
	};
}
