import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		// server/main.ts owns HOST, PORT and shutdown; the adapter only gives the request handler.
		adapter: adapter({ out: 'build', precompress: true }),
		alias: { $server: 'server' },
		// Else the addresses of all pages are in the first load of each: 5 KB by now, more with every page.
		router: { resolution: 'server' },
		// A page that is refused is drawn at its own, deeper address.
		paths: { relative: false },
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'data:'],
				'font-src': ['self', 'data:'],
				'connect-src': ['self', 'ws:', 'wss:'],
				'frame-ancestors': ['self'],
				'base-uri': ['self'],
				'form-action': ['self'],
				'object-src': ['none']
			}
		},
		typescript: {
			config: (config) => {
				// tsconfig.json names its own files: server/, tests/ and src/ are one program.
				delete config.include;
				return config;
			}
		}
	}
};
