/** What the routes on disk offer: pages, form actions, endpoints. Read from their source, not from any table. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROUTES = fileURLToPath(new URL('../../src/routes', import.meta.url));
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export interface Offered {
	/** As SvelteKit names it: `/admin/people/[code]`. */
	route: string;
	/** `load`, `?/name`, or a method. */
	door: string;
}

/** Names that a module exports, with what they are set to. */
function exportsOf(path: string, text: string): Map<string, ts.Expression | undefined> {
	const found = new Map<string, ts.Expression | undefined>();
	const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	for (const statement of source.statements) {
		const exported =
			ts.canHaveModifiers(statement) &&
			ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
		if (!exported) continue;
		if (ts.isVariableStatement(statement))
			for (const { name, initializer } of statement.declarationList.declarations)
				found.set(name.getText(), initializer);
		if (ts.isFunctionDeclaration(statement) && statement.name)
			found.set(statement.name.getText(), undefined);
	}
	return found;
}

function actionsOf(path: string, text: string): string[] {
	const actions = exportsOf(path, text).get('actions');
	if (actions === undefined) return [];
	let of = actions;
	while (ts.isSatisfiesExpression(of) || ts.isAsExpression(of)) of = of.expression;
	if (!ts.isObjectLiteralExpression(of)) throw new Error(`${path}: write the actions out`);
	return of.properties.map((property) => {
		if (!property.name) throw new Error(`${path}: name every action`);
		return property.name.getText();
	});
}

const routeOf = (file: string): string => {
	const folder = dirname(relative(ROUTES, file))
		.split('/')
		.filter((part) => part !== '.' && !/^\(.*\)$/.test(part));
	return `/${folder.join('/')}`;
};

/** Everything outside of the API that somebody can ask for. */
export async function offeredPlaces(): Promise<Offered[]> {
	const files = (await readdir(ROUTES, { recursive: true })).map((name) => join(ROUTES, name));
	const offered: Offered[] = [];
	for (const file of files) {
		const route = routeOf(file);
		if (route.startsWith('/api/')) continue;
		if (file.endsWith('/+page.svelte')) offered.push({ route, door: 'load' });
		if (file.endsWith('/+page.server.ts'))
			for (const name of actionsOf(file, await readFile(file, 'utf8')))
				offered.push({ route, door: `?/${name}` });
		if (file.endsWith('/+server.ts'))
			for (const name of exportsOf(file, await readFile(file, 'utf8')).keys())
				if (METHODS.includes(name)) offered.push({ route, door: name });
	}
	return offered;
}
