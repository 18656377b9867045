import type { EntryForm } from '../../src/lib/forms/entry.ts';
import type { Database } from '../database/connection.ts';
import type { Books } from './books.ts';

/** Who recorded the entries of a batch, and who took them back. */
export const batchActor = (batch: string) => `import:${batch}`;
export const undoActor = (batch: string) => `undo:${batch}`;

/** Of these entries, those that the undoing of an import took back. */
async function undoneAmong({ pool }: Database, positions: readonly number[]): Promise<Set<number>> {
	const { rows } = await pool.query<{ reverses: number }>({
		name: 'import-undone',
		text: `SELECT reverses FROM entries WHERE reverses = ANY($1::bigint[]) AND recorded_by LIKE 'undo:%'`,
		values: [positions]
	});
	return new Set(rows.map(({ reverses }) => reverses));
}

/** Asks once for all that are asked for in one turn. */
function inOneQuestion(database: Database) {
	interface Question {
		position: number;
		resolve: (undone: boolean) => void;
		reject: (error: unknown) => void;
	}
	let asked: Question[] = [];

	async function answer(): Promise<void> {
		const questions = asked;
		asked = [];
		try {
			const undone = await undoneAmong(
				database,
				questions.map(({ position }) => position)
			);
			for (const { position, resolve } of questions) resolve(undone.has(position));
		} catch (error) {
			for (const { reject } of questions) reject(error);
		}
	}

	return (position: number) =>
		new Promise<boolean>((resolve, reject) => {
			asked.push({ position, resolve, reject });
			if (asked.length === 1) setImmediate(() => void answer());
		});
}

type Append = Books['append'];
type Answer = Awaited<ReturnType<Append>>;

/** The entry that bears the name already. */
function namesake(answer: Answer): number | undefined {
	if (answer.ok) return answer.replayed ? answer.position : undefined;
	const taken = answer.problems.find(({ reason }) => reason === 'external-id-taken');
	return typeof taken?.params?.id === 'number' ? taken.params.id : undefined;
}

/**
 * An entry that the undoing of an import took back does not stand in the way of the same row, or the corrected one,
 * imported again: it is recorded under the next name, `A-17~2` (IMPORT-24). Imported a third time, that one is found.
 * What a person reversed stays reversed.
 */
export async function appendAfterUndo(database: Database, append: Append): Promise<Append> {
	const { rows } = await database.pool.query<{ any: boolean }>(
		`SELECT EXISTS (SELECT FROM import_batches WHERE report ? 'undo') AS any`
	);
	// Nothing was ever undone here: a repeated import asks for nothing.
	if (!rows[0]!.any) return append;
	const isUndone = inOneQuestion(database);

	return async (form: EntryForm, recordedBy) => {
		for (let n = 2; ; n++) {
			const named = n === 2 ? form : { ...form, externalId: `${form.externalId}~${n - 1}` };
			const answer = await append(named, recordedBy);
			const position = namesake(answer);
			if (position === undefined || !(await isUndone(position))) return answer;
		}
	};
}
