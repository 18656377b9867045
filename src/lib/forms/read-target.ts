/** What was typed on the page of one target → amounts and basis points, and back. */
import type { MarketFactors } from '../domain/factors.ts';
import { MAX_AMOUNT, formatDecimal, parseDecimal } from '../domain/money.ts';
import type { Problem } from '../../../server/problems.ts';
import { readTyped, showTyped } from './typed-amount.ts';

/** Of a metric: pieces have no fraction. */
interface Measure {
	kind: 'money' | 'count';
	fractionDigits: number;
}
type Read<T> = ({ ok: true } & T) | { ok: false; problems: Problem[] };

const FACTORS = ['capacity', 'share', 'penetration', 'growth', 'potential'] as const;
type Typed = Record<(typeof FACTORS)[number], string>;

export const digitsOf = ({ kind, fractionDigits }: Measure): number =>
	kind === 'money' ? fractionDigits : 0;

function amountAt(path: string, text: string, measure: Measure): Read<{ amount: number }> {
	const digits = digitsOf(measure);
	const read = readTyped(text, digits);
	if (read.ok) return read;
	return { ok: false, problems: [{ path, reason: read.reason, value: text, params: { digits } }] };
}

export const readTarget = (text: string, measure: Measure): Read<{ amount: number }> =>
	amountAt('amount', text, measure);

export const showTarget = (amount: number | undefined, measure: Measure): string =>
	amount === undefined ? '' : showTyped(amount, digitsOf(measure));

/** Percent with at most two decimals, as basis points; only growth may be negative. */
function percentAt(path: string, text: string): Read<{ points: number }> {
	const wrong = (reason: string): Read<never> => ({
		ok: false,
		problems: [{ path, reason, value: text, params: { digits: 2 } }]
	});
	const read = parseDecimal(text.replace(/[%%]\s*$/, ''), 2);
	if (!read.ok) return wrong(read.reason);
	const [least, most] = path === 'growth' ? [-10_000, 100_000] : [0, 100_000];
	if (read.amount < least || read.amount > most) return wrong('percent-out-of-range');
	return { ok: true, points: read.amount };
}

export function readFactors(typed: Typed, measure: Measure): Read<{ factors: MarketFactors }> {
	const capacity = amountAt('capacity', typed.capacity, measure);
	const others = FACTORS.slice(1).map((name) => [name, percentAt(name, typed[name])] as const);
	const problems = [capacity, ...others.map(([, read]) => read)].flatMap((read) =>
		read.ok ? [] : read.problems
	);
	if (problems.length > 0 || !capacity.ok) return { ok: false, problems };
	const points = Object.fromEntries(
		others.map(([name, read]) => [name, read.ok ? read.points : 0])
	) as Record<'share' | 'penetration' | 'growth' | 'potential', number>;
	return { ok: true, factors: { capacity: Math.min(MAX_AMOUNT, capacity.amount), ...points } };
}

const percentText = (points: number): string =>
	formatDecimal(points, 2).replace(/\.?0+$/, '') || '0';

/** Growth and potential begin at what changes nothing. */
export function showFactors(factors: MarketFactors | undefined, measure: Measure): Typed {
	if (!factors) return { capacity: '', share: '', penetration: '', growth: '0', potential: '100' };
	return {
		capacity: showTarget(factors.capacity, measure),
		share: percentText(factors.share),
		penetration: percentText(factors.penetration),
		growth: percentText(factors.growth),
		potential: percentText(factors.potential)
	};
}
