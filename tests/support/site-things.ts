/** Things that only the pages make, made over them by whoever is signed in: for what then looks at their own pages. */
import type { Page } from '@playwright/test';

/** Pairs a display, and gives the path of its page. Needs boards that are not open to everyone: else no TV asks for a code. */
export async function pairDisplay(page: Page, url: string, name: string): Promise<string> {
	const asked = await fetch(`${url}/tv/pairing`, { method: 'POST' });
	const { code } = (await asked.json()) as { code: string };
	await page.goto(`${url}/admin/displays/pair?code=${code}`);
	await page.fill('input[name=name]', name);
	await page.click('main button[type=submit]');
	await page.waitForURL('**/admin/displays?paired=*');
	return `/admin/displays/${new URL(page.url()).searchParams.get('paired')}`;
}

/** Uploads a table, and gives the path of its batch, which waits for its columns to be understood. */
export async function uploadTable(
	page: Page,
	url: string,
	{ name, csv }: { name: string; csv: string }
): Promise<string> {
	const path = `/admin/imports/upload?name=${encodeURIComponent(name)}`;
	const answer = await page.request.put(url + path, { headers: { origin: url }, data: csv });
	if (!answer.ok()) throw new Error(await answer.text());
	return `/admin/imports/${((await answer.json()) as { id: string }).id}`;
}

/** Invites somebody, and gives the path that the QR code leads to. */
export async function invite(page: Page, url: string, code: string): Promise<string> {
	await page.goto(`${url}/admin/people/${encodeURIComponent(code)}`);
	await page.getByRole('button', { name: '邀请登录' }).click();
	return new URL(await page.getByLabel('复制链接').inputValue()).pathname;
}

/** Prepares the letter of whoever `who` names, and gives the path of its page. `words` stand in its terms. */
export async function prepareLetter(
	page: Page,
	url: string,
	of: { unit: string; who: string },
	words = ''
): Promise<string> {
	const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
	await page.request.post(`${url}/targets/letters?/prepare`, {
		headers: { origin: url, 'x-sveltekit-action': 'true' },
		form: { ...of, period: day.slice(0, 7), deadline: day, reward: words, offer: 'on' }
	});
	await page.goto(`${url}/targets/letters?unit=${of.unit}&state=offered`);
	return (await page.locator('a[href^="/targets/letters/"]').first().getAttribute('href'))!;
}

/** Sets up a contest of the next week, and gives its path. */
export async function holdContest(page: Page, url: string, name = '冲刺周'): Promise<string> {
	await page.goto(`${url}/admin/contests/new`);
	await page.fill('input[name=name]', name);
	await page.click('main button[type=submit]');
	await page.waitForURL(/\/contests\/\d+$/);
	return new URL(page.url()).pathname;
}
