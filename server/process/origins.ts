import type { Transaction } from '../database/connection.ts';
import type { Rep } from '../directory/mirror.ts';
import type { Outcome } from '../problems.ts';
import type { ActionView } from './actions.ts';
import type { HelpView } from './help.ts';

/** What came of an alert, by its id. */
export interface Turned {
	kind: 'action' | 'help';
	id: string;
}

/** What became of it, as it stands now. */
export type Came = { kind: 'action'; action: ActionView } | { kind: 'help'; help: HelpView };

/**
 * Writes to an alert of a rep what came of it, in the transaction in which it comes to be: neither is there without the
 * other, however often and from wherever the command arrives (FLOOR-17). `told` is for when that is committed. Problems:
 * `unknown-alert`, where there is no such alert of this rep.
 */
export type TurnAlert = (
	tx: Transaction,
	of: { alert: string; rep: Rep; into: Turned; by: string }
) => Promise<Outcome<{ told: () => void }>>;
