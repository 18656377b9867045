/** Why somebody needs whoever leads them now, and who does most. Pure. docs/SPEC.md, FLOOR-*. */
import type { Obstacle, Urgency } from './help.ts';

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

/** A request that is not over. */
export interface AskedHelp {
	obstacle: Obstacle;
	/** Epoch milliseconds. */
	at: number;
	taken: boolean;
	/** Of one that nobody has taken. */
	urgency?: Urgency | undefined;
}

/** What is known of a rep at a moment. What is absent is not expected of them. */
export interface AttentionFacts {
	/** Epoch milliseconds. */
	now: number;
	/** Today is a working day of theirs. */
	works: boolean;
	/** It is within the working hours. */
	atWork: boolean;
	help: readonly AskedHelp[];
	/** Working minutes since the last entry; absent for who is not expected to book. */
	idleMinutes?: number | undefined;
	/** Of the metric that is furthest behind. */
	pace?: { metric: string; index: number } | undefined;
	outlook?: { probability: number; historyDays: number } | undefined;
	/** Working days. */
	collectionLag?: number | undefined;
	report?: 'yesterday' | 'today' | undefined;
	check: boolean;
	overdueActions: number;
	lastContactAt?: number | undefined;
	/** When this week began, epoch milliseconds. */
	weekStartsAt: number;
}

/** What the unit has set: from which index on somebody is as good as expected (0.8). */
export interface AttentionLimits {
	paceBelow: number;
}

/** Someone's reasons, most urgent first, and what all of them weigh together. */
export interface Need {
	reasons: Reason[];
	weight: number;
}

const HOUR_MS = 3_600_000;

/** From where on a reason weighs what, the gravest first: few and wide steps, so that a sale seldom moves anybody (FLOOR-13). */
type Steps = readonly (readonly [from: number, weight: number])[];

const IDLE_MINUTES: Steps = [
	[16 * 60, 80],
	[8 * 60, 60],
	[3 * 60, 40]
];
/** Share of what the unit expects at least that is lacking. */
const PACE_LACK: Steps = [
	[0.5, 70],
	[0.25, 50],
	[Number.MIN_VALUE, 30]
];
/** How unlikely the target is. */
const OUTLOOK_AGAINST: Steps = [
	[0.95, 35],
	[0.8, 25]
];
const COLLECTION_DAYS: Steps = [
	[10, 45],
	[5, 30],
	[3, 20]
];
const OVERDUE_ACTIONS: Steps = [
	[3, 12],
	[1, 6]
];
const REPORT = { yesterday: 15, today: 10 } as const;
const CHECK = 8;
const UNSEEN = 4;
/** More than everything else together: who asked stands before all who did not. */
const HELP_ASKED = { fresh: 1_000, waiting: 1_100, overdue: 1_200 } as const;
/** Somebody is with them already. */
const HELP_TAKEN = 25;

/** Fewer past days than this say nothing about the days to come. */
const OUTLOOK_DAYS = 10;
/** So long nobody expects that one was with everybody this week. */
const WEEK_GRACE_MS = 48 * HOUR_MS;

const weigh = (value: number, steps: Steps): number =>
	steps.find(([from]) => value >= from)?.[1] ?? 0;

type Weighed = readonly [reason: Reason, weight: number];

const weightOf = ({ taken, urgency = 'fresh' }: AskedHelp): number =>
	taken ? HELP_TAKEN : HELP_ASKED[urgency];

/** Of several the most urgent one, and of those the one that has waited longest. */
function helpOf({ help }: AttentionFacts): Weighed | undefined {
	const [first] = [...help].sort((a, b) => weightOf(b) - weightOf(a) || a.at - b.at);
	if (!first) return undefined;
	const { obstacle, at: since, taken } = first;
	return [{ kind: 'help', obstacle, since, taken }, weightOf(first)];
}

/** All that is said of who works today (FLOOR-14), in the order in which reasons of the same weight stand. */
function* ofWorkingDay(facts: AttentionFacts, limits: AttentionLimits): Generator<Weighed> {
	const { now, atWork, idleMinutes = 0, pace, outlook, collectionLag = 0 } = facts;
	if (atWork)
		yield [
			{ kind: 'idle', minutes: Math.floor(idleMinutes) },
			weigh(Math.floor(idleMinutes), IDLE_MINUTES)
		];
	if (pace && limits.paceBelow > 0)
		yield [
			{ kind: 'pace', metric: pace.metric, index: pace.index },
			weigh(1 - pace.index / limits.paceBelow, PACE_LACK)
		];
	if (outlook && outlook.historyDays >= OUTLOOK_DAYS)
		yield [
			{ kind: 'outlook', probability: outlook.probability },
			// A share of trials: exact to their number.
			outlook.probability < 0.2 ? weigh(1 - outlook.probability, OUTLOOK_AGAINST) : 0
		];
	yield [
		{ kind: 'collection', days: Math.floor(collectionLag) },
		weigh(Math.floor(collectionLag), COLLECTION_DAYS)
	];
	if (facts.report) yield [{ kind: 'report', day: facts.report }, REPORT[facts.report]];
	if (facts.check) yield [{ kind: 'check' }, CHECK];
	yield [
		{ kind: 'actions', overdue: facts.overdueActions },
		weigh(facts.overdueActions, OVERDUE_ACTIONS)
	];
	const seen = (facts.lastContactAt ?? -Infinity) >= facts.weekStartsAt;
	if (!seen && now - facts.weekStartsAt >= WEEK_GRACE_MS) yield [{ kind: 'unseen' }, UNSEEN];
}

/** Why somebody needs whoever leads them: at most one reason of a kind, most urgent first (FLOOR-11, FLOOR-12). */
export function needOf(facts: AttentionFacts, limits: AttentionLimits): Need {
	const help = helpOf(facts);
	const weighed: Weighed[] = [
		...(help ? [help] : []),
		...(facts.works ? ofWorkingDay(facts, limits) : [])
	].filter(([, weight]) => weight > 0);
	weighed.sort(([, a], [, b]) => b - a);
	return {
		reasons: weighed.map(([reason]) => reason),
		weight: weighed.reduce((sum, [, weight]) => sum + weight, 0)
	};
}

/** What decides who stands first. */
export interface Needy {
	code: string;
	weight: number;
	/** Of the month; absent without a target. */
	target?: number | undefined;
	gap?: number | undefined;
}

/** How many tenths of the month's target are missing, rounded up. */
const tenthsMissing = ({ target = 0, gap = 0 }: Needy): number =>
	target > 0 ? Math.ceil((gap * 10) / target) : 0;

/** Who needs somebody most first; among equals who misses more tenths of the month's target, then by code (FLOOR-13). */
export const inOrderOfNeed = <Row extends Needy>(rows: readonly Row[]): Row[] =>
	[...rows].sort(
		(a, b) =>
			b.weight - a.weight || tenthsMissing(b) - tenthsMissing(a) || (a.code < b.code ? -1 : 1)
	);
