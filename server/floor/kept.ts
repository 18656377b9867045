import type { Rep } from '../directory/mirror.ts';

/** What is known of each rep. */
export interface Kept<Known> {
	/** An entry of theirs came in. */
	touch(repId: number): void;
	/** Of these reps: read for whoever was touched, or is in another era than when they were read. */
	of(reps: readonly Rep[], eraOf: (rep: Rep) => string): Promise<(rep: Rep) => Known>;
}

/** Keeps what was read of each rep, so that one sale reads one rep again and not five hundred. */
export function keepByRep<Known>(
	read: (reps: readonly Rep[]) => Promise<ReadonlyMap<number, Known>>
): Kept<Known> {
	const kept = new Map<number, { era: string; known: Known }>();
	const touched = new Set<number>();

	return {
		touch: (repId) => void touched.add(repId),

		async of(reps, eraOf) {
			const stale = reps
				.map((rep) => ({ rep, era: eraOf(rep) }))
				.filter(({ rep: { id }, era }) => touched.has(id) || kept.get(id)?.era !== era);
			// Whoever is touched while this is read is stale anew.
			for (const { rep } of stale) touched.delete(rep.id);
			try {
				const found = stale.length > 0 ? await read(stale.map(({ rep }) => rep)) : undefined;
				for (const { rep, era } of stale) kept.set(rep.id, { era, known: found!.get(rep.id)! });
			} catch (error) {
				for (const { rep } of stale) touched.add(rep.id);
				throw error;
			}
			return ({ id }) => kept.get(id)!.known;
		}
	};
}
