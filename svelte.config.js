import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/**
 * The adapter bundles once more what Vite has built (and has warned about), by a Rollup that it gives no say in. That
 * some of Vite's files have nothing left to give on the server is always so, and nothing that anybody could mend.
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @returns {import('@sveltejs/kit').Adapter}
 */
function withoutEmptyChunks(adapter) {
	return {
		...adapter,
		async adapt(builder) {
			const { warn } = console;
			console.warn = (...told) => {
				if (!String(told[0]).startsWith('Generated an empty chunk')) warn(...told);
			};
			try {
				await adapter.adapt(builder);
			} finally {
				console.warn = warn;
			}
		}
	};
}

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		// server/main.ts owns HOST, PORT and shutdown; the adapter only gives the request handler.
		adapter: withoutEmptyChunks(adapter({ out: 'build', precompress: true })),
		alias: { $server: 'server' },
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
