import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import type { Config } from './config.ts';
import { FolderTaken, openDatabases } from './databases.ts';
import { provideApp } from './handoff.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { createDevSite, createSite } from './site.ts';

/** The only entry, in development and production: config → databases → app → site → listen. */
async function start(config: Config, log: Log): Promise<() => Promise<void>> {
	const databases = await openDatabases(config, log);
	const undo: (() => Promise<void>)[] = [databases.stop];
	const stop = async () => {
		for (const step of undo.toReversed())
			await step().catch((error: unknown) => log.error({ err: error }, 'stopping'));
	};
	try {
		// The handler comes first, then Socket.IO attaches and takes only its own path.
		let site: RequestListener = (_, response) => void response.writeHead(503).end();
		const http = createServer((request, response) => site(request, response));
		const { databaseUrl, redisTarget } = databases;
		const app = await createApp({ databaseUrl, redisTarget, http, clock: Date.now, log });
		undo.push(app.close);
		provideApp(app);
		if (process.env.NODE_ENV === 'development') {
			const dev = await createDevSite(http);
			site = dev.handle;
			undo.push(dev.close);
		} else site = await createSite(config);

		await new Promise<void>((resolve, reject) => {
			http.once('error', reject);
			http.listen(config.port, config.host, resolve);
		});
		undo.push(async () => {
			const force = setTimeout(() => http.closeAllConnections(), config.shutdownTimeoutMs);
			// Socket.IO closes the HTTP server it is attached to, and waits for requests under way.
			await app.beginClosing();
			clearTimeout(force);
		});
		const address = http.address();
		const port = typeof address === 'object' && address ? address.port : config.port;
		log.info({ port, host: config.host }, `龙虎榜 Longhubang is ready: http://localhost:${port}`);
		return stop;
	} catch (error) {
		await stop();
		throw error;
	}
}

function explain(error: unknown, log: Log): void {
	if (error instanceof ConfigError || error instanceof FolderTaken) log.fatal(error.message);
	else if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
		log.fatal('The port is taken. Stop the other program, or choose another port with PORT.');
	else log.fatal({ err: error }, 'The server could not start');
}

async function main(): Promise<void> {
	const bootLog = createLog('info');
	let stop: (() => Promise<void>) | undefined;
	let stopping = false;
	const shutDown = (signal: string) => {
		// A second signal means that somebody does not want to wait.
		if (stopping) process.exit(1);
		stopping = true;
		bootLog.info({ signal }, 'stopping');
		const done = stop ?? (() => Promise.resolve());
		done().then(
			() => process.exit(0),
			() => process.exit(1)
		);
	};
	process.on('SIGTERM', shutDown);
	process.on('SIGINT', shutDown);
	try {
		const config = readConfig(process.env);
		stop = await start(config, createLog(config.logLevel));
	} catch (error) {
		explain(error, bootLog);
		process.exitCode = 1;
		process.exit();
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
