import { execFileSync } from 'node:child_process';
import { defineConfig } from '@playwright/test';

/** The system's Chromium: nothing is downloaded. */
function chromium(): string {
	if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
	for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
		try {
			return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
		} catch {
			// not this one
		}
	}
	throw new Error('Chromium is not installed. Run: node server/setup.mjs --tests');
}

export default defineConfig({
	testDir: 'tests/e2e',
	workers: 1,
	timeout: 60_000,
	forbidOnly: true,
	reporter: [['list']],
	outputDir: 'test-results',
	use: {
		browserName: 'chromium',
		launchOptions: {
			executablePath: chromium(),
			// Without a UTF-8 locale Chromium calls a file with a Chinese name "download".
			env: { ...(process.env as Record<string, string>), LANG: 'C.UTF-8' },
			args: [
				'--no-sandbox',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
				'--no-first-run'
			]
		}
	}
});
