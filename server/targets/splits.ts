/** Splitting a target one level down: suggestions, drafts, and putting them in force. docs/SPEC.md, SPLIT-*. */
import { eq, sql } from 'drizzle-orm';
import { factorAmount } from '../../src/lib/domain/factors.ts';
import type { Reach } from '../../src/lib/domain/outlook.ts';
import { previousPeriod } from '../../src/lib/domain/period.ts';
import type { Period } from '../../src/lib/domain/period.ts';
import { checkSplit } from '../../src/lib/domain/split.ts';
import type { SplitForm, SplitPart } from '../../src/lib/forms/targeting.ts';
import { recordChange, recordChanges } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import { closedProblem } from '../ledger/closed.ts';
import { readProductMix } from '../ledger/past.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import { placeOf } from './asked.ts';
import type { PlanPlace, PlanQuery } from './asked.ts';
import type { Factors } from './factors.ts';
import { periodsBefore, yearBefore } from './past.ts';
import type { Past } from './past.ts';
import { splits } from './schema.ts';
import type { SplitBasis, SplitState } from './schema.ts';
import {
	lockParent,
	placeColumns,
	readNewest,
	readParts,
	readVersions,
	removeCells,
	writeParts,
	writeTargets
} from './split-store.ts';
import type { PartRow, SplitRow, TargetAmount } from './split-store.ts';
import { nameOnly } from './subjects.ts';
import type { PlanSubject, PlanSubjects, SubjectName } from './subjects.ts';
import type { Targets } from './targets.ts';

export interface SplitChild extends SubjectName {
	/** In force now. */
	current: number | undefined;
	/** By basis; a basis that says nothing about anybody is absent. */
	weights: Partial<Record<SplitBasis, number>>;
	/** Results of the periods before, oldest first; absent when the reader may not see them. */
	past?: number[];
	yearAgo?: number;
	reach?: Reach;
}

export interface SplitVersion {
	version: number;
	state: SplitState;
	revision: number;
	basis: SplitBasis;
	reason: string;
	savedAt: number;
	savedBy: string;
	sum?: number;
}

export interface SplitView {
	parent: SubjectName;
	metric: { code: string; name: string; kind: 'money' | 'count' };
	period: Period;
	/** The parent's target in force. */
	amount: number | undefined;
	/** Basis points. */
	stretch: number;
	children: SplitChild[];
	/** For dealers: what they may be split by, with the mix of their team as weights. */
	products: (SubjectName & { weight: number })[];
	/** Oldest of `SplitChild.past` first. */
	pastPeriods: { from: string; to: string }[];
	/** What is on the table: the version asked for, else the newest. */
	shown: (SplitVersion & { parts: SplitPart[] }) | undefined;
	versions: SplitVersion[];
}

const PAST = 6;
/** Of them, what the basis "history" counts. */
const HISTORY = 3;
/** Weights beyond keep their proportions and lose their last digits. */
const MOST_WEIGHT = 10 ** 12;

class Refused extends Error {
	readonly problems: Problem[];

	constructor(...problems: Problem[]) {
		super('refused');
		this.problems = problems;
	}
}

const versionOf = (row: SplitRow): SplitVersion => ({
	version: row.version,
	state: row.state,
	revision: row.revision,
	basis: row.basis,
	reason: row.reason,
	savedAt: row.savedAt.getTime(),
	savedBy: row.savedBy
});

const sumOf = (parts: readonly { amount: number }[]): number =>
	parts.reduce((sum, { amount }) => sum + amount, 0);

const weigh = (amount: number): number => Math.min(MOST_WEIGHT, Math.max(0, amount));

/** Shares of a whole in basis points: who may not see results is told proportions. */
function proportions(weights: readonly number[]): number[] {
	const whole = weights.reduce((sum, weight) => sum + weight, 0);
	return weights.map((weight) => (whole > 0 ? Math.round((weight / whole) * 10_000) : 0));
}

const NOBODY = { unitId: null, repId: null, customerId: null, productId: null };
const COLUMN = {
	unit: 'unitId',
	rep: 'repId',
	customer: 'customerId',
	product: 'productId'
} as const;

