import { anywhere } from '../../src/lib/list-query.ts';
import type { DirectoryKind } from '../../src/lib/forms/directory.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';

interface Books {
	database: Database;
	directory: Directory;
}

/** More subjects of one name are not looked for. */
const MOST = 1_000;

const DIRECTORY_KINDS = ['units', 'reps', 'customers', 'products', 'metrics'] as const;
/** Targets and letters name their subjects `rep:R001`. */
const TARGET_KINDS: Readonly<Record<string, DirectoryKind>> = {
	unit: 'units',
	rep: 'reps',
	dealer: 'customers',
	product: 'products'
};

const isDirectoryKind = (kind: string): kind is DirectoryKind =>
	(DIRECTORY_KINDS as readonly string[]).includes(kind);

/** Who and what bears this name, as the log writes it: names are not in the log, codes are. */
export async function resolveNames(
	{ database, directory }: Books,
	q: string
): Promise<{ actors: string[]; subjects: string[] }> {
	const { rows } = await database.pool.query<{ kind: string; id: string }>(
		`SELECT 'person' AS kind, code AS id FROM accounts WHERE name ILIKE $1 OR email ILIKE $1
		UNION ALL SELECT 'key', id FROM api_keys WHERE name ILIKE $1
		UNION ALL SELECT 'display', id FROM displays WHERE name ILIKE $1`,
		[anywhere(q)]
	);
	const subjects = rows.map(({ id }) => id);
	const wanted = q.toLowerCase();
	for (const kind of DIRECTORY_KINDS) {
		const one = Object.keys(TARGET_KINDS).find((name) => TARGET_KINDS[name] === kind);
		for (const { code, name } of directory.mirror[kind].all()) {
			if (!name.toLowerCase().includes(wanted)) continue;
			subjects.push(code, ...(one ? [`${one}:${code}`] : []));
		}
	}
	return { actors: rows.map(({ kind, id }) => `${kind}:${id}`), subjects: subjects.slice(0, MOST) };
}

const split = (text: string): [kind: string, rest: string] => {
	const colon = text.indexOf(':');
	return colon < 0 ? ['', text] : [text.slice(0, colon), text.slice(colon + 1)];
};

/** The names of whoever did something in these rows, and of what it was done to. */
export async function namesOf(
	{ database, directory }: Books,
	rows: readonly { actor: string; action: string; subject: string }[]
) {
	const ids = [...new Set(rows.flatMap(({ actor, subject }) => [split(actor)[1], subject]))];
	const { rows: known } = await database.pool.query<{ kind: string; id: string; name: string }>(
		`SELECT 'person' AS kind, code AS id, name FROM accounts WHERE code = ANY($1)
		UNION ALL SELECT 'key', id, name FROM api_keys WHERE id = ANY($1)
		UNION ALL SELECT 'display', id, name FROM displays WHERE id = ANY($1)`,
		[ids]
	);
	const names = new Map(known.map(({ kind, id, name }) => [`${kind}:${id}`, name]));
	const { mirror } = directory;

	return {
		actor: (actor: string): string | undefined => names.get(actor),
		subject({ action, subject }: { action: string; subject: string }): string | undefined {
			const kind = action.split('.')[0]!;
			if (isDirectoryKind(kind)) return mirror[kind].named(subject)?.name;
			const [targeted, code] = split(subject);
			const shelf = TARGET_KINDS[targeted];
			if ((kind === 'target' || kind === 'letter') && shelf) return mirror[shelf].named(code)?.name;
			const owner = kind === 'key' || kind === 'display' ? kind : 'person';
			return names.get(`${owner}:${subject}`);
		}
	};
}
