import { Redis } from 'ioredis';
import type { Log } from '../log.ts';
import { APPLY, BEGIN, FILL, FORGET, READ } from './scripts.ts';

type Argument = string | number;

/** A connection with the scripts of scripts.ts as commands. */
export interface RankingsRedis extends Redis {
	lhbBegin(position: string, registry: string, ...args: Argument[]): Promise<void>;
	lhbFill(...args: Argument[]): Promise<0 | 1>;
	lhbApply(position: string, ...args: Argument[]): Promise<string | null>;
	lhbRead(position: string, ...args: Argument[]): Promise<unknown>;
	lhbForget(registry: string, since: string): Promise<number>;
}

/**
 * `target` is a URL or the path of a Unix socket. A command fails at once while Redis is away: whoever
 * sent it knows better than a queue what to do then.
 */
export function connectRedis(target: string, log: Log): RankingsRedis {
	const redis = new Redis(target, {
		enableOfflineQueue: false,
		maxRetriesPerRequest: 0,
		autoResendUnfulfilledCommands: false,
		retryStrategy: (times) => Math.min(50 * 2 ** times, 1_000),
		lazyConnect: true
	});
	redis.on('error', (error) => log.debug({ err: error }, 'redis connection'));
	redis.defineCommand('lhbBegin', { numberOfKeys: 2, lua: BEGIN });
	redis.defineCommand('lhbFill', { numberOfKeys: 0, lua: FILL });
	redis.defineCommand('lhbApply', { numberOfKeys: 1, lua: APPLY });
	redis.defineCommand('lhbRead', { numberOfKeys: 1, lua: READ });
	redis.defineCommand('lhbForget', { numberOfKeys: 1, lua: FORGET });
	return redis as RankingsRedis;
}
