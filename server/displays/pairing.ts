import { and, desc, eq, isNull, lt, or } from 'drizzle-orm';
import { makeCode, readCode } from '../../src/lib/domain/pairing-code.ts';
import type { PairingForm } from '../../src/lib/forms/display.ts';
import { recordChange } from '../audit/record.ts';
import type { Limit } from '../auth/limits.ts';
import { hashOf, newId, newSecret, randomBelow } from '../auth/secrets.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { BoardPlans } from '../boards/plans.ts';
import { assignmentOf } from './displays.ts';
import type { Register } from './register.ts';
import { judgeSecret } from './rotation.ts';
import { displays, pairings } from './schema.ts';

const VALID_MS = 10 * 60_000;
/** A TV shows another code this long before the old one ends: whoever is typing it can finish. */
const RENEW_BEFORE_MS = 90_000;
/** A TV that was switched off before it could fetch its token finds it for this long. */
const CLAIMABLE_MS = 86_400_000;

/** What a TV without a token is answered. */
export type Offer =
	/** It was paired: this is its token from now on. */
	| { state: 'paired'; token: string }
	/** The code to show, until when it is good (epoch milliseconds), and what to ask with the next time. */
	| { state: 'waiting'; code: string; expiresAt: number; claim: string }
	/** Too many codes were asked for from there. */
	| { state: 'limited' };

export type Pairings = ReturnType<typeof createPairings>;

/**
 * How a TV becomes a display. The TV holds a secret, the claim, and shows a code; whoever pairs the code makes a display
 * whose secret is that claim. So nothing that is lost on the way (an answer, a process, the power) can lose the TV: it
 * asks again, and is told which display it is.
 */
export function createPairings(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	plans: BoardPlans;
	register: Register;
	limit: Limit;
	clock: Clock;
}) {
	const { database, listener, register, limit, clock } = options;
	const { db } = database;
	const watchers = new Set<(claimHash: string) => void>();
	const tell = (claimHash: string) => watchers.forEach((watcher) => watcher(claimHash));
	listener.on('pairings', (claimHash) => claimHash && tell(claimHash));

	/** The display that a pairing became, if its TV is still to be known by the claim. */
	async function tokenFor(claim: string, id: string): Promise<string | undefined> {
		if (!judgeSecret(claim, register.get(id))) await register.refresh(id);
		return judgeSecret(claim, register.get(id)) ? `${id}.${claim}` : undefined;
	}

	async function newCode(claim: string, now: number): Promise<Offer> {
		const expiresAt = new Date(now + VALID_MS);
		await db
			.delete(pairings)
			.where(
				or(
					and(isNull(pairings.display), lt(pairings.expiresAt, new Date(now))),
					lt(pairings.expiresAt, new Date(now - CLAIMABLE_MS))
				)
			);
		for (;;) {
			const code = makeCode(randomBelow);
			const made = await db
				.insert(pairings)
				.values({ code, claimHash: hashOf(claim), expiresAt })
				.onConflictDoNothing()
				.returning({ code: pairings.code });
			if (made.length > 0) return { state: 'waiting', code, expiresAt: expiresAt.getTime(), claim };
		}
	}

	return {
		/**
		 * What a TV shows that is not paired: the code of its claim while that is good, else a new one, counted for its
		 * address.
		 */
		async offer(claim: string | undefined, address: string): Promise<Offer> {
			const now = clock();
			const mine = claim
				? await db
						.select()
						.from(pairings)
						.where(eq(pairings.claimHash, hashOf(claim)))
						.orderBy(desc(pairings.expiresAt))
				: [];
			const became = mine.find(({ display }) => display !== null)?.display;
			if (claim && became != null) {
				const token = await tokenFor(claim, became);
				if (token) return { state: 'paired', token };
			} else if (claim && mine[0]) {
				const { code, expiresAt } = mine[0];
				if (expiresAt.getTime() - RENEW_BEFORE_MS > now)
					return { state: 'waiting', code, expiresAt: expiresAt.getTime(), claim };
			}
			if (!(await limit.take(address)).ok) return { state: 'limited' };
			// A claim is used up with the display that it became.
			return newCode(claim && became == null ? claim : newSecret(), now);
		},

		/**
		 * Makes the TV that shows the code a display. `guesser` names who types. Problems: `unknown-pairing-code`,
		 * `too-many-tries`, `unknown-unit`, `unknown-board`.
		 */
		async pair(
			form: PairingForm,
			guesser: string,
			actor: string
		): Promise<Outcome<{ id: string }>> {
			const assigned = assignmentOf(form, options);
			if (!assigned.ok) return assigned;
			const taken = await limit.take(`guess:${guesser}`);
			if (!taken.ok) return failed(...taken.problems.map((each) => ({ ...each, path: 'code' })));
			const typed = readCode(form.code) ?? '';
			const [at, id] = [new Date(clock()), newId()];
			const paired = await db.transaction(async (tx) => {
				const [named] = await tx
					.select({ claimHash: pairings.claimHash })
					.from(pairings)
					.where(eq(pairings.code, typed));
				if (!named) return undefined;
				const { claimHash } = named;
				// All codes of this TV: two people may have scanned two of them.
				const codes = await tx
					.select()
					.from(pairings)
					.where(eq(pairings.claimHash, claimHash))
					.for('update');
				const asking = codes.find(({ code, expiresAt }) => code === typed && expiresAt > at);
				if (!asking || codes.some(({ display }) => display !== null)) return undefined;
				const { assignment } = assigned;
				const since = { rotatedAt: at, pairedAt: at, pairedBy: actor };
				await tx.insert(displays).values({ id, ...assignment, secretHash: claimHash, ...since });
				await tx.update(pairings).set({ display: id }).where(eq(pairings.code, typed));
				const { name, board, unit, locale } = form;
				const after = { name, board, unit, locale: locale || null };
				const change = { at, actor, action: 'display.pair', subject: id };
				await recordChange(tx, { ...change, before: null, after });
				await tx.execute(notification('displays', id));
				await tx.execute(notification('pairings', claimHash));
				return claimHash;
			});
			if (paired === undefined) return failed(problem('code', 'unknown-pairing-code'));
			await register.refresh(id);
			tell(paired);
			return { ok: true, id };
		},

		/** Called with the hash of the claim of a TV that has been paired. */
		onPaired: (watcher: (claimHash: string) => void) => void watchers.add(watcher)
	};
}
