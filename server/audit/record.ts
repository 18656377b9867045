import type { Transaction } from '../database/connection.ts';
import { audit } from './schema.ts';

export interface Change {
	at: Date;
	actor: string;
	action: string;
	subject: string;
	before: unknown;
	after: unknown;
}

/** Writes to the audit log inside the transaction of the change itself. */
export async function recordChange(tx: Transaction, change: Change): Promise<void> {
	await tx.insert(audit).values(change);
}

/** Many changes of one kind at once: in one statement. */
export async function recordChanges(tx: Transaction, changes: readonly Change[]): Promise<void> {
	if (changes.length > 0) await tx.insert(audit).values([...changes]);
}
