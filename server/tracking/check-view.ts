/** What a check 日点检 shows: the list of a day, and what was ticked. docs/SPEC.md, TRACK-11 to TRACK-14. */
import type { Pace, PaceStatus } from '../../src/lib/domain/pace.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';

export type Cause =
	{ kind: 'on-leave' } | { kind: 'no-entry' } | { kind: 'behind-since'; date: IsoDate };

/** That somebody looked, and when. */
export interface Tick {
	by: string;
	byName: string;
	/** Epoch milliseconds. */
	at: number;
	note?: string;
}

export interface CheckRow {
	rep: { code: string; name: string; team: string };
	metric: { code: string; name: string; kind: 'money' | 'count' };
	/** Of the day. */
	target: number;
	actual: number;
	month: Pace;
	causes: Cause[];
	tick?: Tick;
}

/** How far a supervisor is with their list. */
export interface SupervisorRow {
	code: string;
	name: string;
	units: string[];
	total: number;
	done: number;
	/** Epoch milliseconds of the last tick on the day. */
	lastAt?: number;
	/** The earliest of the last days on which something is still unticked. */
	openSince?: IsoDate;
}

export interface CheckList {
	day: IsoDate;
	today: IsoDate;
	/** May still be ticked. */
	open: boolean;
	/** Furthest behind first; what is ticked stays in its place. */
	rows: CheckRow[];
	total: number;
	done: number;
	supervisors: SupervisorRow[];
	/** Reps whom nobody looks after. */
	unled: number;
	/** Earlier days with something unticked. */
	earlier: { day: IsoDate; count: number }[];
}

export interface CheckEntry extends Tick {
	day: IsoDate;
	metric: { code: string; name: string; kind: 'money' | 'count' };
	dayTarget: number;
	dayActual: number;
	monthTarget: number;
	monthActual: number;
	status?: PaceStatus;
	/** Ticked on a later day than the one that was checked. */
	late: boolean;
}
