import type { Database } from '../database/connection.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Undo } from './batch-report.ts';
import { batchActor, undoActor } from './undone.ts';

/** Reversals under way at once: they share group commits, and leave connections to everybody else. */
const TOGETHER = 100;

async function standing(
	{ pool }: Database,
	{ batch, after, through }: { batch: string; after: number; through: number }
): Promise<number[]> {
	const { rows } = await pool.query<{ position: number }>(
		`SELECT e.position FROM entries e
		WHERE e.position > $2 AND e.position <= $3 AND e.recorded_by = $1
			AND NOT EXISTS (SELECT FROM entries r WHERE r.reverses = e.position)
		ORDER BY e.position LIMIT ${TOGETHER}`,
		[batchActor(batch), after, through]
	);
	return rows.map(({ position }) => position);
}

/**
 * Takes back every entry of a batch that still stands, by a reversal each (LEDGER-7): they count today. Run again, it
 * goes on where it was. It ends at the first that is refused: where today is closed, all others are refused as well.
 */
export async function undoEntries(options: {
	database: Database;
	ledger: Ledger;
	batch: string;
	/** Entries lie after this position and up to that one. */
	after: number;
	through: number;
	reason: string;
	onProgress: (reversed: number) => void;
	signal: AbortSignal;
}): Promise<Undo & { interrupted: boolean }> {
	const { database, ledger, batch, through, reason, onProgress, signal } = options;
	let { after } = options;
	let reversed = 0;
	while (!signal.aborted) {
		const positions = await standing(database, { batch, after, through });
		if (positions.length === 0) return { reversed, refused: 0, interrupted: false };
		const outcomes = await Promise.all(
			positions.map((position) => ledger.reverse(position, reason, undoActor(batch)))
		);
		const refused = outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.problems));
		reversed += outcomes.filter(({ ok }) => ok).length;
		onProgress(reversed);
		if (refused.length > 0)
			return { reversed, refused: refused.length, problem: refused[0]!, interrupted: false };
		after = positions.at(-1)!;
	}
	return { reversed, refused: 0, interrupted: true };
}
