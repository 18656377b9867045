import pg from 'pg';
import type { BackupTable } from './format.ts';

/**
 * What a backup leaves out: all that lets somebody in without a password, which would come back into force with it,
 * uploads on their way, and codes that live for minutes. Every other table is in it, also one that does not exist yet.
 */
export const LEFT_OUT: readonly string[] = [
	'sessions',
	'access_links',
	'pairings',
	'setup_code',
	'import_files',
	// Bound to a key that no backup holds: phones subscribe anew (docs/decisions/026-push-keys-stay.md).
	'push_keys',
	'push_subscriptions',
	'push_rests'
];

/** What an installation has before anybody uses it; a change of any of it is in the audit log. */
const SEEDED: readonly string[] = [
	'organisation',
	'calendars',
	'metrics',
	'ledger_head',
	'boards',
	'history'
];

/** Every table of the product, whether backed up or not. */
export async function allTables(client: pg.ClientBase): Promise<string[]> {
	const { rows } = await client.query<{ name: string }>(
		`SELECT relname AS name FROM pg_class
		WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`
	);
	return rows.map(({ name }) => name);
}

/** Table → the tables that its rows refer to, itself aside: one COPY may refer to its own rows. */
async function references(client: pg.ClientBase): Promise<Map<string, string[]>> {
	const { rows } = await client.query<{ from: string; to: string[] }>(
		`SELECT source.relname AS "from", array_agg(DISTINCT target.relname::text) AS "to"
		FROM pg_constraint c
		JOIN pg_class source ON source.oid = c.conrelid
		JOIN pg_class target ON target.oid = c.confrelid
		WHERE c.contype = 'f' AND c.conrelid <> c.confrelid
			AND source.relnamespace = 'public'::regnamespace
		GROUP BY source.relname`
	);
	return new Map(rows.map(({ from, to }) => [from, to]));
}

function inOrder(names: readonly string[], refersTo: ReadonlyMap<string, string[]>): string[] {
	const placed: string[] = [];
	let left = [...names];
	while (left.length > 0) {
		const next = left.filter((name) =>
			(refersTo.get(name) ?? []).every((other) => placed.includes(other))
		);
		if (next.length === 0) throw new Error(`tables refer to each other: ${left.join(', ')}`);
		placed.push(...next);
		left = left.filter((name) => !next.includes(name));
	}
	return placed;
}

/** The tables of a backup, each after those that it refers to. */
export async function backedUpTables(client: pg.ClientBase): Promise<BackupTable[]> {
	const names = (await allTables(client)).filter((name) => !LEFT_OUT.includes(name));
	const { rows } = await client.query<{ name: string; columns: string[] }>(
		`SELECT t.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
		FROM pg_class t
		JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0
			AND NOT a.attisdropped AND a.attgenerated = ''
		WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r'
		GROUP BY t.relname`
	);
	const columns = new Map(rows.map((row) => [row.name, row.columns]));
	return inOrder(names, await references(client)).map((name) => ({
		name,
		columns: columns.get(name)!
	}));
}

/** `"public"."entries" ("position", "source", …)` */
export const copied = ({ name, columns }: BackupTable): string =>
	`public.${pg.escapeIdentifier(name)} (${columns.map((c) => pg.escapeIdentifier(c)).join(', ')})`;

/** A table that shows that the installation is in use; undefined when it is as it was installed, or not yet at all. */
export async function usedTable(client: pg.ClientBase): Promise<string | undefined> {
	for (const name of await allTables(client)) {
		if (LEFT_OUT.includes(name)) continue;
		const of = SEEDED.includes(name)
			? name === 'ledger_head'
				? 'ledger_head WHERE position > 0'
				: undefined
			: pg.escapeIdentifier(name);
		if (of === undefined) continue;
		const { rows } = await client.query<{ used: boolean }>(
			`SELECT EXISTS (SELECT FROM ${of}) AS used`
		);
		if (rows[0]!.used) return name;
	}
	return undefined;
}
