/**
 * When somebody falls behind so far that rep and manager are told, and when that is over. Pure: what is known comes in,
 * with the moment. docs/SPEC.md, ALERT-*.
 */
import type { IsoDate } from './date.ts';
import { workedBetween, workingMinutes, type WorkingHours } from './hours.ts';

export const RULES = ['pace', 'idle', 'collection', 'report', 'check'] as const;
export type Rule = (typeof RULES)[number];

/** What an organisation or a unit decides; one below inherits what it leaves open (ALERT-10). */
export interface Thresholds {
	pace: boolean;
	/** Per cent of what is expected by now: below it is raised. */
	paceRaise: number;
	/** Percentage points above that at which it is cleared: the hysteresis. */
	paceGap: number;
	/** Working days of the month that must have passed before its pace says anything. */
	settleDays: number;
	idle: boolean;
	/** Working hours without an entry. */
	idleHours: number;
	collection: boolean;
	/** Working days by which collections lag behind their target. */
	overdueDays: number;
	report: boolean;
	/** HH:MM on the wall. */
	reportAt: string;
	check: boolean;
	checkAt: string;
}

export const DEFAULTS: Thresholds = {
	pace: true,
	paceRaise: 80,
	paceGap: 5,
	settleDays: 3,
	idle: true,
	idleHours: 8,
	collection: true,
	overdueDays: 5,
	report: true,
	reportAt: '20:00',
	check: true,
	checkAt: '20:00'
};

/** From the top down: the nearest that says something decides. */
export const inherited = (
	line: readonly Partial<Thresholds>[],
	base: Thresholds = DEFAULTS
): Thresholds => Object.assign({ ...base }, ...line) as Thresholds;

/** How a subject stands with one metric's month target. */
export interface PaceFacts {
	metric: string;
	value: number;
	target: number;
	/** value ÷ expected; absent when nothing is expected. */
	index?: number | undefined;
	expected?: number | undefined;
	requiredPerDay?: number | undefined;
	/** What a working day has brought so far this month. */
	perDay?: number | undefined;
	/** Working days of the month that have passed, a decimal. */
	elapsedDays: number;
}

/** What is known of a rep at an instant. What is absent is not expected of the rep. */
export interface Facts {
	/** By metric, all but collections. */
	paces: readonly PaceFacts[];
	/** Working minutes since the last entry; absent for who is not expected to book. */
	idleMinutes?: number | undefined;
	collection?: PaceFacts | undefined;
	/** Whether what is due at a cut-off is missing; absent before the cut-off and where nothing is due. */
	missing: Readonly<Partial<Record<'report' | 'check', boolean>>>;
}

/** `between`: neither bad enough to raise nor good enough to clear. `excused`: the rule does not ask (any more). */
export type Verdict = 'bad' | 'between' | 'good' | 'excused';

/** The numbers of a cause, as they stand in the alert. */
export type Cause =
	| ({ rule: 'pace'; index: number } & Omit<PaceFacts, 'index'>)
	| { rule: 'idle'; minutes: number }
	| ({ rule: 'collection'; lagDays: number } & PaceFacts)
	| { rule: 'report' | 'check' };

export interface Finding {
	verdict: Verdict;
	/** Its numbers, reckoned when they are wanted: a scan wants those of few. */
	cause?: () => Cause;
	/** 0 to 100: what is more urgent stands above. */
	urgency: number;
}

const EXCUSED: Finding = { verdict: 'excused', urgency: 0 };
const clamp = (value: number): number => Math.max(0, Math.min(100, Math.round(value)));

/** The metric that is furthest behind decides (ALERT-2). */
function findPace({ paces }: Facts, own: Thresholds): Finding {
	const settled = paces.filter((pace) => pace.elapsedDays >= own.settleDays);
	const worst = settled
		.filter((pace) => pace.index !== undefined)
		.sort((a, b) => a.index! - b.index!)[0];
	if (!own.pace || !worst) return EXCUSED;
	const index = worst.value >= worst.target ? Math.max(1, worst.index!) : worst.index!;
	const verdict =
		index * 100 < own.paceRaise
			? 'bad'
			: index * 100 >= own.paceRaise + own.paceGap
				? 'good'
				: 'between';
	return {
		verdict,
		cause: () => ({ rule: 'pace', ...worst, index }),
		urgency: clamp(100 - (index * 10_000) / own.paceRaise + 40)
	};
}

function findIdle({ idleMinutes }: Facts, own: Thresholds): Finding {
	if (!own.idle || idleMinutes === undefined) return EXCUSED;
	const limit = own.idleHours * 60;
	return {
		verdict: idleMinutes >= limit ? 'bad' : 'good',
		cause: () => ({ rule: 'idle', minutes: Math.floor(idleMinutes) }),
		urgency: clamp(20 + (20 * idleMinutes) / limit)
	};
}

/** Overdue: what was due so many working days ago has not come in yet (ALERT-5). */
export const lagDays = ({ value, target, elapsedDays, index }: PaceFacts): number =>
	value >= target || !index
		? value >= target
			? 0
			: elapsedDays
		: Math.max(0, elapsedDays * (1 - index));

