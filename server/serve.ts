import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createApp } from './app.ts';
import type { App } from './app.ts';
import type { Clock } from './clock.ts';
import { ConfigError, readConfig } from './config.ts';
import type { Config } from './config.ts';
import { FolderTaken, openDatabases } from './databases.ts';
import { provideApp } from './handoff.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { createDevSite, createSite } from './site.ts';

export interface Running {
	app: App;
	port: number;
	/** In reverse of the start. */
	stop(): Promise<void>;
}

async function listen(http: ReturnType<typeof createServer>, config: Config): Promise<number> {
	await new Promise<void>((resolve, reject) => {
		http.once('error', reject);
		http.listen(config.port, config.host, resolve);
	});
	const address = http.address();
	return typeof address === 'object' && address ? address.port : config.port;
}

/** Databases → app → site → listen; what had started is stopped again when a later step fails. */
async function start(config: Config, clock: Clock, log: Log): Promise<Running> {
	const undo: (() => Promise<void>)[] = [];
	const stop = async () => {
		for (const step of undo.toReversed())
			await step().catch((error: unknown) => log.error({ err: error }, 'stopping'));
	};
	try {
		const databases = await openDatabases(config, log);
		undo.push(databases.stop);
		// The handler comes first, then Socket.IO attaches and takes only its own path.
		let site: RequestListener = (_, response) => void response.writeHead(503).end();
		const http = createServer((request, response) => site(request, response));
		const { databaseUrl, redisTarget } = databases;
		const app = await createApp({
			databaseUrl,
			redisTarget,
			http,
			clock,
			trustProxy: config.trustProxy,
			publicUrl: config.publicUrl,
			mail: config.mail,
			oidc: config.oidc,
			log
		});
		undo.push(app.close);
		provideApp(app);
		if (process.env.NODE_ENV === 'development') {
			const dev = await createDevSite(http);
			site = dev.handle;
			undo.push(dev.close);
		} else site = await createSite(config);
		const port = await listen(http, config);
		log.info({ port }, `龙虎榜 Longhubang is ready: http://localhost:${port}`);
		undo.push(async () => {
			const force = setTimeout(() => http.closeAllConnections(), config.shutdownTimeoutMs);
			// Socket.IO closes the HTTP server it is attached to, and waits for requests under way.
			await app.beginClosing();
			clearTimeout(force);
		});
		return { app, port, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

function explain(error: unknown, log: Log): void {
	if (error instanceof ConfigError || error instanceof FolderTaken) log.fatal(error.message);
	else if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
		log.fatal('The port is taken. Stop the other program, or choose another port with PORT.');
	else log.fatal({ err: error }, `The server could not start: ${(error as Error).message}`);
}

export interface ServeOptions {
	clock: Clock;
	/** Last thoughts on the configuration. */
	adjust?: (config: Config) => Config;
	/** Called once the server listens; may give what else has to stop, first of all. */
	onRunning?: (running: Running, log: Log) => Promise<() => Promise<void>>;
}

/** Runs a server until a signal ends it; a start that fails says why and ends the process with 1. */
export async function serve(options: ServeOptions): Promise<void> {
	const bootLog = createLog('info');
	let stop: (() => Promise<void>) | undefined;
	let stopping = false;
	const shutDown = (signal: string) => {
		// A second signal means that somebody does not want to wait.
		if (stopping) process.exit(1);
		stopping = true;
		bootLog.info({ signal }, 'stopping');
		(stop ?? (() => Promise.resolve()))().then(
			() => process.exit(0),
			() => process.exit(1)
		);
	};
	process.on('SIGTERM', shutDown);
	process.on('SIGINT', shutDown);
	try {
		const config = (options.adjust ?? ((read) => read))(readConfig(process.env));
		const log = createLog(config.logLevel);
		const running = await start(config, options.clock, log);
		stop = running.stop;
		const stopFirst = await options.onRunning?.(running, log);
		// Last: the demo brings its own administrator.
		await running.app.firstRun.announce(config.publicUrl ?? `http://localhost:${running.port}`);
		stop = async () => {
			await stopFirst?.();
			await running.stop();
		};
	} catch (error) {
		explain(error, bootLog);
		await stop?.();
		process.exit(1);
	}
}
