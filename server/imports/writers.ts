import type {
	CustomerForm,
	ProductForm,
	RepForm,
	UnitForm
} from '../../src/lib/forms/directory.ts';
import type { EntryForm } from '../../src/lib/forms/entry.ts';
import type { ReferredKind } from '../../src/lib/forms/import-map.ts';
import type { TargetForm } from '../../src/lib/forms/target.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { Books } from './books.ts';

export type Verdict = Outcome<{ became: 'created' | 'updated' | 'unchanged' | 'replayed' }>;

/** Entries under way at once: they share group commits. */
export const ENTRIES_UNDER_WAY = 1_000;
/** Targets of one transaction. */
const TARGETS_TOGETHER = 500;

/** Writes forms of one kind to the books; at most `parallel` answers should be outstanding. */
export interface Writer {
	parallel: number;
	write(form: object): Promise<Verdict>;
	/** Sends what waits for company. */
	flush(): Promise<void>;
}

const nothing = () => Promise.resolve();

export function subjectWriter(books: Books, kind: ReferredKind, actor: string): Writer {
	const { directory } = books;
	return {
		// Units come in the order of the file: a team may hang below the region of the line before.
		parallel: kind === 'units' ? 1 : books.parallel,
		async write(filled) {
			const { code, ...form } = filled as { code: string } & (
				UnitForm | RepForm | CustomerForm | ProductForm
			);
			const before = JSON.stringify(directory.view(kind, code));
			const put = await directory.put(kind, code, form, actor);
			if (!put.ok) return put;
			if (put.created) return { ok: true, became: 'created' };
			return { ok: true, became: JSON.stringify(put.value) === before ? 'unchanged' : 'updated' };
		},
		flush: nothing
	};
}

export function entryWriter(books: Books, actor: string): Writer {
	return {
		parallel: ENTRIES_UNDER_WAY,
		async write(form) {
			const appended = await books.append(form as EntryForm, actor);
			if (!appended.ok) return appended;
			return { ok: true, became: appended.replayed ? 'replayed' : 'created' };
		},
		flush: nothing
	};
}

export function targetWriter(books: Books, actor: string): Writer {
	interface Waiting {
		form: TargetForm;
		resolve: (verdict: Verdict) => void;
		reject: (error: unknown) => void;
	}
	let waiting: Waiting[] = [];

	/** All or none: those refused are told why, the rest is tried again without them. */
	async function put(batch: readonly Waiting[]): Promise<void> {
		if (batch.length === 0) return;
		const outcome = await books.targets.put(
			batch.map(({ form }) => form),
			actor
		);
		if (outcome.ok) {
			// One answer for all: which of them changed is not told apart.
			batch.forEach(({ resolve }, i) =>
				resolve({ ok: true, became: i < outcome.set ? 'created' : 'unchanged' })
			);
			return;
		}
		const refused = new Map<number, Problem[]>();
		for (const problem of outcome.problems) {
			const [, index, path] = /^(?:(\d+)\.)?(.*)$/.exec(problem.path)!;
			const at = Number(index ?? 0);
			refused.set(at, [...(refused.get(at) ?? []), { ...problem, path: path! }]);
		}
		for (const [i, problems] of refused) batch[i]!.resolve({ ok: false, problems });
		await put(batch.filter((_, i) => !refused.has(i)));
	}

	async function flush(): Promise<void> {
		const batch = waiting;
		waiting = [];
		try {
			await put(batch);
		} catch (error) {
			for (const { reject } of batch) reject(error);
		}
	}

	return {
		parallel: TARGETS_TOGETHER * 2,
		write: (form) =>
			new Promise((resolve, reject) => {
				waiting.push({ form: form as TargetForm, resolve, reject });
				if (waiting.length === TARGETS_TOGETHER) void flush();
			}),
		flush
	};
}
