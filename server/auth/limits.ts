import { isIPv6 } from 'node:net';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { RateLimiterRes } from 'rate-limiter-flexible';
import type { Log } from '../log.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { hashOf } from './secrets.ts';

interface Budget {
	tries: number;
	/** Seconds. */
	within: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** What may be tried, counted by the name that is tried and by the network address that tries (SIGNIN-2). */
const BUDGETS = {
	login: {
		name: { tries: 10, within: 15 * MINUTE },
		address: { tries: 100, within: 15 * MINUTE }
	},
	/** Asking for a reset link: each may send a mail. */
	reset: { name: { tries: 3, within: HOUR }, address: { tries: 20, within: HOUR } },
	/** The code of the first run. */
	setup: { address: { tries: 10, within: 15 * MINUTE } },
	/** Codes of displays. */
	pairing: { address: { tries: 30, within: 15 * MINUTE } }
} satisfies Record<string, { name?: Budget; address: Budget }>;

export type LimitName = keyof typeof BUDGETS;

/** Each budget used up within a day doubles the wait, up to this: a name is not locked for longer by whoever guesses. */
const LONGEST_BLOCK = HOUR;
const STRIKES_LAST = 24 * HOUR;
const SILENCE_MS = 1_000;

export interface Limit {
	/** Counts a try. Refused with `too-many-tries`, in words how long to wait, whether the name exists or not. */
	take(address: string, name?: string): Promise<Outcome<object>>;
	/** The try was right: it does not count, and neither do those before for the same name. */
	forgive(address: string, name?: string): Promise<void>;
	/** Forgets what was tried for a name: its owner came in by another way. */
	clear(name: string): Promise<void>;
}

export type Limits = Readonly<Record<LimitName, Limit>> & { close(): void };

/** Who has one IPv6 address has 2⁶⁴ of them: the network counts. */
export function networkOf(address: string): string {
	const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
	if (!isIPv6(plain)) return plain;
	const [head = '', tail] = plain.toLowerCase().split('::');
	const front = head ? head.split(':') : [];
	const back = tail ? tail.split(':') : [];
	const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
	const groups = [...front, ...Array<string>(Math.max(0, zeros)).fill('0'), ...back];
	return groups
		.slice(0, 4)
		.map((group) => Number.parseInt(group, 16).toString(16))
		.join(':');
}

/**
 * However a name is written, as signing in reads it (phones: without what people put between the digits). What is typed
 * as a name is sometimes a password: it is not kept.
 */
const named = (name: string): string =>
	hashOf(name.toLowerCase().replace(/[\s().-]/g, '')).slice(0, 32);

/** One count with a block that grows. Counted in Redis; by this process alone while Redis is away. */
function createCount(redis: Redis, keyPrefix: string, { tries, within }: Budget) {
	const make = (prefix: string, points: number, duration: number) =>
		new RateLimiterRedis({
			storeClient: redis,
			rejectIfRedisNotReady: true,
			keyPrefix: prefix,
			points,
			duration,
			insuranceLimiter: new RateLimiterMemory({ keyPrefix: prefix, points, duration })
		});
	const count = make(keyPrefix, tries, within);
	const strikes = make(`${keyPrefix}:strikes`, Number.MAX_SAFE_INTEGER, STRIKES_LAST);

	return {
		/** Seconds to wait; 0: go on. */
		async take(key: string): Promise<number> {
			try {
				await count.consume(key);
				return 0;
			} catch (refused) {
				if (refused instanceof Error) throw refused;
				const { consumedPoints, msBeforeNext } = refused as RateLimiterRes;
				// Later tries do not prolong the block.
				if (consumedPoints !== tries + 1) return Math.max(1, msBeforeNext / 1_000);
				const struck = (await strikes.penalty(key)).consumedPoints;
				const seconds = Math.min(within * 2 ** (struck - 1), Math.max(within, LONGEST_BLOCK));
				await count.block(key, seconds);
				return seconds;
			}
		},
		giveBack: async (key: string): Promise<void> => void (await count.reward(key)),
		clear: async (key: string): Promise<void> => {
			await count.delete(key);
			await strikes.delete(key);
		}
	};
}

function createLimit(redis: Redis, limit: LimitName): Limit {
	const budgets: { name?: Budget; address: Budget } = BUDGETS[limit];
	const prefix = `lhb:limit:${limit}`;
	const byAddress = createCount(redis, `${prefix}:address`, budgets.address);
	const byName = budgets.name && createCount(redis, `${prefix}:name`, budgets.name);

	return {
		async take(address, name) {
			// The address first: what it may not try any more is not counted against the names it tries.
			let seconds = await byAddress.take(networkOf(address));
			if (seconds === 0 && byName && name !== undefined) seconds = await byName.take(named(name));
			if (seconds === 0) return { ok: true };
			return failed(
				problem('', 'too-many-tries', undefined, { minutes: Math.ceil(seconds / MINUTE) })
			);
		},
		async forgive(address, name) {
			await byAddress.giveBack(networkOf(address));
			if (name !== undefined) await byName?.clear(named(name));
		},
		async clear(name) {
			await byName?.clear(named(name));
		}
	};
}

/** How often things may be tried that somebody could guess. */
export async function createLimits(options: { redisTarget: string; log: Log }): Promise<Limits> {
	const { redisTarget, log } = options;
	const redis = new Redis(redisTarget, {
		enableOfflineQueue: false,
		maxRetriesPerRequest: 0,
		autoResendUnfulfilledCommands: false,
		socketTimeout: SILENCE_MS,
		retryStrategy: (times) => Math.min(50 * 2 ** times, 2_000),
		lazyConnect: true
	});
	redis.on('error', (error) => log.debug({ err: error }, 'redis connection of the limits'));
	await redis.connect().catch(() => {});
	return {
		login: createLimit(redis, 'login'),
		reset: createLimit(redis, 'reset'),
		setup: createLimit(redis, 'setup'),
		pairing: createLimit(redis, 'pairing'),
		close: () => redis.disconnect()
	};
}
