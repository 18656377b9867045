import type { Page } from '@playwright/test';
import { PASSWORD } from './people.ts';

/** Signs in a page of a browser, over the login page; it arrives at `to`. */
export async function signInPage(
	page: Page,
	url: string,
	login: string,
	to = '/',
	password = PASSWORD
): Promise<void> {
	await page.goto(`${url}/login?${new URLSearchParams({ to })}`);
	await page.locator('input[name=login]').fill(login);
	await page.locator('input[name=password]').fill(password);
	await page.locator('button[type=submit]').click();
	await page.waitForURL((at) => !at.pathname.startsWith('/login'));
}
