import type { Obstacle } from '../../src/lib/domain/help.ts';
import type { Rule } from '../../src/lib/domain/laggard.ts';
import type { PushEvent } from '../../src/lib/domain/push.ts';

/** What is to be told to whom; the words are chosen in the language of the person when it is sent. */
export interface Telling {
	account: string;
	event: PushEvent;
	/** Name of the other one: who passed, who was passed, who took the call, who cheers, who is behind, who asks. */
	name?: string;
	/** Code of whoever is behind, or asks. */
	rep?: string;
	rank?: number;
	/** Of a target. */
	period?: 'day' | 'month';
	/** Which target; of a cheer: what it is for, a moment or the `rep`. */
	target?: string;
	/** Of an alert. */
	rule?: Rule;
	/** Of a call for help. */
	obstacle?: Obstacle;
}
