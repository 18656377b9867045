/** What each kind of scene shows, as it travels to the screen. Plain JSON without nulls (LIVE-3). */
import type { HourPace } from '../domain/hour-pace.ts';
import type { Question } from '../domain/report.ts';
import type { TrackingRow } from '../domain/tracking.ts';
import type { BoardState, EntryRow, Progress, Rows, StandingRow, TeamRow } from '../live/board.ts';
import type { ContestRow, ContestSide, ContestState } from '../live/contest.ts';
import type { NeedRule } from './alerts/options.ts';
import type { SceneKind } from './kinds.ts';

/** Whose figures, and of what: the scene's own, where it has one. */
export type SceneBasis = Pick<BoardState, 'unit' | 'metric'>;

/** Per business date of the month: the day target and, up to today, what was booked. */
export interface Trend {
	targets: Record<string, number>;
	actuals: Record<string, number>;
}

export interface Overview extends SceneBasis {
	month: Progress;
	today: Progress;
	/** Top ten reps of the month, by total. */
	leaders: Rows<StandingRow>;
	/** How many subjects are on the leaderboard in all. */
	leadersTotal: number;
	/** The units one level down that carry members: teams of a company or region, best attainment first. */
	teams: Rows<TeamRow>;
	trend: Trend;
	/** The newest entries, newest first. */
	latest: Rows<EntryRow>;
}

/** Where a measure does not apply there is no value. */
export type PlaceRow = Omit<StandingRow, 'value'> & { value?: number };

export interface LeaderboardScene extends SceneBasis {
	period: { unit: 'day' | 'week' | 'month' | 'quarter' | 'year'; from: string; to: string };
	places: Rows<PlaceRow>;
	/** From the end, best first; absent unless asked for and there are that many more. */
	bottom?: Rows<PlaceRow>;
	total: number;
	/** Whether the value is in the metric's unit, a fraction, or points. */
	valueKind: 'amount' | 'ratio' | 'points';
}

export interface ProgressScene extends SceneBasis {
	month: Progress;
	today: Progress;
}

export interface RaceScene extends SceneBasis {
	/** Of the unit whose teams race. */
	month: Progress;
	/** Within a team, its people race. */
	level: 'region' | 'team' | 'rep';
	teams: Rows<TeamRow>;
}

export interface ChartScene extends SceneBasis {
	month: Progress;
	trend: Trend;
}

export interface DailyScene extends SceneBasis {
	month: Progress;
	/** By date. */
	days: Record<string, TrackingRow>;
}

export interface DealerRow {
	rank: number;
	code: string;
	name: string;
	/** Of whoever looks after it. */
	owner?: string;
	value: number;
	target?: number;
	attainment?: number;
	timeProgress?: number;
	/** Against the days it is compared with (STAND-6); absent where there was nothing then. */
	growth?: number;
	/** It bought for the first time in this period. */
	fresh?: true;
}

export interface DealersScene extends SceneBasis {
	period: { unit: 'month' | 'quarter' | 'year'; from: string; to: string };
	dealers: Rows<DealerRow>;
	/** Of all dealers of the unit: how many there are, bought, bought for the first time. */
	total: number;
	active: number;
	fresh: number;
	/** What all of them brought together, how that grew, and the share of those shown. */
	value: number;
	growth?: number;
	share?: number;
}

export interface CollectionRow {
	code: string;
	name: string;
	/** The team of a rep. */
	unit?: string;
	value: number;
	today: number;
	target?: number;
	attainment?: number;
	timeProgress?: number;
	/** Collected ÷ sold of the month. */
	rate?: number;
	/** Working days by which it lags behind (ALERT-5), from 1 up. */
	lagDays?: number;
}

export interface CollectionsScene extends SceneBasis {
	/** What was sold, against which the rate is reckoned. */
	against: SceneBasis['metric'];
	month: Progress;
	today: Progress;
	rate?: number;
	/** Who lags behind by a working day or more, of all who have a target. */
	behind: number;
	level: 'team' | 'rep';
	/** Best attainment first. */
	best: Rows<CollectionRow>;
	/** Furthest behind first; absent unless asked for and somebody is. */
	overdue?: Rows<CollectionRow>;
	total: number;
}

export interface MoverRow {
	rank: number;
	code: string;
	name: string;
	unit?: string;
	/** What a working day brought, now and in the days that are compared with. */
	perDay: number;
	before: number;
	/** perDay ÷ before − 1 */
	improvement: number;
	/** Address of the photo. */
	photo?: string;
}

