import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * The arrows of the architecture (routes → server capabilities → domain) as rules: a wrong import fails
 * here, with a message that says where the code belongs. docs/decisions/002-one-instance.md.
 */
const SERVER = ['**/server/**', '$server/**'];

const serverValues = {
	group: [...SERVER, '!**/server/handoff.ts', '!$server/handoff.ts'],
	allowTypeImports: true,
	message:
		'Vite bundles what src imports, so a server module would exist twice. Import its types only, and reach its values through locals.app (server/app.ts).'
};
const handoff = {
	group: ['**/server/handoff.ts', '$server/handoff.ts'],
	message: 'Only src/hooks.server.ts takes the app over; everywhere else use locals.app.'
};

const charts = {
	group: ['chart.js', 'chart.js/*'],
	message: 'Only src/lib/charts imports chart.js.'
};

/** vite.config.ts gives each module the texts that it names (`m.key`); what is looked up otherwise would need all of them. */
const wholeCatalogue = [
	{
		selector:
			'ImportDeclaration[source.value=/paraglide.messages\\.js$/] > ImportNamespaceSpecifier',
		message:
			'The whole catalogue is half a megabyte that no browser loads: name each text (m.key), or tell the words on the server, in a *.server.ts.'
	},
	{
		selector: 'MemberExpression[computed=true] > Identifier.object[name="m"]',
		message: 'Name the text, m.key: the build gives a module only the texts that it names.'
	},
	{
		selector: 'VariableDeclarator[id.type="ObjectPattern"] > Identifier.init[name="m"]',
		message: 'Name the text, m.key: the build gives a module only the texts that it names.'
	}
];

/** TVs of 2022 are Chromium 87: what came later is no function there, and the wall does not come alive (LIVE-15). */
const newerThanWalls = {
	selector:
		'CallExpression[callee.property.name=/^(at|findLast|findLastIndex|toReversed|toSorted|toSpliced)$/]',
	message: 'TVs of 2022 do not know it: write it with an index, find, or a copy that is sorted.'
};

export default defineConfig(
	{
		ignores: [
			'.svelte-kit',
			'build',
			'data',
			'node_modules',
			'src/lib/paraglide',
			'server/database/migrations',
			'test-results',
			'screenshots'
		]
	},
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	prettier,
	...svelte.configs.prettier,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			// TypeScript knows what is defined.
			'no-undef': 'off',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
			],
			'@typescript-eslint/consistent-type-imports': 'error',
			// Adding to a page of one's own origin needs no base path here.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		files: ['src/**'],
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{ patterns: [serverValues, handoff, charts] }
			]
		}
	},
	{
		files: ['src/**'],
		ignores: ['**/*.server.ts', '**/*.test.ts'],
		rules: { 'no-restricted-syntax': ['error', ...wholeCatalogue] }
	},
	{
		files: ['src/lib/**', 'src/routes/tv/**'],
		ignores: ['**/*.server.ts', '**/*.test.ts', 'src/lib/api/**'],
		rules: { 'no-restricted-syntax': ['error', ...wholeCatalogue, newerThanWalls] }
	},
	{
		files: ['src/lib/charts/**'],
		rules: {
			'@typescript-eslint/no-restricted-imports': ['error', { patterns: [serverValues, handoff] }]
		}
	},
	{
		files: ['src/hooks.server.ts'],
		rules: {
			'@typescript-eslint/no-restricted-imports': ['error', { patterns: [serverValues] }]
		}
	},
	{
		files: ['src/lib/domain/**'],
		ignores: ['**/*.test.ts'],
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: '^(?!\\./[\\w.-]+\\.ts$|temporal-polyfill$)',
							message:
								'The domain is pure: it imports itself and nothing else. I/O belongs in server/, presentation in src/lib/format or components.'
						}
					]
				}
			],
			'no-restricted-globals': [
				'error',
				{ name: 'Date', message: 'The clock comes in as an argument.' },
				{ name: 'process', message: 'The domain runs in the browser too.' },
				{ name: 'fetch', message: 'The domain does no I/O.' }
			],
			'no-restricted-properties': [
				'error',
				{ object: 'Math', property: 'random', message: 'Randomness comes in as an argument.' }
			]
		}
	},
	{
		files: ['src/lib/components/**', 'src/lib/live/**', 'src/lib/forms/**', 'src/lib/format/**'],
		ignores: ['**/*.test.ts'],
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{
					patterns: [
						serverValues,
						handoff,
						charts,
						{ group: ['**/routes/**'], message: 'Shared code does not know the routes.' }
					]
				}
			]
		}
	},
	{
		files: ['tests/e2e/**'],
		ignores: ['tests/e2e/patience.ts'],
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{
					paths: [
						{
							name: '@playwright/test',
							importNames: ['test'],
							message: 'Its pages are not patient: take the test of tests/e2e/patience.ts.'
						}
					]
				}
			]
		}
	},
	{
		files: ['server/**/*.ts'],
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							group: ['$lib/**', '$app/**', '**/routes/**', '**/*.svelte'],
							message:
								'Node runs server/ without Vite: import src/lib files by relative path with .ts, and no routes.'
						},
						{
							regex: '^\\.{1,2}/(?!.*\\.(ts|json|js|mjs)$)',
							message: 'Node needs the file ending: import with its ending.'
						}
					]
				}
			]
		}
	},
	{
		files: ['server/**/*.ts'],
		ignores: ['server/main.ts', 'server/cli/**', 'server/demo/**', '**/*.test.ts'],
		rules: {
			'no-restricted-properties': [
				'error',
				{
					object: 'Date',
					property: 'now',
					message: 'The clock comes in as an argument; only main.ts makes the real one.'
				},
				{ object: 'Math', property: 'random', message: 'Randomness comes in as an argument.' }
			],
			'no-restricted-syntax': [
				'error',
				{
					selector: 'BinaryExpression[operator="instanceof"][right.name=/^App/]',
					message: 'No instanceof across the seam.'
				}
			]
		}
	}
);
