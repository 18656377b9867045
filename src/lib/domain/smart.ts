/** The SMART check of a target that is being set: each letter is green, or says why not. docs/SPEC.md, TARGET-7. */
import { verdictWithin, type Reach } from './outlook.ts';
import type { IsoDate, Period } from './period.ts';

export type SmartLetter = 'specific' | 'measurable' | 'achievable' | 'relevant' | 'timely';
export const SMART_LETTERS: readonly SmartLetter[] = [
	'specific',
	'measurable',
	'achievable',
	'relevant',
	'timely'
];

export type SmartReason =
	| 'no-metric'
	| 'no-subject'
	| 'no-amount'
	| 'no-history'
	| 'out-of-reach'
	| 'no-parent-target'
	| 'above-parent'
	| 'period-over'
	| 'no-working-day';

export interface SmartInput {
	metric: string | undefined;
	subject: string | undefined;
	amount: number | undefined;
	/** What the subject's own history carries; undefined: it has none. */
	reach: Reach | undefined;
	/** The target of the unit above; `top`: there is none above. */
	parent: 'top' | number | undefined;
	period: Pick<Period, 'from' | 'to'>;
	/** Of the period, in hundredths of a working day. */
	weight: number;
	today: IsoDate;
}

/** What keeps each letter from being green; a letter that is green is absent. */
export type SmartCheck = Partial<Record<SmartLetter, SmartReason>>;

const isSet = (amount: number | undefined): amount is number => amount !== undefined && amount > 0;

function achievable({ amount, reach }: SmartInput): SmartReason | undefined {
	if (!isSet(amount)) return 'no-amount';
	if (!reach) return 'no-history';
	return verdictWithin(reach, amount) === 'wont' ? 'out-of-reach' : undefined;
}

function relevant({ amount, parent }: SmartInput): SmartReason | undefined {
	if (parent === 'top') return undefined;
	if (parent === undefined) return 'no-parent-target';
	return isSet(amount) && amount > parent ? 'above-parent' : undefined;
}

function timely({ period, today, weight }: SmartInput): SmartReason | undefined {
	if (period.to < today) return 'period-over';
	return weight > 0 ? undefined : 'no-working-day';
}

export function smartCheck(input: SmartInput): SmartCheck {
	const check: Partial<Record<SmartLetter, SmartReason | undefined>> = {
		specific: !input.metric ? 'no-metric' : !input.subject ? 'no-subject' : undefined,
		measurable: isSet(input.amount) ? undefined : 'no-amount',
		achievable: achievable(input),
		relevant: relevant(input),
		timely: timely(input)
	};
	return Object.fromEntries(Object.entries(check).filter(([, reason]) => reason !== undefined));
}