export interface NewcomerRow {
	rank: number;
	code: string;
	name: string;
	unit?: string;
	/** The first day. */
	since: string;
	value: number;
	perDay: number;
	attainment?: number;
	timeProgress?: number;
	/** Address of the photo. */
	photo?: string;
}

export interface MoversScene extends SceneBasis {
	period: { unit: 'week' | 'month' | 'quarter'; from: string; to: string };
	/** Who did better than in the period before, most improved first. */
	movers: Rows<MoverRow>;
	/** How many could be compared. */
	compared: number;
	newcomers: Rows<NewcomerRow>;
	newcomersTotal: number;
}

/** Somebody who could do with a hand; without an amount. */
export interface NeedRow {
	code: string;
	name: string;
	unit?: string;
	/** What it is about, most urgent first, each with its metric where there is one. */
	needs: { rule: NeedRule; metric?: SceneBasis['metric'] }[];
	/** Of the most urgent: the key of `boards_step_<key>`. */
	step: string;
	/** Working days in a row. */
	days: number;
	/** Somebody has taken it up. */
	attended?: true;
}

export interface AlertsScene extends Pick<SceneBasis, 'unit'> {
	reps: Rows<NeedRow>;
	/** How many there are in all. */
	total: number;
}

/** How far people are with their visits and the three questions. */
export interface Doings {
	/** Who works today. */
	people: number;
	/** How many answered each question. */
	answered: Record<Question, number>;
	/** How many answered all three. */
	full: number;
	/** Planned and done together; and those that are done. */
	visits: number;
	visitsDone: number;
}

export interface DoingsRow extends Doings {
	code: string;
	name: string;
}

export interface ActivityScene extends Pick<SceneBasis, 'unit'> {
	/** The instant until which the questions are to be answered. */
	cutOff: number;
	total: Doings;
	/** Teams, the most complete first; the people of one where the scene names them. */
	level: 'team' | 'rep';
	rows: Rows<DoingsRow>;
}

/** A contest with the places that a scene shows. */
export type StagedContest = Omit<ContestState, 'rows'> & { rows: Rows<ContestRow> };

/** One that is over, among those before it. */
export interface FormerContest {
	id: number;
	name: string;
	kind: ContestState['kind'];
	to: string;
	/** The first three of them; `count` says how many there are. */
	winners: ContestSide[];
	count: number;
}

export interface ContestScene extends Pick<SceneBasis, 'unit'> {
	/** What was decided just now, what runs, and what comes next; by id. */
	stage: Rows<StagedContest>;
	/** The newest first. */
	former: FormerContest[];
}

export interface SprintTeam {
	code: string;
	name: string;
	/** Booked today. */
	value: number;
	/** What today has to bring (SPRINT-2); absent without a target. */
	share?: number;
}

export interface SprintScene extends SceneBasis {
	/** The instant it counts down to; absent where the moment is not set. */
	until?: number;
	/** Working days that are left of the month, today included. */
	workingDays: number;
	month: Progress;
	/** Booked today. */
	today: number;
	/** What today has to bring (SPRINT-2); absent without a target and on a day off. */
	share?: number;
	pace: HourPace;
	/** Who has done most of their share first. */
	teams: Rows<SprintTeam>;
	latest: Rows<EntryRow>;
}

export interface AnnouncementScene {
	/** Made of Markdown on the server: no tags of the writer's own, links that lead nowhere. */
	html: string;
}

export interface SlogansScene {
	lines: string[];
}

export interface ClockScene {
	/** The instant it counts down to; absent: a clock only. */
	until?: number;
	/** Working days that are left of the month, today included. */
	workingDays?: number;
}

export interface PageScene {
	/** Our own page around the other site, with what it may do. */
	frame: string;
}

export interface SceneStates {
	overview: Overview;
	leaderboard: LeaderboardScene;
	progress: ProgressScene;
	race: RaceScene;
	chart: ChartScene;
	daily: DailyScene;
	dealers: DealersScene;
	collections: CollectionsScene;
	movers: MoversScene;
	alerts: AlertsScene;
	activity: ActivityScene;
	contest: ContestScene;
	sprint: SprintScene;
	announcement: AnnouncementScene;
	slogans: SlogansScene;
	clock: ClockScene;
	page: PageScene;
}

export type SceneState<Kind extends SceneKind = SceneKind> = SceneStates[Kind];
