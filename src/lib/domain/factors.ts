/** The five factors of a market (市场五要素) and what they come to. docs/SPEC.md, TARGET-6. */
import { divideRounded } from './exact.ts';
import { MAX_AMOUNT } from './money.ts';

export interface MarketFactors {
	/** 区域市场容量: what the market takes in the period, in the metric's unit. */
	capacity: number;
	/** 占有率: our share of it, basis points. */
	share: number;
	/** 品牌渗透率: how much of the market our brand reaches, basis points. */
	penetration: number;
	/** 自然增长率: how the market grows by itself, basis points; may be negative. */
	growth: number;
	/** 消费潜力: an index, 10000 as usual. */
	potential: number;
}

export const WHOLE = 10_000;

/** capacity × share × penetration × (1 + growth) × potential, rounded once at the end; 0 for a market that shrinks away. */
export function factorAmount(factors: MarketFactors): number {
	const { capacity, share, penetration, growth, potential } = factors;
	const product = [share, penetration, Math.max(0, WHOLE + growth), potential].reduce(
		(amount, factor) => amount * BigInt(factor),
		BigInt(capacity)
	);
	const amount = divideRounded(product, BigInt(WHOLE) ** 4n);
	return amount > BigInt(MAX_AMOUNT) ? MAX_AMOUNT : Number(amount);
}
