import type { App } from './app.ts';

/**
 * How routes find the one app of this process. Vite bundles what routes import, so a module with state
 * would exist twice; this one has none, the slot is on globalThis.
 */
const SLOT = Symbol.for('longhubang.app');

export function provideApp(app: App): void {
	(globalThis as Record<symbol, unknown>)[SLOT] = app;
}

export function useApp(): App {
	const app = (globalThis as Record<symbol, unknown>)[SLOT] as App | undefined;
	if (!app)
		throw new Error('the app is not there: server/main.ts provides it before the site loads');
	return app;
}
