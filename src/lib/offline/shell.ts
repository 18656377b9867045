/** Tells the service worker what this page has loaded, so that it opens without a network (src/service-worker.ts). */
export async function keepShell(page: string): Promise<void> {
	const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
	// Absent on pages without TLS.
	if (!container) return;
	const registration = await container.ready;
	const loaded = performance
		.getEntriesByType('resource')
		.map(({ name }) => new URL(name))
		.filter(({ origin }) => origin === location.origin)
		.map(({ pathname }) => pathname);
	registration.active?.postMessage({ kind: 'keep', page, assets: [...new Set(loaded)] });
}
