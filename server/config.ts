import { resolve } from 'node:path';

export interface Config {
	host: string;
	port: number;
	/** Absolute. */
	dataDir: string;
	/** External PostgreSQL; absent: embedded. */
	databaseUrl: string | undefined;
	/** External Redis; absent: embedded. */
	redisUrl: string | undefined;
	logLevel: string;
	/** A proxy in front sets X-Forwarded-Proto and -Host, and they are believed. */
	trustProxy: boolean;
	/** How long requests under way may take at shutdown, milliseconds. */
	shutdownTimeoutMs: number;
}

export class ConfigError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

function whole(env: Environment, name: string, fallback: number, [min, max]: [number, number]) {
	const text = env[name]?.trim();
	if (!text) return fallback;
	const value = Number(text);
	if (!Number.isInteger(value) || value < min || value > max)
		throw new ConfigError(`${name} is "${text}": give a whole number from ${min} to ${max}.`);
	return value;
}

function url(env: Environment, name: string, protocols: readonly string[]): string | undefined {
	const text = env[name]?.trim();
	if (!text) return undefined;
	const protocol = URL.parse(text)?.protocol;
	if (!protocol || !protocols.includes(protocol))
		throw new ConfigError(
			`${name} is not an address of the form ${protocols.map((p) => `${p}//…`).join(' or ')}.`
		);
	return text;
}

function choice(env: Environment, name: string, fallback: string, among: readonly string[]) {
	const text = env[name]?.trim() || fallback;
	if (!among.includes(text))
		throw new ConfigError(`${name} is "${text}": give one of ${among.join(', ')}.`);
	return text;
}

/** Reads the environment once. Throws a ConfigError that names the variable and the remedy. */
export function readConfig(env: Environment): Config {
	return {
		host: env.HOST?.trim() || '0.0.0.0',
		port: whole(env, 'PORT', 3000, [0, 65_535]),
		dataDir: resolve(env.DATA_DIR?.trim() || 'data'),
		databaseUrl: url(env, 'DATABASE_URL', ['postgres:', 'postgresql:']),
		redisUrl: url(env, 'REDIS_URL', ['redis:', 'rediss:']),
		logLevel: choice(env, 'LOG_LEVEL', 'info', LOG_LEVELS),
		trustProxy: choice(env, 'TRUST_PROXY', '0', ['0', '1']) === '1',
		shutdownTimeoutMs: whole(env, 'SHUTDOWN_TIMEOUT', 10, [0, 600]) * 1_000
	};
}
