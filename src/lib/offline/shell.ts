/** Tells the service worker what this page has loaded, so that it opens without a network (src/service-worker.ts). */

/** Undefined on pages without TLS, where there is none. */
const container = (): ServiceWorkerContainer | undefined =>
	navigator.serviceWorker as ServiceWorkerContainer | undefined;

/** `page`: its path, with what follows it. `anew`: what was kept of it is out of date. */
export async function keepShell(page: string, anew = false): Promise<void> {
	const registration = await container()?.ready;
	const loaded = performance
		.getEntriesByType('resource')
		.map(({ name }) => new URL(name))
		.filter(({ origin }) => origin === location.origin)
		.map(({ pathname }) => pathname);
	registration?.active?.postMessage({ kind: 'keep', page, assets: [...new Set(loaded)], anew });
}

export async function forgetShell(page: string): Promise<void> {
	const registration = await container()?.getRegistration();
	registration?.active?.postMessage({ kind: 'forget', page });
}
