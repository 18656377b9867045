import { resolve } from 'node:path';
import type { OidcConfig } from './auth/oidc.ts';
import type { MailConfig } from './notifications/mail.ts';

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
	/** A proxy in front sets X-Forwarded-Proto, -Host and -For, and they are believed. */
	trustProxy: boolean;
	/** The address under which people reach this site, without a slash at its end. */
	publicUrl: string | undefined;
	/** Absent: nothing is sent by mail. */
	mail: MailConfig | undefined;
	/** Absent: people sign in with passwords only. */
	oidc: OidcConfig | undefined;
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

/** Some variables make sense together only. */
function needs(env: Environment, name: string, others: readonly string[]): void {
	const missing = others.filter((other) => !env[other]?.trim());
	if (missing.length > 0) throw new ConfigError(`${name} needs ${missing.join(' and ')} too.`);
}

/** `https://sales.example.com`: an origin, since the site is not served below a path. */
function origin(env: Environment, name: string): string | undefined {
	const text = url(env, name, ['http:', 'https:']);
	if (text === undefined) return undefined;
	const { origin: found, pathname, search } = new URL(text);
	if (pathname !== '/' || search)
		throw new ConfigError(`${name} is "${text}": give only the beginning, ${found}.`);
	return found;
}

function mail(env: Environment): MailConfig | undefined {
	const smtpUrl = url(env, 'SMTP_URL', ['smtp:', 'smtps:']);
	if (!smtpUrl) return undefined;
	needs(env, 'SMTP_URL', ['MAIL_FROM', 'PUBLIC_URL']);
	return { smtpUrl, from: env.MAIL_FROM!.trim() };
}

function oidc(env: Environment): OidcConfig | undefined {
	const issuer = url(env, 'OIDC_ISSUER', ['https:', 'http:']);
	if (!issuer) return undefined;
	needs(env, 'OIDC_ISSUER', ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']);
	const claim = env.OIDC_EMPLOYEE_CLAIM?.trim();
	return {
		issuer,
		clientId: env.OIDC_CLIENT_ID!.trim(),
		clientSecret: env.OIDC_CLIENT_SECRET!.trim(),
		name: env.OIDC_NAME?.trim() || new URL(issuer).hostname,
		createAccounts: choice(env, 'OIDC_CREATE', '0', ['0', '1']) === '1',
		employeeClaims: claim ? [claim] : ['employee_number', 'employeeNumber'],
		scope: env.OIDC_SCOPE?.trim() || 'openid profile email'
	};
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
		publicUrl: origin(env, 'PUBLIC_URL'),
		mail: mail(env),
		oidc: oidc(env),
		shutdownTimeoutMs: whole(env, 'SHUTDOWN_TIMEOUT', 10, [0, 600]) * 1_000
	};
}
