import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { findProgram } from '../../server/setup/run.mjs';
import type { Stage } from './stage.ts';

/** The system's Chromium, which talks to nobody but the page's server. */
export async function openBrowser(stage: Stage): Promise<Browser> {
	const executablePath =
		process.env.CHROMIUM_PATH || findProgram(['chromium', 'chromium-browser', 'google-chrome']);
	if (!executablePath)
		throw new Error('Chromium is not installed. Run: node server/setup.mjs --tests');
	const browser = await chromium.launch({
		executablePath,
		args: [
			'--no-sandbox',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--no-first-run'
		]
	});
	stage.onClose(() => browser.close());
	return browser;
}
