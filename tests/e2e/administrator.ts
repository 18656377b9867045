/** An administrator of an installation, signed in in a browser. */
import type { Page } from '@playwright/test';
import { hashPassword } from '../../server/auth/passwords.ts';
import { withPool } from '../support/databases.ts';
import type { Installation } from './installation.ts';

const CODE = 'admin';
const PASSWORD = 'a long password';

export async function signInAsAdministrator(
	page: Page,
	{ url, databaseUrl }: Installation
): Promise<void> {
	const hash = await hashPassword(PASSWORD);
	await withPool(databaseUrl, (pool) =>
		pool.query(
			`INSERT INTO accounts (code, name, password_hash, administrator, created_at)
			VALUES ($1, '周敏', $2, true, now()) ON CONFLICT DO NOTHING`,
			[CODE, hash]
		)
	);
	await page.goto(`${url}/login?lang=zh-CN`);
	await page.fill('input[name=login]', CODE);
	await page.fill('input[name=password]', PASSWORD);
	await page.click('button[type=submit]');
	await page.waitForURL((address) => !address.pathname.startsWith('/login'));
}
