import { eq } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import { hashOf } from '../auth/secrets.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import { processCommands } from './schema.ts';
import type { ProcessChange, Topic, Watchers } from './watchers.ts';

/** What a command did: its answer, and of whom what changed. */
export type Done<Answer extends object> = Outcome<{
	answer: Answer;
	changed: readonly { rep: string; what: Topic }[];
	/** Told here once it is committed. */
	after?: () => void;
}>;

export type Once = ReturnType<typeof createOnce>;

class Refused extends Error {
	readonly problems: Problem[];

	constructor(problems: Problem[]) {
		super('refused');
		this.problems = problems;
	}
}

/** JSON with the keys of every object in order: the same content is the same text. */
function canonical(value: unknown): string {
	return JSON.stringify(value, (_, part: unknown) =>
		part !== null && typeof part === 'object' && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
			: part
	);
}

/**
 * Runs a command once, however often and at how many processes it arrives (FLOOR-1): its id is written first, in the
 * transaction of what it does, so that a second one waits for the first and gives its answer. What was refused left
 * nothing behind and is tried again.
 */
export function createOnce(options: { database: Database; watchers: Watchers; clock: Clock }) {
	const { database, watchers, clock } = options;

	async function claim(tx: Transaction, id: string, digest: string): Promise<object | undefined> {
		const claimed = await tx
			.insert(processCommands)
			.values({ id, digest, answer: {}, at: new Date(clock()) })
			.onConflictDoNothing()
			.returning({ id: processCommands.id });
		if (claimed.length > 0) return undefined;
		const [first] = await tx.select().from(processCommands).where(eq(processCommands.id, id));
		if (first?.digest !== digest) throw new Refused([problem('id', 'command-id-in-use', id)]);
		return first.answer;
	}

	async function announce(tx: Transaction, changed: readonly ProcessChange[]): Promise<void> {
		for (const change of changed) await tx.execute(watchers.announcement(change));
	}

	return async function once<Answer extends object>(
		command: { what: string; by: string; form: { id: string } },
		work: (tx: Transaction) => Promise<Done<Answer>>
	): Promise<Outcome<Answer>> {
		const { what, by, form } = command;
		const digest = hashOf(canonical({ what, by, form }));
		let changed: readonly ProcessChange[] = [];
		let after: (() => void) | undefined;
		try {
			const answer = await database.db.transaction(async (tx) => {
				const first = await claim(tx, form.id, digest);
				if (first) return first as Answer;
				const done = await work(tx);
				if (!done.ok) throw new Refused(done.problems);
				({ changed, after } = done);
				if (Object.keys(done.answer).length > 0)
					await tx
						.update(processCommands)
						.set({ answer: done.answer as Record<string, unknown> })
						.where(eq(processCommands.id, form.id));
				await announce(tx, changed);
				return done.answer;
			});
			after?.();
			changed.forEach(watchers.tell);
			return { ok: true, ...answer };
		} catch (error) {
			if (error instanceof Refused) return failed(...error.problems);
			throw error;
		}
	};
}
