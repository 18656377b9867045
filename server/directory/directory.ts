import type { IsoDate } from '../../src/lib/domain/period.ts';
import type {
	CustomerForm,
	DirectoryKind,
	MetricForm,
	ProductForm,
	RepForm,
	UnitForm
} from '../../src/lib/forms/directory.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import { closedProblem } from '../ledger/closed.ts';
import type { Log } from '../log.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import { putCustomer, viewCustomer } from './customers.ts';
import { putMetric, viewMetric } from './metrics.ts';
import { leaveOperations } from './leave.ts';
import { membershipOperations } from './memberships.ts';
import { Mirror } from './mirror.ts';
import { putProduct, viewProduct } from './products.ts';
import { putRep, viewRep } from './reps.ts';
import { createSearch } from './search.ts';
import { subjectOf } from './subjects.ts';
import { putUnit, removeUnit, viewUnit } from './units.ts';

export interface DirectoryForms {
	units: UnitForm;
	reps: RepForm;
	customers: CustomerForm;
	products: ProductForm;
	metrics: MetricForm;
}

/** A subject as the API shows it: references by code. */
export type DirectoryView = { code: string; name: string } & Record<string, unknown>;

/** Names what a change touches. */
export type Touched = readonly [kind: DirectoryKind, code: string];

/**
 * One change of the directory: what `write` does counts as a whole or, when it finds problems, not at all. Afterwards
 * what it touched is read again, here and in every other process.
 */
export type ChangeDirectory = <T extends object>(
	touched: readonly Touched[],
	write: (tx: Transaction) => Promise<Outcome<T>>
) => Promise<Outcome<T>>;

/** Units, reps, customers, products and metrics: what exists, and the one way to change it. */
export type Directory = Awaited<ReturnType<typeof createDirectory>>;

class Refused extends Error {
	readonly problems: Problem[];

	constructor(problems: Problem[]) {
		super('refused');
		this.problems = problems;
	}
}

/** What a form may leave out without meaning "remove it". */
const MAY_STAY: Record<DirectoryKind, readonly string[]> = {
	units: [],
	reps: ['team', 'since'],
	customers: [],
	products: [],
	metrics: ['points', 'builtIn']
};

/** Of more changes than this at a time the directory is read as a whole. */
const ONE_BY_ONE = 50;

/** Whether a form changes nothing: a repeated import then writes nothing, not even to the audit log. */
function saysTheSame(kind: DirectoryKind, view: DirectoryView, form: object): boolean {
	const { code: _, ...before } = view;
	const after = form as Record<string, unknown>;
	return [...new Set([...Object.keys(before), ...Object.keys(after)])].every(
		(key) =>
			before[key] === after[key] || (after[key] === undefined && MAY_STAY[kind].includes(key))
	);
}

