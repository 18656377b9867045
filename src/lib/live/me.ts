/** What a rep's phone shows, as one plain JSON value. Optional properties are absent, never null (LIVE-3). */
import type { CelebrationReason, CheerKind } from '../domain/celebration.ts';
import type { ContestKind } from '../domain/contest.ts';
import type { HelpOutcome, HelpState, Obstacle } from '../domain/help.ts';
import type { Cause, Rule } from '../domain/laggard.ts';
import type { EntryKind } from '../domain/ledger.ts';
import type { Question } from '../domain/report.ts';
import type { VisitPurpose, VisitState } from '../domain/visit.ts';
import type { MetricKind, Progress, Rows } from './board.ts';
import type { ContestState } from './contest.ts';
import type { LiveState, Room } from './protocol.ts';

/** Who stands next to one on the leaderboard. */
export interface Neighbour {
	code: string;
	name: string;
	/** Minor units or pieces between the two, above 0. */
	apart: number;
}

export interface Place {
	rank: number;
	/** How many are on the leaderboard. */
	of: number;
	/** Places gained (+) or lost (−) since the business day began. */
	movement?: number;
	/** The nearest one with more. Absent for the first. */
	above?: Neighbour;
	/** The nearest one with less. */
	behind?: Neighbour;
}

/** A row of the short leaderboard around oneself. */
export interface PlaceRow {
	code: string;
	rank: number;
	name: string;
	value: number;
}

export interface MeMetric {
	code: string;
	name: string;
	kind: MetricKind;
	today: Progress;
	month: Progress;
	/** In the company, by the month's total; absent while the leaderboards cannot be read. */
	company?: Place;
	team?: Place;
	/** The team around oneself. */
	around: Rows<PlaceRow>;
}

export interface MeEntry {
	id: string;
	/** The id under which a phone's queue sent it; absent of what came another way. */
	phoneId?: string;
	kind: EntryKind;
	metric: string;
	/** Of the metric, which need not be one that one has targets in. */
	metricName: string;
	metricKind: MetricKind;
	/** What of it counts for oneself; minor units or pieces. */
	amount: number;
	customer?: string;
	/** Booked at, epoch milliseconds. */
	at: number;
	/** The entry that it takes back. */
	reverses?: string;
}

/** 业务110, as the one who asked follows it. */
export interface MeHelp {
	id: string;
	obstacle: Obstacle;
	text: string;
	state: HelpState;
	/** Asked, epoch milliseconds. */
	at: number;
	/** Name of who took it. */
	takenBy?: string;
	outcome?: HelpOutcome;
	/** What was done. */
	note: string;
}

export interface MeVisit {
	id: string;
	/** "HH:MM" */
	start?: string;
	customer: string;
	purpose: VisitPurpose;
	state: VisitState;
}

/** What whoever leads and the rep agreed on, or one was told to do. */
export interface MeAction {
	id: string;
	text: string;
	/** Business date. */
	due: string;
	/** Due before today. */
	overdue: boolean;
	/** Name of who set it. */
	by: string;
}

/** The rep's day of the sales process. */
export interface MeDay {
	visits: MeVisit[];
	/** The three questions, as far as they are answered. */
	answers: Record<Question, string>;
	/** What yesterday's plan said of today. */
	plan: string;
	/** Until when the three are to be answered, epoch milliseconds. */
	cutOff: number;
	/** Open ones first. */
	help: MeHelp[];
	/** Open ones, due first; absent without any, and in what an earlier version kept. */
	actions?: MeAction[];
}

/** Where one is behind oneself, and since when. */
export interface MeAlert {
	id: string;
	rule: Rule;
	cause: Cause;
	/** Epoch milliseconds. */
	raisedAt: number;
	/** Business date of the first of these days, and how many there are. */
	since: string;
	days: number;
	/** By oneself. */
	acknowledgedAt?: number;
	snoozedUntil?: number;
}

/** A cheer that one got. */
export interface MeCheer {
	id: string;
	/** Name of who sent it. */
	by: string;
	cheer: CheerKind;
	/** Epoch milliseconds. */
	at: number;
	/** What was celebrated; absent: 加油, for oneself. */
	reason?: CelebrationReason;
}

/** A colleague's moment, or a unit's. */
export interface MeMoment {
	id: string;
	reason: CelebrationReason;
	/** Of the rep, or of the unit. */
	name: string;
	/** Name of the rep's team; absent for a unit. */
	team?: string;
	/** What the amount is of. */
	metric: string;
	kind: MetricKind;
	/** Minor units or pieces. */
	amount: number;
	at: number;
	/** What one has sent. */
	own: CheerKind[];
}

/** Today's celebrations of others, and the cheers that one got. */
export interface MeApplause {
	/** The newest. */
	received: Rows<MeCheer>;
	/** All of today. */
	counts: Partial<Record<CheerKind, number>>;
	moments: Rows<MeMoment>;
}

/** How far one is from somebody else in a contest, in its scale, above 0. */
export interface ContestGap {
	name: string;
	apart: number;
}

/** One's match in the round of a bracket that is played now. */
export interface ContestDuel {
	/** Absent: nobody to beat in this round. */
	rival?: string;
	/** In the contest's scale. */
	own: number;
	theirs: number;
	/** Instant at which the round ends. */
	endsAt: number;
}

/** A contest that runs now, and where one stands in it: oneself, or one's team. */
export interface MeContest extends Pick<
	ContestState,
	'name' | 'level' | 'scale' | 'metric' | 'goal' | 'prize' | 'endsAt'
> {
	id: string;
	kind: ContestKind;
	/** Of one's team, where teams compete. */
	team?: string;
	rank: number;
	of: number;
	/** In `scale`; absent where the contest's measure does not apply to oneself. */
	score?: number;
	above?: ContestGap;
	behind?: ContestGap;
	/** Has reached the goal. */
	finished?: boolean;
	/** Of a bracket, while one is in it. */
	duel?: ContestDuel;
	/** One is out of the bracket. */
	out?: boolean;
}

export interface MeState extends LiveState {
	organisation: {
		name: string;
		/** IANA */
		timeZone: string;
		/** ISO 4217 */
		currency: string;
		/** Digits of the currency's minor unit. */
		fractionDigits: number;
		locale: 'zh-CN' | 'en';
	};
	rep: { code: string; name: string; team?: string };
	/** The business date, when it ends (epoch milliseconds), and whether one works on it. */
	day: { date: string; endsAt: number; working: boolean };
	/** What one has targets in, the main one first; the main one also without. */
	metrics: Rows<MeMetric>;
	/** The newest first. */
	latest: Rows<MeEntry>;
	process: MeDay;
	/** One's own that are open, the most urgent first. */
	alerts: Rows<MeAlert>;
	applause: MeApplause;
	/** What one competes in now, ending first. */
	contests: Rows<MeContest>;
}

export const meRoom = (rep: string): Room<'me'> => `me:${rep}`;
