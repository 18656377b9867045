/**
 * Which moments an entry makes: decided from the totals before and after it, and from nothing else, so that deciding
 * again gives the same. When and how often they show: docs/SPEC.md, CELEBRATE-*.
 */
import type { IsoDate } from './date.ts';
import type { EntryKind } from './ledger.ts';

/** Greatest first: of several meanings of one sale the first is its headline (CELEBRATE-8). */
export const REASONS = [
	'unit-target',
	'big-deal',
	'month-target',
	'number-one',
	'record-sale',
	'record-day',
	'day-target'
] as const;
export type CelebrationReason = (typeof REASONS)[number];

/** What a moment means, with the figures that say it. Amounts in the metric's unit, ratios as fractions. */
export type Meaning =
	| { reason: 'big-deal' }
	/** Of a unit: its code, whoever led before. */
	| { reason: 'number-one'; unit: string }
	| { reason: 'day-target' | 'month-target' | 'unit-target'; target: number; value: number }
	/** `best` is what was the most until then. */
	| { reason: 'record-sale' | 'record-day'; best: number; value: number };

/** A meaning, and the name under which it happens once (CELEBRATE-7). */
export type Marked = Meaning & { mark: string };

export interface Moment {
	/** Unique; a screen shows an id once. */
	id: string;
	position: number;
	subject: { kind: 'rep' | 'unit'; code: string };
	/** The headline first; never empty. */
	meanings: Marked[];
}

/** A total right before the entry, and right after it. */
export interface Climb {
	before: number;
	after: number;
}

/** The top of a unit's month, before the entry. */
export interface Lead {
	unit: string;
	/** Who stands first; absent while nobody has sold. */
	leader?: string | undefined;
	/** What the leader has. */
	value: number;
	/** How many have sold. */
	size: number;
}

/** What is known of one rep whom an entry credits. */
export interface CreditFacts {
	rep: string;
	amount: number;
	day: Climb;
	month: Climb;
	dayTarget?: number | undefined;
	monthTarget?: number | undefined;
	/** Of the company and of the rep's team; the rep's value there is `month` or their part of it. */
	leads: readonly (Lead & Climb)[];
	/** The most so far in one sale and on one earlier day; absent without a history to compare with (CELEBRATE-12). */
	bestSale?: number | undefined;
	bestDay?: number | undefined;
}

export interface UnitFacts {
	unit: string;
	month: Climb;
	target: number;
}

export interface EntryFacts {
	position: number;
	kind: EntryKind;
	metric: string;
	isMoney: boolean;
	amount: number;
	businessDate: IsoDate;
	/** The business date on which it was booked. */
	today: IsoDate;
	/** In the metric's unit; without it nothing is a big deal. */
	bigDeal?: number | undefined;
	/** Who is credited, most first. */
	credits: readonly CreditFacts[];
	units: readonly UnitFacts[];
}

/** A leader of one or two is no news. */
const FIELD = 3;

const celebratedKinds: readonly EntryKind[] = ['sale', 'collection'];

/** Whether an entry can be celebrated at all: sold or collected today, not imported from the past (CELEBRATE-1). */
export const isNews = (entry: Pick<EntryFacts, 'kind' | 'businessDate' | 'today' | 'amount'>) =>
	celebratedKinds.includes(entry.kind) && entry.businessDate === entry.today && entry.amount > 0;

const reaches = ({ before, after }: Climb, goal: number | undefined): goal is number =>
	goal !== undefined && goal > 0 && before < goal && after >= goal;

const exceeds = ({ before, after }: Climb, best: number | undefined): best is number =>
	best !== undefined && best > 0 && before <= best && after > best;

const inOrder = (meanings: Marked[]): Marked[] =>
	meanings.sort((a, b) => REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason));

