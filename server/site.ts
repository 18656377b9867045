import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { Config } from './config.ts';

const BUILT = new URL('../build/handler.js', import.meta.url);

/**
 * SvelteKit refuses a form or multipart POST whose Origin is not the site's, also one without any. A browser
 * always names the origin of such a POST; a program never does, and an API key, not a cookie, lets it in.
 */
function nameOrigin(request: IncomingMessage): void {
	const { headers, url } = request;
	if (headers.origin !== undefined || !url?.startsWith('/api/')) return;
	headers.origin = `${String(headers['x-forwarded-proto'])}://${headers['x-forwarded-host'] ?? headers.host}`;
}

/** Where the adapter reads the address of whoever asks; only `describe` writes it. */
const ADDRESS_HEADER = 'x-longhubang-address';

/**
 * The address of whoever asks. Of X-Forwarded-For only the last entry counts, the one that the proxy in front added:
 * those before it are what the client claims.
 */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
	const forwarded = trustProxy ? request.headers['x-forwarded-for'] : undefined;
	const last = forwarded?.toString().split(',').at(-1)?.trim();
	// A client of a Unix socket has none.
	return last || request.socket.remoteAddress || 'local';
}

/** What no proxy in front says: on a plain-HTTP office network every form POST would be refused. */
export function describe(request: IncomingMessage, trustProxy: boolean): void {
	if (!trustProxy) {
		request.headers['x-forwarded-proto'] = 'http';
		delete request.headers['x-forwarded-host'];
	}
	request.headers[ADDRESS_HEADER] = addressOf(request, trustProxy);
	nameOrigin(request);
}

/** The built site. */
export async function createSite({ trustProxy }: Config): Promise<RequestListener> {
	process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
	process.env.ADDRESS_HEADER = ADDRESS_HEADER;
	process.env.HOST_HEADER = trustProxy ? 'x-forwarded-host' : 'host';
	// Entries come in batches of a thousand, imports as files; each route has its own, lower limit.
	process.env.BODY_SIZE_LIMIT = 'Infinity';
	const { handler } = (await import(BUILT.href)) as { handler: RequestListener };
	return (request, response) => {
		describe(request, trustProxy);
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
	const handle: RequestListener = (request, response) => {
		describe(request, false);
		vite.middlewares(request, response);
	};
	return { handle, close: () => vite.close() };
}
