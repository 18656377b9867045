import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

/**
 * Svelte scopes the second part of a selector with `:where(.svelte-…)`. Chromium 87 (TVs of 2022) does not know
 * `:where` and drops the whole rule, so the plain class is written instead.
 */
const plainScopes: Plugin = {
	name: 'plain-scopes',
	enforce: 'pre',
	transform(code, id) {
		if (!id.includes('.svelte') || !id.includes('type=style')) return;
		return { code: code.replace(/:where\((\.svelte-[a-z0-9]+)\)/g, '$1'), map: null };
	}
};

const CATALOGUE = /import\s*\{\s*m\s*\}\s*from\s*(['"])[^'"]*\/paraglide\/messages\.js\1;?/;

/**
 * `m.key()` through the catalogue's own module makes every page load the texts of all pages, since they then share one
 * chunk; through one module for each text, every text that two pages speak becomes a file of its own, hundreds of them.
 * So a module gets the texts that it speaks as its own copies (`?of=`), which go with it wherever it goes. On the server it makes no difference.
 */
const ownWords: Plugin = {
	name: 'own-words',
	apply: 'build',
	enforce: 'post',
	applyToEnvironment: ({ name }) => name === 'client',
	transform(code, id) {
		if (id.includes('/node_modules/') || id.includes('/paraglide/') || !CATALOGUE.test(code))
			return;
		const keys = new Set<string>();
		const body = code
			.replace(CATALOGUE, '')
			.replace(/\bm\.([a-z][a-z0-9_]*)\b/g, (_, key: string) => {
				keys.add(key);
				return `m_${key}`;
			});
		const of = createHash('sha256')
			.update(relative(import.meta.dirname, id))
			.digest('hex')
			.slice(0, 8);
		const imports = [...keys].map(
			(key) => `import { ${key} as m_${key} } from '$lib/paraglide/messages/${key}.js?of=${of}';`
		);
		return { code: imports.join('') + body, map: null };
	}
};

/**
 * For Chromium 87 the static fields of a class are written as statements behind it, which then look as if they did
 * something: every chart, scale and legend of chart.js would stay, used or not. A class made inside of a pure call goes when
 * nobody uses it.
 */
const unusedCharts: Plugin = {
	name: 'unused-charts',
	apply: 'build',
	transform(code, id) {
		if (!/\/chart\.js\/dist\/[^?]*\.js$/.test(id)) return;
		const pure = code.replace(
			/^class (\w+)( extends \w+)? \{\n[\s\S]*?^\}$/gm,
			(body, name: string) =>
				`const ${name} = /* @__PURE__ */ (() => {\n${body}\nreturn ${name};\n})();`
		);
		return { code: pure, map: null };
	}
};

/**
 * The site speaks over WebSocket only (LIVE-*): the other ways of the client are not sent to anybody. Its index names them as well, and they try
 * the browser when they are loaded: without POLLING below they would stay.
 */
const webSocketOnly: Plugin = {
	name: 'web-socket-only',
	apply: 'build',
	transform(code, id) {
		if (!id.endsWith('/engine.io-client/build/esm/transports/index.js')) return;
		return {
			code: `import { WS } from './websocket.js';\nexport const transports = { websocket: WS };`,
			map: null
		};
	}
};

/** Paraglide exports a text with a capital in its key under a name in quotes, which Chromium 87 does not know. */
const plainNames: Plugin = {
	name: 'plain-names',
	transform(code, id) {
		if (!id.includes('/paraglide/messages/')) return;
		return { code: code.replace(/^(export \{ \w+ as )"(\w+)"/gm, '$1$2'), map: null };
	}
};

/** What engine.io-client does by long polling; nothing of it is needed by somebody who does not use it. */
const POLLING = /\/engine\.io-client\/build\/esm\/transports\/polling/;
/** One file for each library of schemas, each with its library: only Zod's is used. */
const FORM_ADAPTERS = /\/sveltekit-superforms\/dist\/adapters\//;

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			// src/lib/i18n.ts decides the language; nothing is guessed from cookies or addresses.
			strategy: ['globalVariable', 'baseLocale'],
			disableAsyncLocalStorage: true
		}),
		sveltekit(),
		plainScopes,
		plainNames,
		ownWords,
		webSocketOnly,
		unusedCharts
	],
	build: {
		target: 'chrome87',
		// A list of what each page needs would be in the first load of all of them, longer with every page: 5 KB by now. A page
		// that one goes to asks for its parts by itself.
		modulePreload: {
			polyfill: false,
			resolveDependencies: (_, needed) => needed.filter((file) => file.endsWith('.css'))
		},
		// The whole catalogue is one: administration pages that name a text by its key load it.
		chunkSizeWarningLimit: 1_000,
		// How long a plugin took is nothing for whoever installs this.
		rolldownOptions: {
			checks: { pluginTimings: false },
			// Written for older browsers its classes look as if loading them did something, and all came along with any: 2 KB.
			treeshake: {
				moduleSideEffects: [
					{ test: /svelte\/src\/reactivity\//, sideEffects: false },
					{ test: POLLING, sideEffects: false },
					{ test: FORM_ADAPTERS, sideEffects: false }
				]
			}
		}
	}
});
