/** Bottom up: what a round of answers amounts to at an instant, and what settling it would pass over. docs/SPEC.md, AGREE-*. */

/** `silence`: said nothing by the deadline, where that counts as accepted. */
export type AnswerKind = 'accept' | 'counter' | 'silence';

/** What a child once said to an amount. */
export interface Answer {
	kind: AnswerKind;
	/** The amount that it is about. */
	offered: number;
	/** What a counter asks for; otherwise the amount offered. */
	amount: number;
}

/**
 * `met`: what is offered now is what the child asked for. `assumed`: silent beyond the deadline, which counts as
 * accepted. `overdue`: silent beyond the deadline, which counts as nothing.
 */
export type Standing = 'accepted' | 'countered' | 'met' | 'assumed' | 'waiting' | 'overdue';

export interface RoundTerms {
	/** Epoch milliseconds. */
	deadline: number;
	/** As the organisation had chosen when the round was opened. */
	silenceAccepts: boolean;
}

/** The deadline itself is too late. */
export const isOver = ({ deadline }: Pick<RoundTerms, 'deadline'>, at: number): boolean =>
	at >= deadline;

/** Of a child's answers, oldest first, the one that is about what is offered now (AGREE-4). */
export const standingAnswer = <Given extends Answer>(
	offered: number,
	answers: readonly Given[]
): Given | undefined =>
	[...answers]
		.reverse()
		.find(
			(answer) =>
				answer.offered === offered || (answer.kind === 'counter' && answer.amount === offered)
		);

/** What stands for a child that is offered an amount. `answers`: its own, oldest first. */
export function standingOf(
	offered: number,
	answers: readonly Answer[],
	terms: RoundTerms,
	at: number
): Standing {
	const answer = standingAnswer(offered, answers);
	if (!answer) {
		if (!isOver(terms, at)) return 'waiting';
		return terms.silenceAccepts ? 'assumed' : 'overdue';
	}
	if (answer.kind === 'silence') return 'assumed';
	if (answer.kind === 'accept') return 'accepted';
	return answer.amount === offered ? 'met' : 'countered';
}

/** Nothing that is about the amount offered now was said. */
export const isSilent = (standing: Standing): boolean =>
	standing === 'waiting' || standing === 'overdue';

export interface RoundCount {
	/** Accepted, met or assumed. */
	agreed: number;
	countered: number;
	waiting: number;
	overdue: number;
}

export function countRound(standings: Iterable<Standing>): RoundCount {
	const count: RoundCount = { agreed: 0, countered: 0, waiting: 0, overdue: 0 };
	for (const standing of standings)
		if (standing === 'countered' || standing === 'waiting' || standing === 'overdue')
			count[standing]++;
		else count.agreed++;
	return count;
}

/** A child at the moment of settling. */
export interface SettledChild {
	key: string;
	standing: Standing;
	/** What the round offered. */
	offered: number;
	/** What the child asked for; absent unless it is countered. */
	asked?: number | undefined;
	/** What would be settled. */
	amount: number;
}

/** Keys of the children that settling passes over, each in one list. Nothing of it forbids settling (AGREE-7). */
export interface SettleWarnings {
	/** Has not said anything. */
	unanswered: string[];
	/** Asked for another amount than it gets. */
	overruled: string[];
	/** Gets another amount than the one it was asked about, and did not ask for it. */
	changed: string[];
}

export function settleWarnings(children: readonly SettledChild[]): SettleWarnings {
	const warnings: SettleWarnings = { unanswered: [], overruled: [], changed: [] };
	for (const { key, standing, offered, asked, amount } of children)
		if (standing === 'countered') {
			if (amount !== asked) warnings.overruled.push(key);
		} else if (amount !== offered) warnings.changed.push(key);
		else if (isSilent(standing)) warnings.unanswered.push(key);
	return warnings;
}

/** One who could answer. */
interface Answerer {
	kind: string;
	code?: string;
	administrator?: boolean;
	sells?: boolean;
	leads?: readonly string[];
}

/**
 * Who answers for a child (AGREE-2): a rep alone, a unit by whoever leads it directly; an administrator writes down what
 * somebody said, on their behalf. Leading from further above is not enough: one does not answer oneself.
 */
export function answersFor(
	by: Answerer,
	child: { kind: string; code: string }
): 'self' | 'behalf' | undefined {
	if (by.kind !== 'person') return undefined;
	const isSelf =
		child.kind === 'rep'
			? by.sells === true && by.code === child.code
			: child.kind === 'unit' && (by.leads ?? []).includes(child.code);
	if (isSelf) return 'self';
	return by.administrator && (child.kind === 'rep' || child.kind === 'unit') ? 'behalf' : undefined;
}
