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
		plainScopes
	],
	build: {
		target: 'chrome87',
		// How long a plugin took is nothing for whoever installs this.
		rolldownOptions: { checks: { pluginTimings: false } }
	}
});
