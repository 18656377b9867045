/** The arrows of the architecture are lint rules: each of these wrong lines fails, with the message that says where it belongs. */
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';

const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)) });

async function messagesFor(filePath: string, code: string): Promise<string[]> {
	const script = filePath.endsWith('.svelte') ? `<script lang="ts">\n${code}\n</script>\n` : code;
	const [result] = await eslint.lintText(`${script}\n`, { filePath });
	return result!.messages.map(({ message }) => message);
}

const SERVER_VALUE = /Vite bundles what src imports/;
const HANDOFF = /Only src\/hooks\.server\.ts takes the app over/;
const PURE = /The domain is pure/;
const CHARTS = /Only src\/lib\/charts imports chart\.js/;
const NO_VITE = /Node runs server\/ without Vite/;
const ENDING = /Node needs the file ending/;
const CLOCK = /The clock comes in as an argument/;
const CHANCE = /Randomness comes in as an argument/;
const WORDS = /no browser loads/;
const NAMED = /Name the text/;

const WRONG: [string, string, RegExp][] = [
	[
		'src/routes/floor/words.ts',
		`import * as messages from '$lib/paraglide/messages.js';\nmessages;`,
		WORDS
	],
	[
		'src/routes/floor/+page.svelte',
		`import { m } from '$lib/paraglide/messages.js';\nconst key = 'menu_home';\nm[key]();`,
		NAMED
	],
	[
		'src/routes/floor/+page.server.ts',
		`import { createApp } from '$server/app.ts';\ncreateApp;`,
		SERVER_VALUE
	],
	[
		'src/routes/floor/+page.svelte',
		`import { createApp } from '$server/app.ts';\ncreateApp;`,
		SERVER_VALUE
	],
	[
		'src/lib/api/thing.ts',
		`import { problem } from '../../../server/problems.ts';\nproblem;`,
		SERVER_VALUE
	],
	[
		'src/lib/components/Thing.svelte',
		`import { problem } from '$server/problems.ts';\nproblem;`,
		SERVER_VALUE
	],
	[
		'src/lib/live/thing.ts',
		`import { createChannel } from '$server/live/channel.ts';\ncreateChannel;`,
		SERVER_VALUE
	],
	['src/hooks.server.ts', `import { createApp } from '$server/app.ts';\ncreateApp;`, SERVER_VALUE],
	[
		'src/routes/floor/+page.server.ts',
		`import { useApp } from '$server/handoff.ts';\nuseApp();`,
		HANDOFF
	],
	['src/lib/api/thing.ts', `import { useApp } from '$server/handoff.ts';\nuseApp();`, HANDOFF],
	['src/lib/domain/thing.ts', `import { readFile } from 'node:fs';\nreadFile;`, PURE],
	['src/lib/domain/thing.ts', `import { z } from 'zod';\nz;`, PURE],
	['src/lib/domain/thing.ts', `import { io } from '../live/feed.ts';\nio;`, PURE],
	[
		'src/lib/domain/thing.ts',
		`import { formatAmount } from '$lib/format/amount.ts';\nformatAmount;`,
		PURE
	],
	['src/lib/domain/thing.ts', `export const now = () => Date.now();`, CLOCK],
	['src/lib/domain/thing.ts', `export const chance = () => Math.random();`, CHANCE],
	['src/lib/domain/thing.ts', `export const get = () => fetch('/');`, /The domain does no I\/O/],
	[
		'src/lib/domain/thing.ts',
		`export const { env } = process;`,
		/The domain runs in the browser too/
	],
	['src/lib/components/Thing.svelte', `import { Chart } from 'chart.js';\nChart;`, CHARTS],
	['src/lib/components/thing.ts', `import Chart from 'chart.js/auto';\nChart;`, CHARTS],
	['src/routes/tv/Thing.svelte', `import { Chart } from 'chart.js';\nChart;`, CHARTS],
	[
		'src/lib/components/Thing.svelte',
		`import { load } from '../../routes/tv/+page.server.ts';\nload;`,
		/Shared code does not know the routes/
	],
	['server/thing/thing.ts', `import { diff } from '$lib/live/board.ts';\ndiff;`, NO_VITE],
	['server/thing/thing.ts', `import { browser } from '$app/environment';\nbrowser;`, NO_VITE],
	[
		'server/thing/thing.ts',
		`import { load } from '../../src/routes/tv/+page.server.ts';\nload;`,
		NO_VITE
	],
	[
		'server/thing/thing.ts',
		`import Wall from '../../src/lib/components/wall/Wall.svelte';\nWall;`,
		NO_VITE
	],
	['server/thing/thing.ts', `import { createApp } from '../app';\ncreateApp;`, ENDING],
	['server/thing/thing.ts', `export const now = () => Date.now();`, CLOCK],
	['server/thing/thing.ts', `export const chance = () => Math.random();`, CHANCE],
	[
		'server/thing/thing.ts',
		`export const is = (a: unknown, App: never) => a instanceof App;`,
		/No instanceof across the seam/
	]
];

describe('refused:', () => {
	test.each(WRONG)('in %s %j', async (file, code, message) => {
		expect((await messagesFor(file, code)).join('\n')).toMatch(message);
	});
});

const RIGHT: [string, string][] = [
	[
		'src/routes/floor/words.server.ts',
		`import * as messages from '$lib/paraglide/messages.js';\nexport const words = messages;`
	],
	[
		'src/routes/floor/+page.server.ts',
		`import type { App } from '$server/app.ts';\nexport const of = (app: App) => app;`
	],
	['src/hooks.server.ts', `import { useApp } from '$server/handoff.ts';\nuseApp();`],
	['src/lib/domain/thing.ts', `import { periodOf } from './period.ts';\nperiodOf('day', '');`],
	[
		'src/lib/domain/thing.ts',
		`import { Temporal } from 'temporal-polyfill';\nTemporal.PlainDate.from('');`
	],
	['src/lib/charts/thing.ts', `import { Chart } from 'chart.js';\nnew Chart('', {} as never);`],
	['server/thing/thing.ts', `import { diff } from '../../src/lib/live/board.ts';\ndiff({}, {});`],
	['server/main.ts', `export const now = Date.now();`]
];

describe('allowed:', () => {
	test.each(RIGHT)('in %s %j', async (file, code) => {
		expect(await messagesFor(file, code)).toEqual([]);
	});
});
