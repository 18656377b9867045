/** [SETTINGS-8] What people read stands in the catalogue: no component and no page has words of its own. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The name of the product is the same in every language. */
const PRODUCT_NAME = /^[\s·]*龙虎榜[\s·]*$/;

/** Modules that need Chinese text, and why. */
const LITERAL_FILES = new Map([
	['src/lib/domain/money.ts', 'reads the Chinese full stop that is typed for a decimal point'],
	['src/lib/format/amount.ts', 'the units 万 and 亿, which Intl writes only in compact notation'],
	['src/lib/format/metric.ts', 'the names that built-in metrics have in the record'],
	['src/lib/components/paper/unit-label.ts', 'a full-width space sets an option in'],
	['src/lib/domain/date-guess.ts', 'dates as Chinese files write them'],
	['src/lib/format/period.ts', 'quarters, which Intl does not write'],
	['src/lib/forms/typed-amount.ts', 'reads 元 as it is typed behind an amount'],
	['src/routes/targets/unit-name.ts', 'the yuan, which Intl writes only with a figure'],
	['src/lib/format/region.ts', 'each language is named in its own words'],
	['src/lib/api/openapi.ts', 'the title of the API is the product’s name']
]);

/** Attributes whose value somebody reads or hears. */
const SPOKEN = new Set([
	'alt',
	'aria-description',
	'aria-label',
	'aria-placeholder',
	'aria-roledescription',
	'aria-valuetext',
	'content',
	'hint',
	'label',
	'lead',
	'placeholder',
	'submit',
	'title'
]);

const LETTERS = /\p{L}/u;
/** Of `<meta name="theme-color">`. */
const COLOUR = /^#[0-9a-f]{6}$/;
const CJK = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;

async function files(folder: string, ending: RegExp): Promise<string[]> {
	const names = await readdir(join(root, folder), { recursive: true });
	return names
		.filter((name) => ending.test(name) && !/\.test\.ts$/.test(name))
		.map((name) => join(folder, name))
		.filter((name) => !name.startsWith('src/lib/paraglide'))
		.sort();
}

interface Node {
	type: string;
	[key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const children = (node: Node): Node[] =>
	Object.values(node).flatMap((value) =>
		Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []
	);

/** The literal parts of an attribute: `a`, `{'a'}`, `{x ? 'a' : 'b'}`, `` {`a ${b}`} ``. */
function literals(node: Node): string[] {
	if (node.type === 'Text') return [String(node.data)];
	if (node.type === 'Literal') return typeof node.value === 'string' ? [node.value] : [];
	if (node.type === 'TemplateElement')
		return [String((node.value as { cooked?: string }).cooked ?? '')];
	// What a function is given is not what is read.
	if (node.type === 'CallExpression' || node.type === 'MemberExpression') return [];
	// Nor is what is compared.
	if (node.type === 'ConditionalExpression')
		return [node.consequent, node.alternate].filter(isNode).flatMap(literals);
	if (node.type === 'BinaryExpression' && node.operator !== '+') return [];
	return children(node).flatMap(literals);
}

/** Words that stand in the markup of a component. */
function wordsIn(node: Node): string[] {
	if (['Script', 'StyleSheet', 'Comment'].includes(node.type)) return [];
	if (node.type === 'Text') return [String(node.data)];
	if (node.type === 'ExpressionTag') return literals(node.expression as Node);
	if (node.type === 'Attribute') {
		const { value } = node;
		if (!SPOKEN.has(String(node.name)) || value === true) return [];
		return [value]
			.flat()
			.filter(isNode)
			.flatMap((part) =>
				part.type === 'ExpressionTag' ? literals(part.expression as Node) : literals(part)
			);
	}
	// Bindings, handlers and the conditions of blocks are code; what they render is looked at.
	if (/Directive$|^SpreadAttribute$|^ConstTag$/.test(node.type)) return [];
	const inside = ['attributes', 'fragment', 'consequent', 'alternate', 'body', 'fallback'];
	const own = [...inside, 'nodes', 'pending', 'then', 'catch'].flatMap((key) => {
		const value = node[key];
		return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
	});
	return own.flatMap(wordsIn);
}

const literalWords = (source: string): string[] =>
	wordsIn(parse(source, { modern: true }).fragment as unknown as Node)
		.filter((text) => LETTERS.test(text) && !PRODUCT_NAME.test(text) && !COLOUR.test(text))
		.map((text) => text.trim());

describe('the search finds', () => {
	test.each([
		['<p>Hello</p>', 'Hello'],
		['<p>{open ? "开" : ""}</p>', '开'],
		['{#if a}<b title="Close">×</b>{/if}', 'Close'],
		['{#each a as b}<i aria-label={`Row ${b}`}></i>{:else}无{/each}', 'Row'],
		['<Field label={"Name"} />', 'Name'],
		['{#snippet a()}text{/snippet}', 'text']
	])('in %s', (source, word) => expect(literalWords(source).join(' ')).toContain(word));

	test.each([
		'<p class="name" data-x="y">{m.hello()} · 12 % →</p>',
		'<title>{title} · 龙虎榜</title>',
		'{#if kind === "sale"}<b>{format("x")}</b>{/if}',
		'<script>const a = "text";</script><style>p { content: "x" }</style>'
	])('nothing in %s', (source) => expect(literalWords(source)).toEqual([]));
});

test('no component has words of its own', async () => {
	const found: string[] = [];
	const components = await files('src', /\.svelte$/);
	expect(components.length).toBeGreaterThan(30);
	for (const file of components)
		for (const words of literalWords(await readFile(join(root, file), 'utf8')))
			found.push(`${file}: ${words}`);
	expect(found).toEqual([]);
});

test('no module has Chinese text of its own, but for those that need it', async () => {
	const found: string[] = [];
	const needed = new Set<string>();
	for (const file of await files('src', /\.(ts|svelte)$/)) {
		const text = await readFile(join(root, file), 'utf8');
		const code = file.endsWith('.svelte')
			? [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, script]) => script).join('\n')
			: text;
		const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
		const visit = (node: ts.Node): void => {
			const literal =
				ts.isStringLiteralLike(node) ||
				ts.isTemplateHead(node) ||
				ts.isTemplateMiddle(node) ||
				ts.isTemplateTail(node) ||
				ts.isRegularExpressionLiteral(node);
			if (literal && CJK.test(node.text) && !PRODUCT_NAME.test(node.text)) {
				if (LITERAL_FILES.has(file)) needed.add(file);
				else found.push(`${file}: ${node.text}`);
			}
			ts.forEachChild(node, visit);
		};
		visit(source);
	}
	expect(found).toEqual([]);
	expect([...needed].sort(), 'an exception that nothing needs').toEqual(
		[...LITERAL_FILES.keys()].sort()
	);
});
