/**
 * The letter 营销目标责任书: what it says, when it is signed, and what may still change. docs/SPEC.md, LETTER-*.
 * Amounts in minor units of the currency or in pieces.
 */
import type { IsoDate } from './date.ts';
import { fail, type Result } from './result.ts';

export type LetterState = 'draft' | 'offered' | 'signed' | 'superseded' | 'ended';
/** Who signs: the company, through a manager or administrator, and the one whose target it is. */
export type Side = 'company' | 'receiver';
export const SIDES: readonly Side[] = ['receiver', 'company'];

/** A reward or penalty: an amount, words, or both. */
export interface Clause {
	/** Minor units; null: words alone. */
	amount: number | null;
	text: string;
}

export interface Terms {
	reward: Clause;
	penalty: Clause;
	/** For reaching the target before the deadline. */
	early: Clause;
	deadline: IsoDate;
}

export interface DatedAmount {
	/** The day, or the first day of the month. */
	date: IsoDate;
	/** Null: nothing is set for this month. */
	amount: number | null;
}

export interface MetricTarget {
	code: string;
	name: string;
	kind: 'money' | 'count';
	amount: number;
	/** Version of the settled split that it stands in; null: set directly. */
	split: number | null;
	/** Of a quarter or year; of a month none. */
	months: DatedAmount[];
	/** Of a month; of a longer period none. */
	days: DatedAmount[];
}

/** Through whom the target will be reached. */
export interface CustomerLine {
	/** Null: somebody still to be won, who is in no directory. */
	code: string | null;
	name: string;
	/** Of the leading metric. */
	amount: number;
}

/** All that a version says. Its canonical text is what both sides sign (LETTER-6). */
export interface LetterText {
	organisation: string;
	currency: string;
	fractionDigits: number;
	period: { unit: 'month' | 'quarter' | 'year'; from: IsoDate; to: IsoDate };
	version: number;
	/** Why the version before was not left as it was; empty for the first. */
	reason: string;
	/** Whose targets: a rep's, with the team, or a unit's. */
	party: { kind: 'rep' | 'unit'; code: string; name: string; unit: string };
	/** Who answers for them and signs. */
	receiver: { code: string; name: string };
	targets: MetricTarget[];
	terms: Terms;
	commitment: string;
	customers: CustomerLine[];
}

export const NO_CLAUSE: Clause = { amount: null, text: '' };
export const isEmptyClause = ({ amount, text }: Clause): boolean => amount === null && text === '';

/** The metric that the customers carry (LETTER-4): sales, else the first of money, else the first. */
export const leadingTarget = (targets: readonly MetricTarget[]): MetricTarget | undefined =>
	targets.find(({ code }) => code === 'sales') ??
	targets.find(({ kind }) => kind === 'money') ??
	targets[0];

export interface Coverage {
	target: number;
	/** What the customers add up to. */
	sum: number;
	/** What is still to be found; 0 when the customers carry the target. */
	gap: number;
	over: number;
}

/** Whether the customers carry the leading target; undefined for a letter without targets. */
export function coverageOf(
	targets: readonly MetricTarget[],
	customers: readonly Pick<CustomerLine, 'amount'>[]
): Coverage | undefined {
	const leading = leadingTarget(targets);
	if (!leading) return undefined;
	const sum = customers.reduce((whole, { amount }) => whole + amount, 0);
	return {
		target: leading.amount,
		sum,
		gap: Math.max(0, leading.amount - sum),
		over: Math.max(0, sum - leading.amount)
	};
}

/** What a change of targets is: another metric, amount or month. How a month falls to its days is none (LETTER-9). */
const weighed = (targets: readonly MetricTarget[]): string =>
	canonicalJson(
		targets
			.map(({ code, amount, months }) => ({ code, amount, months }))
			.sort((a, b) => (a.code < b.code ? -1 : 1))
	);

export const targetsDiffer = (a: readonly MetricTarget[], b: readonly MetricTarget[]): boolean =>
	weighed(a) !== weighed(b);

/**
 * One text for one value, whatever the order in which it was put together: keys by UTF-16 code units, no blanks (the part
 * of RFC 8785 that letters need; numbers are integers).
 */
export function canonicalJson(value: unknown): string {
	if (typeof value === 'number') {
		if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no safe integer`);
		return String(value === 0 ? 0 : value);
	}
	if (value === null || typeof value === 'string' || typeof value === 'boolean')
		return JSON.stringify(value);
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (typeof value !== 'object') throw new TypeError(`${typeof value} is not written`);
	const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
	return `{${fields.map(([key, of]) => `${JSON.stringify(key)}:${canonicalJson(of)}`).join(',')}}`;
}

/** A version as signing sees it. */
export interface Version<Signature extends { side: Side; hash: string }> {
	state: LetterState;
	/** SHA-256 of the canonical text. */
	hash: string;
	signatures: readonly Signature[];
}

export type Refusal =
	| 'letter-closed'
	| 'letter-changed'
	| 'letter-not-offered'
	| 'letter-signed-already'
	| 'letter-not-signed';

type Step<V> = Result<{ version: V }, Refusal>;
type Any = Version<{ side: Side; hash: string }>;

/** Not yet signed by both, and not put away: its text may still change. */
export const isOpen = ({ state }: Pick<Any, 'state'>): boolean =>
	state === 'draft' || state === 'offered';

/** Another text voids the signatures that were given to the former one (LETTER-5). */
export function changeText<V extends Any>(version: V, hash: string): Step<V> {
	if (!isOpen(version)) return fail('letter-closed');
	if (hash === version.hash) return { ok: true, version };
	return { ok: true, version: { ...version, hash, signatures: [] } };
}

/** Sent to the receiver, who sees it from now on. */
export const offer = <V extends Any>(version: V): Step<V> =>
	isOpen(version) ? { ok: true, version: { ...version, state: 'offered' } } : fail('letter-closed');

/** A side signs what it has read: the hash of the text that was on its screen. */
export function sign<S extends { side: Side; hash: string }, V extends Version<S>>(
	version: V,
	signature: S
): Step<V> {
	const { side, hash } = signature;
	if (version.signatures.some((given) => given.side === side)) return fail('letter-signed-already');
	if (!isOpen(version)) return fail('letter-closed');
	if (version.state === 'draft' && side === 'receiver') return fail('letter-not-offered');
	if (hash !== version.hash) return fail('letter-changed');
	const signatures = [...version.signatures, signature];
	const state = signatures.length === SIDES.length ? 'signed' : 'offered';
	return { ok: true, version: { ...version, state, signatures } };
}

/** The next version was signed by both: this one is read, and holds no more. */
export const supersede = <V extends Any>(version: V): Step<V> =>
	version.state === 'signed'
		? { ok: true, version: { ...version, state: 'superseded' } }
		: fail('letter-not-signed');

/** Put away without a successor: withdrawn before it was signed, or ended by the company. */
export const end = <V extends Any>(version: V): Step<V> =>
	isOpen(version) || version.state === 'signed'
		? { ok: true, version: { ...version, state: 'ended' } }
		: fail('letter-closed');

/** Who has still to sign an open version. */
export const missing = ({ signatures }: Pick<Any, 'signatures'>): Side[] =>
	SIDES.filter((side) => !signatures.some((given) => given.side === side));
