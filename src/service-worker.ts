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
const SHELLS: readonly string[] = ['/me', '/floor', '/tv'];
/** Where a phone or a TV begins, if it can: the start page leads there. */
const START = { from: '/', to: SHELLS };
/** A wall is kept by its whole address, and only once it has said that it shows a board. */
const WALL = '/tv';
/** A server that takes the question and gives no answer is away too: a TV that was just switched on shows its picture. */
const WALL_PATIENCE_MS = 10_000;
/** Pictures that scenes show, named after their content. */
const PICTURES = { path: '/tv/pictures/', cache: 'pictures', most: 30 };

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
		for (const shell of SHELLS) await cache.delete(shell, { ignoreSearch: true });
	}
	await caches.delete(PICTURES.cache);
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

/** What was kept of a page: of a wall under its whole address, of others whatever follows theirs; of the start page, what it leads to. */
async function keptPage({ pathname, search }: URL): Promise<Response | undefined> {
	if (pathname !== START.from)
		return caches.match(pathname === WALL ? pathname + search : pathname, { ignoreVary: true });
	for (const shell of START.to)
		if (await caches.match(shell, { ignoreVary: true })) return Response.redirect(shell, 302);
	return undefined;
}

async function openPage(event: FetchEvent, url: URL): Promise<Response> {
	try {
		const response = await fetch(event.request);
		if (SHELLS.includes(url.pathname)) event.waitUntil(keepPage(url.pathname, response.clone()));
		return response;
	} catch (error) {
		const kept = await keptPage(url);
		if (kept) return kept;
		throw error;
	}
}

const later = (ms: number): Promise<undefined> =>
	new Promise((resolve) => setTimeout(() => resolve(undefined), ms));

/** A wall: its last page rather than none, one that hangs, or what a proxy says for a server that is away. */
async function openWall(event: FetchEvent, url: URL): Promise<Response> {
	const kept = await keptPage(url);
	if (!kept) return fetch(event.request);
	const asked = fetch(event.request).catch(() => undefined);
	const response = await Promise.race([asked, later(WALL_PATIENCE_MS)]);
	if (!response || response.status >= 500) return kept;
	// The page says itself whether it is to be kept; one that is refused or led elsewhere is forgotten.
	if (!response.ok || response.redirected) event.waitUntil(forgetWall(url.pathname + url.search));
	else event.waitUntil(renewWall(url.pathname + url.search, response.clone()));
	return response;
}

/** In the cache in which its assets are: that of an older release waits until the page of the new one has loaded. */
async function renewWall(page: string, response: Response): Promise<void> {
	const cache = await caches.open(SHELL_CACHE);
	if (await cache.match(page)) await keepPage(page, response);
}

async function forgetWall(page: string): Promise<void> {
	for (const name of await caches.keys())
		if (isShellCache(name)) await (await caches.open(name)).delete(page);
	await caches.delete(PICTURES.cache);
}

async function openPicture(event: FetchEvent): Promise<Response> {
	const cache = await caches.open(PICTURES.cache);
	const kept = await cache.match(event.request, { ignoreVary: true });
	if (kept) return kept;
	const response = await fetch(event.request);
	if (response.ok && response.type === 'basic') {
		const copy = response.clone();
		event.waitUntil(
			(async () => {
				await cache.put(event.request, copy);
				const all = await cache.keys();
				for (const old of all.slice(0, Math.max(0, all.length - PICTURES.most)))
					await cache.delete(old);
			})().catch(() => {})
		);
	}
	return response;
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
		if (url.pathname === WALL) event.respondWith(openWall(event, url));
		else if (SHELLS.includes(url.pathname) || url.pathname === START.from)
			event.respondWith(openPage(event, url));
		return;
	}
	if (url.pathname.startsWith(PICTURES.path)) return event.respondWith(openPicture(event));
	if (ASSETS.has(url.pathname)) event.respondWith(openAsset(request));
});

/** What a page tells: that it is to be kept, or (a wall that is none any more) forgotten. */
type Told =
	| {
			kind: 'keep';
			/** Path, with what follows it. */
			page: string;
			/** Paths of what the page has loaded. */
			assets: string[];
			/** What is kept of it is out of date. */
			anew?: boolean;
	  }
	| { kind: 'forget'; page: string };

/** Once a page of this release and all it needs are here, those of older ones are not needed any more. */
async function keepShell({ page, assets, anew }: Told & { kind: 'keep' }): Promise<void> {
	if (!SHELLS.includes(page.split('?')[0]!)) return;
	const cache = await caches.open(SHELL_CACHE);
	const missing: string[] = [];
	for (const path of assets) if (ASSETS.has(path) && !(await cache.match(path))) missing.push(path);
	await cache.addAll(missing);
	if (anew || !(await cache.match(page))) await keepPage(page, await fetch(page));
	for (const name of await caches.keys())
		if (isShellCache(name) && name !== SHELL_CACHE) await caches.delete(name);
}

worker.addEventListener('message', (event) => {
	const told = event.data as Told | undefined;
	if (told?.kind === 'keep') event.waitUntil(keepShell(told).catch(() => {}));
	if (told?.kind === 'forget') event.waitUntil(forgetWall(told.page).catch(() => {}));
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
			const asked = new URL(path, worker.location.origin);
			const open = windows.find(({ url }) => new URL(url).pathname === asked.pathname);
			if (!open) return void (await worker.clients.openWindow(path));
			await open.focus();
			// Whose card is open stands in the address.
			if (asked.search && new URL(open.url).search !== asked.search) await open.navigate(path);
		})
	);
});
