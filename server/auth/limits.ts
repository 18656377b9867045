import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export type Taken = { ok: true } | { ok: false; waitMs: number };

export interface Limiter {
	/** Counts one attempt of whoever the key names. */
	take(key: string): Promise<Taken>;
}

function limiter(points: number, seconds: number): Limiter {
	const counts = new RateLimiterMemory({ points, duration: seconds });
	return {
		async take(key) {
			try {
				await counts.consume(key);
				return { ok: true };
			} catch (refused) {
				if (refused instanceof RateLimiterRes) return { ok: false, waitMs: refused.msBeforeNext };
				throw refused;
			}
		}
	};
}

export type Limits = ReturnType<typeof createLimits>;

/** How often something may be tried. */
export const createLimits = () => ({
	/** Codes for TVs by address, and attempts to type one by whoever types: a floor of TVs, not a guesser. */
	pairing: limiter(30, 600)
});