function meaningsOfCredit(entry: EntryFacts, credit: CreditFacts, isFirst: boolean): Marked[] {
	const { metric, businessDate, position, isMoney } = entry;
	const { rep, day, month } = credit;
	const today = `${metric}:${rep}:${businessDate}`;
	const found: Marked[] = [];
	if (isFirst && isBigDeal(entry)) found.push({ reason: 'big-deal', mark: `big-deal:${position}` });
	if (reaches(month, credit.monthTarget))
		found.push({
			reason: 'month-target',
			target: credit.monthTarget,
			value: month.after,
			mark: `month-target:${metric}:${rep}:${businessDate.slice(0, 7)}`
		});
	if (reaches(day, credit.dayTarget))
		found.push({
			reason: 'day-target',
			target: credit.dayTarget,
			value: day.after,
			mark: `day-target:${today}`
		});
	if (!isMoney) return found;
	const first = credit.leads.find(
		({ leader, value, after, size }) =>
			leader !== undefined && leader !== rep && value > 0 && after > value && size >= FIELD
	);
	if (first)
		found.push({
			reason: 'number-one',
			unit: first.unit,
			mark: `number-one:${first.unit}:${today}`
		});
	if (entry.kind === 'sale' && exceeds({ before: 0, after: credit.amount }, credit.bestSale))
		found.push({
			reason: 'record-sale',
			best: credit.bestSale,
			value: credit.amount,
			mark: `record-sale:${metric}:${rep}:${position}`
		});
	if (exceeds(day, credit.bestDay))
		found.push({
			reason: 'record-day',
			best: credit.bestDay,
			value: day.after,
			mark: `record-day:${today}`
		});
	return found;
}

/** Whether a sale reaches the amount set (CELEBRATE-1). */
export const isBigDeal = ({
	kind,
	isMoney,
	amount,
	bigDeal
}: Pick<EntryFacts, 'kind' | 'isMoney' | 'amount' | 'bigDeal'>): boolean =>
	kind === 'sale' && isMoney && bigDeal !== undefined && amount >= bigDeal;

/** The moments of one entry: one for each rep who has any, one for each unit whose month target it reached. */
export function momentsOf(entry: EntryFacts): Moment[] {
	if (!isNews(entry)) return [];
	const { position, metric, businessDate } = entry;
	const ofReps = entry.credits.flatMap((credit, i): Moment[] => {
		const meanings = inOrder(meaningsOfCredit(entry, credit, i === 0));
		const [main] = meanings;
		if (!main) return [];
		const id = `${main.reason}:${position}${i === 0 ? '' : `:${credit.rep}`}`;
		return [{ id, position, subject: { kind: 'rep', code: credit.rep }, meanings }];
	});
	const ofUnits = entry.units
		.filter(({ month, target }) => reaches(month, target))
		.map(({ unit, month, target }): Moment => {
			const mark = `unit-target:${metric}:${unit}:${businessDate.slice(0, 7)}`;
			return {
				id: `unit-target:${position}:${unit}`,
				position,
				subject: { kind: 'unit', code: unit },
				meanings: [{ reason: 'unit-target', target, value: month.after, mark }]
			};
		});
	return [...ofUnits, ...ofReps];
}

/** What is told within a minute: the great, the big and the others each have their own, so that none crowds out another. */
export const PER_MINUTE = { great: 8, big: 12, other: 8 } as const;
const MINUTE = 60_000;

const weightOf = (reason: CelebrationReason): keyof typeof PER_MINUTE =>
	reason === 'unit-target' || reason === 'month-target'
		? 'great'
		: reason === 'big-deal'
			? 'big'
			: 'other';

/** A moment that was told to the screens, and when its entry was booked. */
export interface ToldMoment {
	reason: CelebrationReason;
	at: number;
}

/** Whether one more is told to the screens after those told (CELEBRATE-9); else it stands in the list only. */
export function isTold({ reason, at }: ToldMoment, told: readonly ToldMoment[]): boolean {
	const weight = weightOf(reason);
	const lately = told.filter((one) => at - one.at < MINUTE && weightOf(one.reason) === weight);
	return lately.length < PER_MINUTE[weight];
}

/** Whether a reversal takes back what its entry made (CELEBRATE-4). Epoch milliseconds. */
export const withdraws = (bookedAt: number, reversedAt: number): boolean =>
	reversedAt - bookedAt <= MINUTE;

/** What a colleague may send: drawn marks, no words (CHEER-1). */
export const CHEERS = ['clap', 'flower', 'fire', 'thumb'] as const;
export type CheerKind = (typeof CHEERS)[number];