export async function createDirectory(options: {
	database: Database;
	listener: Listener;
	clock: Clock;
	log: Log;
	/** The business date now, and the digits of the currency's minor unit. */
	today: () => IsoDate;
	fractionDigits: () => number;
}) {
	const { database, listener, clock, log } = options;
	const mirror = new Mirror(database.db);
	const watchers = new Set<() => void>();
	await mirror.fill();

	function changed(): void {
		for (const watcher of watchers) watcher();
	}

	// Reloads run one after another: an older reading must not overtake a newer one.
	let reading: Promise<void> = Promise.resolve();
	function reread(read: () => Promise<void>): Promise<void> {
		reading = reading.then(read).catch((error: unknown) => {
			log.error({ err: error }, 'the directory could not be read again');
		});
		return reading;
	}

	listener.on('directory', (payload) => {
		const [kind, ...code] = payload.split(':');
		void reread(async () => {
			if (kind) await mirror.refresh(kind as DirectoryKind, code.join(':'));
			else await mirror.fill();
			changed();
		});
	});

	function view(kind: DirectoryKind, code: string): DirectoryView | undefined {
		const row = mirror[kind].named(code);
		if (!row) return undefined;
		switch (kind) {
			case 'units':
				return viewUnit(mirror, mirror.units.named(code)!);
			case 'reps':
				return viewRep(mirror, mirror.reps.named(code)!);
			case 'customers':
				return viewCustomer(mirror, mirror.customers.named(code)!);
			case 'products':
				return viewProduct(mirror, mirror.products.named(code)!);
			case 'metrics':
				return viewMetric(mirror, mirror.metrics.named(code)!, options.fractionDigits());
		}
	}

	function write<Kind extends DirectoryKind>(
		tx: Transaction,
		kind: Kind,
		code: string,
		form: DirectoryForms[Kind]
	): Promise<Outcome<object>> {
		switch (kind) {
			case 'units':
				return putUnit(tx, mirror, code, form as UnitForm);
			case 'reps':
				return putRep(tx, mirror, code, form as RepForm, options.today());
			case 'customers':
				return putCustomer(tx, mirror, code, form as CustomerForm);
			case 'products':
				return putProduct(tx, mirror, code, form as ProductForm);
			default:
				return putMetric(tx, mirror, code, form as MetricForm, options.fractionDigits());
		}
	}

	/** What the audit log keeps of a put: the whole subject before and after, without its code. */
	function written(kind: DirectoryKind, before: DirectoryView | undefined, form: object) {
		const { code: _, ...was } = before ?? { code: '' };
		const stays = Object.entries(was).filter(([key]) => MAY_STAY[kind].includes(key));
		return { before: before ? was : null, after: { ...Object.fromEntries(stays), ...form } };
	}

	/** One transaction of any changes: told to every process, known here when it is done. */
	const change: ChangeDirectory = async (touched, write) => {
		const many = touched.length > ONE_BY_ONE;
		let done;
		try {
			done = await database.db.transaction(async (tx) => {
				const written = await write(tx);
				if (!written.ok) throw new Refused(written.problems);
				if (many) await tx.execute(notification('directory'));
				else
					for (const [kind, code] of touched)
						await tx.execute(notification('directory', `${kind}:${code}`));
				return written;
			});
		} catch (error) {
			if (error instanceof Refused) return { ok: false, problems: error.problems };
			const closed = closedProblem(error, 'from');
			if (closed) return failed(closed);
			throw error;
		}
		if (many) await reread(() => mirror.fill());
		else for (const [kind, code] of touched) await reread(() => mirror.refresh(kind, code));
		if (touched.length > 0) changed();
		return done;
	};

	const now = () => new Date(clock());
	const parts = { database, mirror, change, now, today: options.today };

	/** Puts all of these, or none. */
	async function putAll<Kind extends DirectoryKind>(
		kind: Kind,
		all: readonly { code: string; form: DirectoryForms[Kind] }[],
		actor: string
	): Promise<Outcome<{ changed: number }>> {
		const changes = all
			.map((one) => ({ ...one, was: view(kind, one.code) }))
			.filter(({ form, was }) => !was || !saysTheSame(kind, was, form));
		if (changes.length === 0) return { ok: true, changed: 0 };
		const touched = changes.map(({ code }) => [kind, code] as const);
		return change(touched, async (tx) => {
			for (const { code, form, was } of changes) {
				const put = await write(tx, kind, code, form);
				if (!put.ok) return put;
				const entry = { at: now(), actor, action: `${kind}.put`, subject: code };
				await recordChange(tx, { ...entry, ...written(kind, was, form) });
			}
			return { ok: true, changed: changes.length };
		});
	}

	const search = createSearch({
		mirror,
		today: options.today,
		fractionDigits: options.fractionDigits
	});

	return {
		mirror,
		view,
		change,
		memberships: membershipOperations(parts),
		leave: leaveOperations(parts),

		/** Whose a subject is, for the permissions. */
		subjectOf: (kind: DirectoryKind, code: string) =>
			subjectOf(mirror, options.today(), kind, code),

		/**
		 * Creates or updates a subject by its code; the same form twice changes nothing the second time.
		 * Problems name a field of the form.
		 */
		async put<Kind extends DirectoryKind>(
			kind: Kind,
			code: string,
			form: DirectoryForms[Kind],
			actor: string
		): Promise<Outcome<{ created: boolean; value: DirectoryView }>> {
			await reading;
			const created = view(kind, code) === undefined;
			const put = await putAll(kind, [{ code, form }], actor);
			return put.ok ? { ok: true, created, value: view(kind, code)! } : put;
		},

		/** As `put`, for what must not be there yet: `code-in-use`. */
		async create<Kind extends DirectoryKind>(
			kind: Kind,
			code: string,
			form: DirectoryForms[Kind],
			actor: string
		): Promise<Outcome<object>> {
			await reread(() => mirror.refresh(kind, code));
			if (mirror[kind].named(code)) return failed(problem('code', 'code-in-use', code));
			return putAll(kind, [{ code, form }], actor);
		},

		/**
		 * Makes a rep the owner of all these customers, or of none: `unknown-rep`, `unknown-customer`. What the rep owns
		 * already stays as it is.
		 */
		async handOver(
			customers: readonly string[],
			owner: string,
			actor: string
		): Promise<Outcome<{ changed: number }>> {
			await reading;
			const known = [...new Set(customers)].map((code) => mirror.customers.named(code));
			if (known.includes(undefined)) return failed(problem('customers', 'unknown-in-list'));
			const changes = known.map((customer) => {
				const { code, name, kind } = customer!;
				return { code, form: { name, kind, owner } };
			});
			return putAll('customers', changes, actor);
		},

		search,

		/** Removes a unit that nothing refers to; else the problem says what does. */
		async removeUnit(code: string, actor: string): Promise<Outcome<object>> {
			const before = view('units', code);
			return change([['units', code]], async (tx) => {
				const removed = await removeUnit(tx, code);
				if (removed.ok)
					await recordChange(tx, {
						at: now(),
						actor,
						action: 'units.remove',
						subject: code,
						before: before ?? null,
						after: null
					});
				return removed;
			});
		},

		/** What `sees` lets pass in order of code, from the one after `after`. `next` is absent on the last page. */
		list(
			kind: DirectoryKind,
			page: { after?: string; limit: number },
			sees: (code: string) => boolean = () => true
		) {
			const codes: string[] = [];
			for (const { code } of mirror[kind].all())
				if ((page.after === undefined || code > page.after) && sees(code)) codes.push(code);
			codes.sort();
			const items = codes.slice(0, page.limit).map((code) => view(kind, code)!);
			const last = items.at(-1);
			return { items, ...(codes.length > page.limit && last ? { next: last.code } : {}) };
		},

		/** Reads a subject that another process may just have created. */
		async lookAgain(kind: DirectoryKind, code: string): Promise<void> {
			await reread(() => mirror.refresh(kind, code));
		},

		onChange(watcher: () => void): void {
			watchers.add(watcher);
		}
	};
}
