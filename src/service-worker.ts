/// <reference lib="webworker" />
/**
 * The one service worker of the site. It keeps the pages of SHELLS, as they were served last, and what they load, so that they
 * open without a network; and it shows what is pushed. It never answers for the server's data: pages come from the network
 * first, calls of the API and of endpoints never from here. docs/SPEC.md, POCKET-10, PUSH-*.
 */
import { build, files, version } from '$service-worker';
import { LAST_DATABASE } from '$lib/offline/names.ts';

const worker = self as unknown as ServiceWorkerGlobalScope;

/** Pages that open without a network. A page joins with a line here, and by `keepShell()` when it has loaded. */
const SHELLS: readonly string[] = ['/me', '/floor'];
/** Where a phone begins, if it can: the start page leads there. */
const START = { from: '/', to: '/me' };

/** Of one release: what an older page loads stays until a page of this release has been kept. */
const SHELL_CACHE = `shell-${version}`;
const isShellCache = (name: string): boolean => name.startsWith('shell-');
const ASSETS = new Set([...build, ...files]);

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

/** What a page of one person showed is nobody else's. */
async function forgetPerson(): Promise<void> {
	for (const name of await caches.keys()) {
		if (!isShellCache(name)) continue;
		const cache = await caches.open(name);
		for (const shell of SHELLS) await cache.delete(shell);
	}
	await new Promise((resolve) => {
		const gone = indexedDB.deleteDatabase(LAST_DATABASE);
		gone.onsuccess = gone.onerror = gone.onblocked = resolve;
	});
}

async function keepPage(path: string, response: Response): Promise<void> {
	// Led elsewhere, refused, or an error: not the page.
	if (!response.ok || response.redirected || response.type !== 'basic') return;
	const cache = await caches.open(SHELL_CACHE);
	await cache.put(path, response);
}

async function openPage(event: FetchEvent, path: string): Promise<Response> {
	try {
		const response = await fetch(event.request);
		if (SHELLS.includes(path)) event.waitUntil(keepPage(path, response.clone()));
		return response;
	} catch (error) {
		const kept = await caches.match(path === START.from ? START.to : path);
		if (kept) return kept;
		throw error;
	}
}

/** A file of the build is named after its content, so the one that is kept is the right one. */
async function openAsset(request: Request): Promise<Response> {
	return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (url.origin !== worker.location.origin) return;
	if (request.method === 'POST' && (url.pathname === '/logout' || url.pathname === '/login'))
		return event.waitUntil(forgetPerson());
	if (request.method !== 'GET') return;
	if (request.mode === 'navigate') {
		if (SHELLS.includes(url.pathname) || url.pathname === START.from)
			event.respondWith(openPage(event, url.pathname));
		return;
	}
	if (ASSETS.has(url.pathname)) event.respondWith(openAsset(request));
});

interface Keep {
	kind: 'keep';
	page: string;
	/** Paths of what the page has loaded. */
	assets: string[];
}

/** Once a page of this release and all it needs are here, those of older ones are not needed any more. */
async function keepShell({ page, assets }: Keep): Promise<void> {
	if (!SHELLS.includes(page)) return;
	const cache = await caches.open(SHELL_CACHE);
	const missing: string[] = [];
	for (const path of assets) if (ASSETS.has(path) && !(await cache.match(path))) missing.push(path);
	await cache.addAll(missing);
	if (!(await cache.match(page))) await keepPage(page, await fetch(page));
	for (const name of await caches.keys())
		if (isShellCache(name) && name !== SHELL_CACHE) await caches.delete(name);
}

worker.addEventListener('message', (event) => {
	const message = event.data as Keep | undefined;
	if (message?.kind === 'keep') event.waitUntil(keepShell(message).catch(() => {}));
});

/** What the server pushes is already in the reader's words (server/push/). */
interface Pushed {
	title: string;
	body: string;
	/** Takes the place of the one before with the same tag. */
	tag: string;
	path: string;
}

worker.addEventListener('push', (event) => {
	const pushed = event.data?.json() as Pushed | undefined;
	if (!pushed) return;
	const { title, body, tag, path } = pushed;
	event.waitUntil(
		worker.registration.showNotification(title, {
			body,
			tag,
			icon: '/icon-192.png',
			badge: '/icon-192.png',
			data: { path }
		})
	);
});

worker.addEventListener('notificationclick', (event) => {
	event.notification.close();
	const { path } = event.notification.data as { path: string };
	event.waitUntil(
		worker.clients.matchAll({ type: 'window' }).then(async (windows) => {
			const open = windows.find(({ url }) => new URL(url).pathname === path);
			if (open) await open.focus();
			else await worker.clients.openWindow(path);
		})
	);
});
