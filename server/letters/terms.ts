/** What letters promise, until somebody says otherwise: kept by unit. docs/SPEC.md, LETTER-8. */
import { eq, inArray } from 'drizzle-orm';
import { NO_CLAUSE } from '../../src/lib/domain/commitment.ts';
import type { Terms } from '../../src/lib/domain/commitment.ts';
import { recordChange } from '../audit/record.ts';
import type { Database, Transaction } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import { commitmentTerms } from './schema.ts';

export type Promises = Omit<Terms, 'deadline'>;

export const NO_PROMISES: Promises = { reward: NO_CLAUSE, penalty: NO_CLAUSE, early: NO_CLAUSE };

export type LetterTerms = ReturnType<typeof createLetterTerms>;

export function createLetterTerms(options: { database: Database; directory: Directory }) {
	const { database, directory } = options;
	const { mirror } = directory;

	return {
		/** A unit's own, else those of the nearest unit above that has any. */
		async of(unitCode: string): Promise<Promises> {
			const unit = mirror.units.named(unitCode);
			const line = unit ? mirror.lineOf(unit.id).map(({ id }) => id) : [];
			if (line.length === 0) return NO_PROMISES;
			const rows = await database.db
				.select()
				.from(commitmentTerms)
				.where(inArray(commitmentTerms.unitId, line));
			const nearest = line.flatMap((id) => rows.find(({ unitId }) => unitId === id) ?? [])[0];
			return nearest?.terms ?? NO_PROMISES;
		},

		async keep(
			tx: Transaction,
			unitCode: string,
			terms: Promises,
			by: { at: Date; actor: string }
		): Promise<void> {
			const unit = mirror.units.named(unitCode);
			if (!unit) return;
			const mine = eq(commitmentTerms.unitId, unit.id);
			const [before] = await tx.select().from(commitmentTerms).where(mine).for('update');
			const row = { unitId: unit.id, terms, savedAt: by.at, savedBy: by.actor };
			await tx
				.insert(commitmentTerms)
				.values(row)
				.onConflictDoUpdate({ target: commitmentTerms.unitId, set: row });
			await recordChange(tx, {
				...by,
				action: 'letter.template',
				subject: `unit:${unit.code}`,
				before: before?.terms ?? null,
				after: terms
			});
		}
	};
}
