/** The `test` of every story: its pages are patient. */
import { setTimeout as delay } from 'node:timers/promises';
import { test as base, type BrowserContext, type Page } from '@playwright/test';

const PATIENCE_MS = 15_000;

/** Whether the page listens to whoever taps and types; one that never will is as good as ready. */
const isListening = (): boolean =>
	!document.documentElement.innerHTML.includes('__sveltekit_') ||
	document.documentElement.dataset.listening !== undefined;

/** Asked from here: a page may have its clock in a story's hands. A page that never listens is left to its story. */
async function listens(page: Page): Promise<void> {
	const deadline = Date.now() + PATIENCE_MS;
	while (Date.now() < deadline) {
		// On its way elsewhere: the next page is asked.
		if (await page.evaluate(isListening).catch(() => false)) return;
		await delay(20);
	}
}

function wait(page: Page): void {
	const goto = page.goto.bind(page);
	const reload = page.reload.bind(page);
	const waitForURL = page.waitForURL.bind(page);
	page.goto = async (...to) => {
		const response = await goto(...to);
		await listens(page);
		return response;
	};
	page.reload = async (...how) => {
		const response = await reload(...how);
		await listens(page);
		return response;
	};
	// Where one arrives after signing in is a new page as well.
	page.waitForURL = async (...at) => {
		await waitForURL(...at);
		await listens(page);
	};
}

/** Whatever is opened here is there only when it listens: what is tapped before that is lost, to a story as to a person. */
export function patient(context: BrowserContext): BrowserContext {
	for (const page of context.pages()) wait(page);
	context.on('page', wait);
	return context;
}

export const test = base.extend<object, object>({
	browser: [
		async ({ browser }, use) => {
			const newContext = browser.newContext.bind(browser);
			browser.newContext = async (options) => {
				const context = await newContext(options);
				return options?.javaScriptEnabled === false ? context : patient(context);
			};
			await use(browser);
		},
		{ scope: 'worker' }
	]
});

export { expect } from '@playwright/test';