export function createSplits(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	subjects: PlanSubjects;
	past: Past;
	factors: Factors;
	targets: Targets;
	clock: Clock;
}) {
	const { database, directory, organisation, subjects, past, factors, targets, clock } = options;
	const { mirror } = directory;

	/** The row of a child: a dealer's products are cells of the two. */
	const columnsOf = (parent: PlanSubject, child: PlanSubject) => ({
		...NOBODY,
		...(parent.level === 'dealer' ? { customerId: parent.ref.id } : {}),
		[COLUMN[child.ref.kind]]: child.ref.id
	});

	function shownPart(parent: PlanSubject, row: PartRow): SplitPart {
		const code = (kind: 'units' | 'reps' | 'customers' | 'products', id: number | null) =>
			id === null ? '' : (mirror[kind].get(id)?.code ?? '');
		const product = row.productId === null ? '' : `product:${code('products', row.productId)}`;
		const rest = [row.amount, row.weight, row.locked] as const;
		if (parent.level === 'dealer') return [product, '', ...rest];
		if (row.customerId !== null)
			return [`dealer:${code('customers', row.customerId)}`, product, ...rest];
		if (row.repId !== null) return [`rep:${code('reps', row.repId)}`, '', ...rest];
		return [`unit:${code('units', row.unitId)}`, '', ...rest];
	}

	/** What each basis says about each child; a basis that says nothing at all is left out. */
	async function weightsOf(
		{ metric, period, subject: parent }: PlanPlace,
		children: readonly PlanSubject[],
		results: Map<string, number[]>
	): Promise<Map<string, SplitChild['weights']>> {
		const units = children.filter(({ kind }) => kind === 'unit').map(({ ref }) => ref.id);
		const [market, before] = await Promise.all([
			factors.of(metric.id, period, units),
			targets.sheet(metric.id, previousPeriod(period))
		]);
		const by: Record<Exclude<SplitBasis, 'equal'>, (child: PlanSubject) => number> = {
			history: ({ key }) => (results.get(key) ?? []).slice(0, HISTORY).reduce((a, b) => a + b, 0),
			factors: ({ kind, ref }) => {
				const found = kind === 'unit' ? market.get(ref.id) : undefined;
				return found ? factorAmount(found) : 0;
			},
			last: ({ ref }) => (parent.level === 'dealer' ? 0 : (before.of(ref) ?? 0))
		};
		const weights = new Map<string, SplitChild['weights']>(
			children.map(({ key }) => [key, { equal: 1 }])
		);
		for (const [basis, of] of Object.entries(by)) {
			const all = children.map((child) => weigh(of(child)));
			if (all.every((weight) => weight === 0)) continue;
			children.forEach(({ key }, i) => (weights.get(key)![basis as SplitBasis] = all[i]!));
		}
		return weights;
	}

	/** The same by basis in proportions. */
	function veiled(weights: Map<string, SplitChild['weights']>): Map<string, SplitChild['weights']> {
		const keys = [...weights.keys()];
		const hidden = new Map<string, SplitChild['weights']>(keys.map((key) => [key, {}]));
		for (const basis of Object.keys(weights.get(keys[0]!) ?? {}) as SplitBasis[]) {
			const shares = proportions(keys.map((key) => weights.get(key)![basis]!));
			keys.forEach((key, i) => (hidden.get(key)![basis] = shares[i]!));
		}
		return hidden;
	}

	/** What the teams around a rep or dealer sell, by product. */
	async function productsOf({ metric, period, subject }: PlanPlace) {
		if (subject.level !== 'rep') return [];
		const earlier = periodsBefore(period, HISTORY);
		const mix = await readProductMix(database.pool, {
			metricId: metric.id,
			teamIds: subjects.teamsOf(subject, period),
			from: earlier.at(-1)!.from,
			to: earlier[0]!.to
		});
		return subjects
			.products()
			.map((product) => ({ ...nameOnly(product), weight: weigh(mix.get(product.ref.id) ?? 0) }));
	}

	/** Results for the basis; a dealer's products have none of their own, so the mix of its team stands for them. */
	async function resultsOf(
		{ metric, period, subject }: PlanPlace,
		children: readonly PlanSubject[]
	): Promise<Map<string, number[]>> {
		const spans = [...periodsBefore(period, PAST), yearBefore(period)];
		if (subject.level !== 'dealer') return past.sums(metric.id, children, spans);
		const mix = await readProductMix(database.pool, {
			metricId: metric.id,
			teamIds: subjects.teamsOf(subject, period),
			from: spans[HISTORY - 1]!.from,
			to: spans[0]!.to
		});
		return new Map(children.map(({ key, ref }) => [key, [mix.get(ref.id) ?? 0]]));
	}

	/** The parts as rows, or what is wrong with them: only children of the parent, each once. */
	function resolveParts(
		{ subject: parent, period }: PlanPlace,
		parts: readonly SplitPart[]
	): Outcome<{ rows: PartRow[] }> {
		const children = new Map(
			subjects.childrenOf(parent, period).map((child) => [child.key, child])
		);
		const products = new Map(subjects.products().map((product) => [product.key, product]));
		const seen = new Set<string>();
		const cellsOf = new Set<string>();
		const problems: Problem[] = [];
		const rows: PartRow[] = [];
		for (const [key, productKey, amount, weight, locked] of parts) {
			const child = children.get(key);
			const product = productKey === '' ? undefined : products.get(productKey);
			const name = `${key} ${productKey}`;
			// A dealer is given a whole amount or cells, never both.
			const whole = productKey === '' ? cellsOf.has(key) : seen.has(`${key} `);
			const fits = child && (productKey === '' || (product && child.level === 'dealer'));
			if (!fits) problems.push(problem('parts', 'not-a-child', productKey || key));
			else if (whole || seen.has(name)) problems.push(problem('parts', 'duplicate-child', key));
			else
				rows.push({
					...columnsOf(parent, child),
					...(product ? { productId: product.ref.id } : {}),
					amount,
					weight,
					locked
				});
			seen.add(name);
			if (productKey !== '') cellsOf.add(key);
		}
		return problems.length > 0 ? failed(...problems.slice(0, 5)) : { ok: true, rows };
	}

	/** The version to write to: the draft that is open, or a new one after what is settled. */
	async function openVersion(
		tx: Transaction,
		place: PlanPlace,
		form: SplitForm,
		values: { parentAmount: number; savedBy: string }
	): Promise<SplitRow> {
		const at = { metricId: place.metric.id, period: place.period, parent: place.subject.ref };
		await lockParent(tx, at);
		const [newest] = await readVersions(tx, at);
		if ((newest?.version ?? 0) !== form.version || (newest?.revision ?? 0) !== form.revision)
			throw new Refused(problem('version', 'split-changed'));
		const set = {
			...values,
			basis: form.basis,
			stretch: organisation.settings.stretch,
			savedAt: new Date(clock())
		};
		if (newest && newest.state !== 'settled') {
			const reason = newest.version > 1 ? form.reason || newest.reason : '';
			const [row] = await tx
				.update(splits)
				.set({ ...set, reason, revision: newest.revision + 1 })
				.where(eq(splits.id, newest.id))
				.returning();
			return row!;
		}
		if (newest && form.reason === '') throw new Refused(problem('reason', 'reason-required'));
		const [row] = await tx
			.insert(splits)
			.values({
				...placeColumns(at),
				...set,
				version: (newest?.version ?? 0) + 1,
				state: 'draft',
				reason: newest ? form.reason : '',
				revision: 1
			})
			.returning();
		return row!;
	}

	/** Whose a target of one subject is. */
	function named({ unitId, repId, customerId, productId }: TargetAmount) {
		const { units, reps, customers, products } = directory.mirror;
		if (unitId !== null)
			return {
				kind: 'unit',
				ref: { kind: 'unit', id: unitId },
				code: units.get(unitId)!.code
			} as const;
		if (repId !== null)
			return { kind: 'rep', ref: { kind: 'rep', id: repId }, code: reps.get(repId)!.code } as const;
		if (customerId !== null)
			return {
				kind: 'dealer',
				ref: { kind: 'customer', id: customerId },
				code: customers.get(customerId)!.code
			} as const;
		return {
			kind: 'product',
			ref: { kind: 'product', id: productId! },
			code: products.get(productId!)!.code
		} as const;
	}

	/** The targets that the parts make: a dealer's is the sum of its cells, and the cells stand beside it. */
	function amountsOf(parent: PlanSubject, rows: readonly PartRow[]) {
		const cells = rows.filter((row) => row.customerId !== null && row.productId !== null);
		if (parent.level === 'dealer') return { alone: [], cells, dealers: [parent.ref.id] };
		const alone: TargetAmount[] = rows.filter(
			(row) => row.productId === null || row.customerId === null
		);
		const sums = new Map<number, number>();
		for (const { customerId, amount } of cells)
			sums.set(customerId!, (sums.get(customerId!) ?? 0) + amount);
		for (const [customerId, amount] of sums) alone.push({ ...NOBODY, customerId, amount });
		return { alone, cells, dealers: [...sums.keys()] };
	}

	/** What a settled split changes in the targets, one by one (DIR-4). Cells of dealers stand in its version. */
	async function recordTargets(
		tx: Transaction,
		{ metric, period }: PlanPlace,
		split: SplitRow,
		amounts: readonly TargetAmount[]
	): Promise<void> {
		const sheet = await targets.sheet(metric.id, period);
		const changes = amounts.flatMap((row) => {
			const { kind, ref, code } = named(row);
			const before = sheet.of(ref);
			if (before === row.amount) return [];
			const target = {
				metric: metric.code,
				period: { unit: period.unit, start: period.from },
				subject: { kind, code }
			};
			return [
				{
					at: split.savedAt,
					actor: split.savedBy,
					action: 'target.put',
					subject: `${kind}:${code}`,
					before: before === undefined ? null : { ...target, amount: before },
					after: { ...target, amount: row.amount }
				}
			];
		});
		await recordChanges(tx, changes);
	}

	async function settle(
		tx: Transaction,
		place: PlanPlace,
		split: SplitRow,
		rows: readonly PartRow[]
	): Promise<void> {
		const { metric, period, subject } = place;
		const check = checkSplit(
			split.parentAmount,
			rows.map(({ amount }) => amount),
			split.stretch
		);
		if (check.status === 'short')
			throw new Refused(problem('parts', 'split-short', undefined, { left: check.left }));
		const { alone, cells, dealers } = amountsOf(subject, rows);
		const of = { metricId: metric.id, period, setAt: split.savedAt };
		await recordTargets(tx, place, split, alone);
		if (dealers.length > 0) await removeCells(tx, of, dealers);
		await writeTargets(tx, of, [...alone, ...cells.filter(({ amount }) => amount > 0)]);
		await tx.update(splits).set({ state: 'settled' }).where(eq(splits.id, split.id));
		await tx.execute(notification('targets'));
	}

	/** Both in one transaction: what a version says, and what it makes of the targets. */
	async function write(
		place: PlanPlace,
		form: SplitForm,
		{ rows, actor, settles }: { rows: PartRow[]; actor: string; settles: boolean }
	): Promise<SplitVersion> {
		const { metric, period, subject } = place;
		return database.db.transaction(async (tx) => {
			const parentAmount = (await targets.sheet(metric.id, period)).of(subject.ref);
			if (parentAmount === undefined)
				throw new Refused(problem('subject', 'no-target-to-split', subject.code));
			const split = await openVersion(tx, place, form, { parentAmount, savedBy: actor });
			await writeParts(tx, split.id, rows);
			if (settles) await settle(tx, place, split, rows);
			await recordChange(tx, {
				at: split.savedAt,
				actor,
				action: settles ? 'split.settle' : 'split.draft',
				subject: subject.key,
				before: form.version === 0 ? null : { version: form.version, revision: form.revision },
				after: {
					metric: metric.code,
					period: { unit: period.unit, start: period.from },
					version: split.version,
					revision: split.revision,
					reason: split.reason,
					target: parentAmount,
					sum: sumOf(rows),
					parts: rows.length
				}
			});
			return { ...versionOf(split), state: settles ? 'settled' : split.state };
		});
	}

	return {
		/** Of every parent of a period, the newest version, by `kind:id` of the parent. */
		async states(metricId: number, period: Period): Promise<Map<string, SplitVersion>> {
			const rows = await readNewest(database.db, { metricId, period });
			return new Map(
				rows.map((row) => [
					row.unitId !== null
						? `unit:${row.unitId}`
						: row.repId !== null
							? `rep:${row.repId}`
							: `customer:${row.customerId}`,
					versionOf(row)
				])
			);
		},

		/** `results`: whether the reader may see what the children sold. `version`: an older one than the newest. */
		async read(
			query: PlanQuery,
			{ results: mayKnow, version }: { results: boolean; version?: number | undefined }
		): Promise<Outcome<{ split: SplitView }>> {
			const found = placeOf(directory, subjects, query);
			if (!found.ok) return found;
			const { place } = found;
			const { metric, period, subject } = place;
			const children = subjects.childrenOf(subject, period);
			const at = { metricId: metric.id, period, parent: subject.ref };
			const hasReach = mayKnow && subject.level !== 'dealer';
			const [results, reaches, sheet, products, versions] = await Promise.all([
				resultsOf(place, children),
				hasReach ? past.reaches(metric.id, children, period) : undefined,
				targets.sheet(metric.id, period),
				productsOf(place),
				readVersions(database.db, at)
			]);
			const known = await weightsOf(place, children, results);
			const weights = mayKnow ? known : veiled(known);
			const row =
				version === undefined ? versions[0] : versions.find((one) => one.version === version);
			const saved = row && (await readParts(database.db, row.id));
			const shares = proportions(saved?.map(({ weight }) => weight) ?? []);
			const parts = mayKnow ? saved : saved?.map((part, i) => ({ ...part, weight: shares[i]! }));
			return {
				ok: true,
				split: {
					parent: nameOnly(subject),
					metric: { code: metric.code, name: metric.name, kind: metric.kind },
					period,
					amount: sheet.of(subject.ref),
					stretch: organisation.settings.stretch,
					children: children.map((child) => {
						const own = results.get(child.key)!;
						const reach = reaches?.get(child.key);
						return {
							...nameOnly(child),
							current: subject.level === 'dealer' ? undefined : sheet.of(child.ref),
							weights: weights.get(child.key)!,
							...(hasReach ? { past: own.slice(0, PAST).reverse(), yearAgo: own[PAST]! } : {}),
							...(reach ? { reach } : {})
						};
					}),
					products: mayKnow ? products : products.map((one) => ({ ...one, weight: 1 })),
					pastPeriods: periodsBefore(period, PAST)
						.reverse()
						.map(({ from, to }) => ({ from, to })),
					shown: row &&
						parts && {
							...versionOf(row),
							sum: sumOf(parts),
							parts: parts.map((part) => shownPart(subject, part))
						},
					versions: versions.map(versionOf)
				}
			};
		},

		/** Saves a draft, or settles it too: its targets are in force with the same commit (SPLIT-11). */
		async save(
			form: SplitForm,
			parts: readonly SplitPart[],
			{ actor, settles }: { actor: string; settles: boolean }
		): Promise<Outcome<{ saved: SplitVersion }>> {
			const found = placeOf(directory, subjects, form);
			if (!found.ok) return found;
			const resolved = resolveParts(found.place, parts);
			if (!resolved.ok) return resolved;
			try {
				const saved = await write(found.place, form, { rows: resolved.rows, actor, settles });
				if (settles) targets.changed();
				return { ok: true, saved };
			} catch (error) {
				if (error instanceof Refused) return failed(...error.problems);
				const closed = closedProblem(error, 'parts');
				if (closed) return failed(closed);
				throw error;
			}
		},

		/** Throws an open draft away; what is in force stays. */
		async discard(form: SplitForm, actor: string): Promise<Outcome<object>> {
			const found = placeOf(directory, subjects, form);
			if (!found.ok) return found;
			const { metric, period, subject } = found.place;
			const at = { metricId: metric.id, period, parent: subject.ref };
			return database.db.transaction(async (tx): Promise<Outcome<object>> => {
				await lockParent(tx, at);
				const [newest] = await readVersions(tx, at);
				if (!newest || newest.version !== form.version || newest.state === 'settled')
					return failed(problem('version', 'split-changed'));
				await tx.execute(sql`DELETE FROM splits WHERE id = ${newest.id}`);
				await recordChange(tx, {
					at: new Date(clock()),
					actor,
					action: 'split.discard',
					subject: subject.key,
					before: { metric: metric.code, period: period.from, version: newest.version },
					after: null
				});
				return { ok: true };
			});
		}
	};
}

export type Splits = ReturnType<typeof createSplits>;
