import type { RequestListener, Server } from 'node:http';
import type { Config } from './config.ts';

const BUILT = new URL('../build/handler.js', import.meta.url);

/** The built site. On a plain-HTTP office network every form POST would be refused without the header. */
export async function createSite(config: Config): Promise<RequestListener> {
	process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
	process.env.HOST_HEADER = config.trustProxy ? 'x-forwarded-host' : 'host';
	// Entries come in batches of a thousand, imports as files; each route has its own, lower limit.
	process.env.BODY_SIZE_LIMIT = '64M';
	const { handler } = (await import(BUILT.href)) as { handler: RequestListener };
	if (config.trustProxy) return handler;
	return (request, response) => {
		request.headers['x-forwarded-proto'] = 'http';
		handler(request, response);
	};
}

/** Vite as middleware: pages, hot reload and sockets share the port. */
export async function createDevSite(
	http: Server
): Promise<{ handle: RequestListener; close: () => Promise<void> }> {
	const { createServer } = await import('vite');
	const vite = await createServer({
		// `native` keeps `node --watch` from restarting in a loop.
		configLoader: 'native',
		server: { middlewareMode: true, hmr: { server: http } }
	});
	return { handle: vite.middlewares, close: () => vite.close() };
}
