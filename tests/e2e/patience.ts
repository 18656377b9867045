import type { BrowserContext, Page } from '@playwright/test';

/** Whether the page listens to whoever taps and types; one that never will is as good as ready. */
const isListening = (): boolean =>
	!document.documentElement.innerHTML.includes('__sveltekit_') ||
	document.documentElement.dataset.listening !== undefined;

function wait(page: Page): void {
	const goto = page.goto.bind(page);
	const reload = page.reload.bind(page);
	page.goto = async (...to) => {
		const response = await goto(...to);
		await page.waitForFunction(isListening);
		return response;
	};
	page.reload = async (...how) => {
		const response = await reload(...how);
		await page.waitForFunction(isListening);
		return response;
	};
}

/** Whatever is opened here is there only when it listens: what is tapped before that is lost, to a story as to a person. */
export function patient(context: BrowserContext): BrowserContext {
	for (const page of context.pages()) wait(page);
	context.on('page', wait);
	return context;
}
