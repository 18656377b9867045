/** A contest as a page or a scene shows it: one plain JSON value. Optional properties are absent, never null. */
import type { ContestKind, ContestPhase } from '../domain/contest.ts';

export interface ContestSide {
	code: string;
	name: string;
	/** Of a rep. */
	team?: string;
	photo?: string;
}

export interface ContestRow extends ContestSide {
	rank: number;
	/** In `scale`; absent where the contest's measure does not apply to the subject. */
	score?: number;
	/** What was brought, in the metric's unit; absent where points are counted. */
	amount?: number;
	/** Has reached the goal. */
	finished?: boolean;
}

export interface ContestMatch {
	home: ContestSide;
	/** Absent: a bye. */
	away?: ContestSide;
	homeScore?: number;
	awayScore?: number;
	/** Code. */
	winner?: string;
}

export interface ContestState {
	id: number;
	name: string;
	kind: ContestKind;
	/** Who competes. */
	level: 'rep' | 'team';
	phase: ContestPhase;
	unit: { code: string; name: string };
	/** What is counted; absent where points over several metrics are. */
	metric?: { code: string; name: string; kind: 'money' | 'count' };
	/** What points are given for. */
	points?: { metric: string; name: string; kind: 'money' | 'count'; weight: number }[];
	handicap: boolean;
	/** What a score is: an amount of the metric, thousandths of a point, basis points of a share. */
	scale: 'amount' | 'points' | 'share';
	/** In `scale`. */
	goal?: number;
	prize?: string;
	/** Business dates, and the instants at which they begin and end. */
	from: string;
	to: string;
	startsAt: number;
	endsAt: number;
	/** Best first; the first hundred. */
	rows: ContestRow[];
	total: number;
	/** Of a bracket, as far as they are known. */
	rounds?: { from: string; to: string; matches: ContestMatch[] }[];
	/** Of one that is settled. */
	winners?: ContestRow[];
	/** Epoch milliseconds. */
	settledAt?: number;
	/** Who would have won by what was booked since; the winners stay (CONTEST-9). */
	revised?: ContestSide[];
}
