/** Why somebody needs whoever leads them now, and who does most. Pure. docs/SPEC.md, FLOOR-*. */
import type { Obstacle } from './help.ts';

/** A few words each; the numbers as they are now. */
export type Reason =
	/** 业务110 that nobody has taken, or that is taken and open. */
	| { kind: 'help'; obstacle: Obstacle; since: number; taken: boolean }
	/** Working minutes without an entry. */
	| { kind: 'idle'; minutes: number }
	/** value ÷ expected of the month, in the metric that is furthest behind. */
	| { kind: 'pace'; metric: string; index: number }
	/** How likely the month's target is reached, 0 to 1. */
	| { kind: 'outlook'; probability: number }
	/** Working days that collections lag behind. */
	| { kind: 'collection'; days: number }
	/** The three questions of the last working day, or of today after the cut-off. */
	| { kind: 'report'; day: 'yesterday' | 'today' }
	/** 日点检 not ticked off. */
	| { kind: 'check' }
	/** Actions past their date. */
	| { kind: 'actions'; overdue: number }
	/** Nobody was with them this week. */
	| { kind: 'unseen' };
