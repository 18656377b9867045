import { Redis } from 'ioredis';
import type { Log } from '../log.ts';
import { APPLY, BEGIN, FILL, KEPT, PRUNE, READ } from './scripts.ts';

type Argument = string | number;

/** A connection with the scripts of scripts.ts as commands. */
export interface RankingsRedis extends Redis {
	lhbBegin(
		position: string,
		registry: string,
		generation: string,
		...args: Argument[]
	): Promise<number>;
	lhbFill(...args: Argument[]): Promise<0 | 1>;
	lhbApply(position: string, ...args: Argument[]): Promise<string | null>;
	lhbKept(registry: string): Promise<string[]>;
	lhbRead(position: string, generation: string, ...args: Argument[]): Promise<unknown>;
	lhbPrune(registry: string, since: string): Promise<number>;
}

/** A Redis that is there and says nothing for this long is as good as gone. */
const SILENCE_MS = 3_000;

/**
 * `target` is a URL or the path of a Unix socket. A command fails at once while Redis is away: whoever
 * sent it knows better than a queue what to do then.
 */
export function connectRedis(target: string, log: Log): RankingsRedis {
	const redis = new Redis(target, {
		enableOfflineQueue: false,
		maxRetriesPerRequest: 0,
		autoResendUnfulfilledCommands: false,
		// It subscribes again by itself at 'ready', and hears of it when that fails: ioredis' own way would end the process.
		autoResubscribe: false,
		socketTimeout: SILENCE_MS,
		retryStrategy: (times) => Math.min(50 * 2 ** times, 1_000),
		lazyConnect: true
	});
	redis.on('error', (error) => log.debug({ err: error }, 'redis connection'));
	redis.defineCommand('lhbBegin', { numberOfKeys: 3, lua: BEGIN });
	redis.defineCommand('lhbFill', { numberOfKeys: 0, lua: FILL });
	redis.defineCommand('lhbApply', { numberOfKeys: 1, lua: APPLY });
	redis.defineCommand('lhbKept', { numberOfKeys: 1, lua: KEPT });
	redis.defineCommand('lhbRead', { numberOfKeys: 2, lua: READ });
	redis.defineCommand('lhbPrune', { numberOfKeys: 1, lua: PRUNE });
	return redis as RankingsRedis;
}
