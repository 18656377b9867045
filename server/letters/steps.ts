/** One step of one letter: held, taken by the rules of the domain, written with its line in the audit log, or refused as a whole. */
import { changeText } from '../../src/lib/domain/commitment.ts';
import type { LetterText, Refusal, Side, Version } from '../../src/lib/domain/commitment.ts';
import type { Result } from '../../src/lib/domain/result.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { LetterRow, SignatureRow } from './store.ts';
import { hashOfText, holdLetter, readSignatures, voidSignatures, writeLetter } from './store.ts';

/** Who does something: as the audit log writes it. */
export interface By {
	actor: string;
}

export class Refused extends Error {
	readonly problems: Problem[];

	constructor(...problems: Problem[]) {
		super('refused');
		this.problems = problems;
	}
}

export type Signed = Version<Pick<SignatureRow, 'side' | 'hash'>>;
export interface Held {
	row: LetterRow;
	signatures: SignatureRow[];
	version: Signed;
}

/** A step of the domain, or its refusal in words. */
export function must<V>(step: Result<{ version: V }, Refusal>): V {
	if (!step.ok) throw new Refused({ path: '', reason: step.reason });
	return step.version;
}

export type Steps = ReturnType<typeof createSteps>;

export function createSteps({ database: { db }, clock }: { database: Database; clock: Clock }) {
	const now = () => new Date(clock());

	/** One step of one letter, with its line in the audit log; refused as a whole or done as a whole. */
	async function step<T extends object>(
		id: number,
		run: (tx: Transaction, held: Held) => Promise<T>
	): Promise<Outcome<T>> {
		try {
			return await db.transaction(async (tx) => {
				const row = await holdLetter(tx, id);
				if (!row) throw new Refused(problem('', 'letter-unknown'));
				const signatures = await readSignatures(tx, [id]);
				const version: Signed = { state: row.state, hash: row.hash, signatures };
				return { ok: true as const, ...(await run(tx, { row, signatures, version })) };
			});
		} catch (error) {
			if (error instanceof Refused) return failed(...error.problems);
			throw error;
		}
	}

	const told = (
		row: LetterRow,
		{ actor }: By,
		change: { action: string; before?: unknown; after?: unknown }
	) => ({
		at: now(),
		actor,
		action: `letter.${change.action}`,
		subject: `${row.repId === null ? 'unit' : 'rep'}:${row.content.party.code}`,
		before: change.before ?? null,
		after: {
			period: { unit: row.periodUnit, start: row.periodStart },
			version: row.version,
			...(change.after as object | undefined)
		}
	});

	/** Another text in the place of the former one; signatures that it voids are taken away (LETTER-5). */
	async function rewrite(
		tx: Transaction,
		{ row, version }: Held,
		content: LetterText
	): Promise<{ hash: string; voided: Side[] }> {
		const hash = hashOfText(content);
		const next = must(changeText(version, hash));
		const voided = version.signatures.length > next.signatures.length;
		if (voided) await voidSignatures(tx, row.id);
		if (hash !== row.hash) await writeLetter(tx, row.id, { content, hash });
		return { hash, voided: voided ? version.signatures.map(({ side }) => side) : [] };
	}

	return {
		now,
		step,
		told,
		rewrite
	};
}