function findCollection({ collection }: Facts, own: Thresholds): Finding {
	if (!own.collection || collection?.index === undefined) return EXCUSED;
	const lag = lagDays(collection);
	return {
		verdict: lag >= own.overdueDays ? 'bad' : lag <= own.overdueDays - 1 ? 'good' : 'between',
		cause: () => ({ rule: 'collection', ...collection, lagDays: lag }),
		urgency: clamp(25 + (20 * lag) / own.overdueDays)
	};
}

function findMissing(rule: 'report' | 'check', { missing }: Facts, own: Thresholds): Finding {
	const is = missing[rule];
	if (!own[rule] || is === undefined) return EXCUSED;
	return {
		verdict: is ? 'bad' : 'good',
		cause: () => ({ rule }),
		urgency: rule === 'report' ? 15 : 10
	};
}

export function find(rule: Rule, facts: Facts, own: Thresholds): Finding {
	switch (rule) {
		case 'pace':
			return findPace(facts, own);
		case 'idle':
			return findIdle(facts, own);
		case 'collection':
			return findCollection(facts, own);
		default:
			return findMissing(rule, facts, own);
	}
}

/** What is remembered of one subject and rule. */
export interface Memory {
	/** The alert that is open, by the business day on which it was raised. */
	open?: { day: IsoDate; snoozed: boolean } | undefined;
	/** The last business day on which one was raised. */
	lastDay?: IsoDate | undefined;
}

/** `carry`: the alert of an earlier day ends, and one of today takes its place. */
export type Step = 'none' | 'raise' | 'keep' | 'clear' | 'carry';

/**
 * What becomes of an alert. `atWork`: the rep's working day has begun; before, and on days off, nobody is told anything new
 * (ALERT-7).
 */
export function decide(
	{ open, lastDay }: Memory,
	verdict: Verdict,
	now: { day: IsoDate; atWork: boolean }
): Step {
	if (!open)
		return verdict === 'bad' && now.atWork && (lastDay === undefined || lastDay < now.day)
			? 'raise'
			: 'none';
	if (verdict === 'good' || verdict === 'excused') return 'clear';
	return open.day < now.day && now.atWork && !open.snoozed ? 'carry' : 'keep';
}

/** A moment as the clock on the wall shows it. */
export interface WallTime {
	date: IsoDate;
	/** Of the day. */
	minute: number;
}

/**
 * Working minutes from one moment to a later one, each day by its weight: a day off and a leave add nothing, half a day
 * half (ALERT-4). Stops counting at `enough`.
 */
export function idleMinutes(options: {
	since: WallTime;
	until: WallTime;
	hours: WorkingHours;
	/** The dates from `since` to `until`. */
	days: readonly { date: IsoDate; weight: number }[];
	enough: number;
}): number {
	const { since, until, hours, days, enough } = options;
	const whole = workingMinutes(hours);
	let sum = 0;
	for (const { date, weight } of days) {
		if (date < since.date || date > until.date || weight <= 0) continue;
		const minutes =
			date > since.date && date < until.date
				? whole
				: workedBetween(
						date === since.date ? since.minute : 0,
						date === until.date ? until.minute : 24 * 60,
						hours
					);
		sum += minutes * Math.min(1, weight / 100);
		if (sum >= enough) return sum;
	}
	return sum;
}

/** What was tried before, as far as the next step depends on it. */
export interface Past {
	/** Working days in a row, this one included. */
	days: number;
	/** Alerts of this rule that came to something (an action, a help request) in the last 30 days. */
	helped: number;
	/** Alerts of this rule in the last 30 days, this one not included. */
	before: number;
}

/** A text `alerts_step_<key>`, and its numbers: amounts in minor units or pieces. */
export interface NextStep {
	key: string;
	params: Readonly<Record<string, number | string>>;
}

/** Beyond this multiple of what one usually does, asking for more per day helps nobody. */
const OUT_OF_REACH = 2;

/** What to do now, by the cause and by what was done before (ALERT-9). */
export function nextStep(cause: Cause, { days, helped, before }: Past): NextStep {
	if (cause.rule === 'pace') {
		const { metric, requiredPerDay = 0, perDay = 0 } = cause;
		const params = { metric, perDay: requiredPerDay };
		if (days >= 3 && helped > 0) return { key: 'pace_review', params: { ...params, days } };
		if (perDay > 0 && requiredPerDay > perDay * OUT_OF_REACH)
			return {
				key: 'pace_help',
				params: { ...params, times: Math.round((requiredPerDay / perDay) * 10) / 10 }
			};
		if (days >= 3) return { key: 'pace_together', params: { ...params, days } };
		return { key: days === 2 ? 'pace_plan' : 'pace_talk', params };
	}
	if (cause.rule === 'collection') {
		const params = {
			metric: cause.metric,
			missing: Math.max(0, (cause.expected ?? 0) - cause.value)
		};
		return { key: days >= 3 || before >= 5 ? 'collection_together' : 'collection_call', params };
	}
	if (cause.rule === 'idle')
		return before >= 3 || days >= 2
			? { key: 'idle_visits', params: { times: before + 1 } }
			: { key: 'idle_call', params: {} };
	return before >= 3
		? { key: `${cause.rule}_again`, params: { times: before + 1 } }
		: { key: cause.rule, params: {} };
}
