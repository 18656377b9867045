import type { RepRow } from '../../directory/search.ts';
import { exportList, foundAll, unitIds } from '../list.ts';
import type { Books } from '../list.ts';

interface Account {
	code: string;
	name: string;
	email: string | null;
	phone: string | null;
	administrator: boolean;
	viewer: boolean;
	has_password: boolean;
	disabled_at: Date | null;
	leads: string[];
}

interface Row {
	code: string;
	rep: RepRow | undefined;
	account: Account | undefined;
}

async function readAccounts({ database }: Books): Promise<Account[]> {
	const { rows } = await database.pool.query<Account>(
		`SELECT code, name, email, phone, administrator, viewer, disabled_at,
			password_hash IS NOT NULL AS has_password,
			ARRAY(
				SELECT u.code FROM unit_managers l JOIN units u ON u.id = l.unit_id
				WHERE l.account = accounts.code ORDER BY u.code
			) AS leads
		FROM accounts`
	);
	return rows;
}

/** Reps and accounts, one row for each person (PEOPLE-1). */
async function readPeople(books: Books, within: readonly string[] | undefined): Promise<Row[]> {
	const { search, mirror } = books.directory;
	const mine = unitIds(books, within);
	const people = new Map<string, Row>();
	for (const rep of search('reps', { within }).rows)
		people.set(rep.code, { code: rep.code, rep, account: undefined });
	for (const account of await readAccounts(books)) {
		const known = people.get(account.code);
		const leadsMine = account.leads.some((code) => mine?.has(mirror.units.named(code)?.id ?? 0));
		if (known) known.account = account;
		else if (!mine || leadsMine)
			people.set(account.code, { code: account.code, rep: undefined, account });
	}
	return [...people.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

const nameOf = ({ rep, account }: Row) => rep?.name ?? account!.name;

function stateOf({ account }: Row): string {
	if (!account) return 'none';
	if (account.disabled_at) return 'disabled';
	return account.has_password ? 'active' : 'invited';
}

export const peopleList = exportList<Row>({
	action: 'people.read',
	columns: [
		{ heading: 'code', of: (person) => person.code },
		{ heading: 'name', of: nameOf },
		{ heading: 'team', of: ({ rep }) => rep?.team?.code },
		{ heading: 'team_name', of: ({ rep }) => rep?.team?.name },
		{ heading: 'left', kind: 'date', of: ({ rep }) => rep?.left },
		{ heading: 'leads', of: ({ account }) => account?.leads.join(' ') },
		{ heading: 'phone', of: ({ account }) => account?.phone },
		{ heading: 'email', of: ({ account }) => account?.email },
		{ heading: 'administrator', words: 'is', of: ({ account }) => yes(account?.administrator) },
		{ heading: 'viewer', words: 'is', of: ({ account }) => yes(account?.viewer) },
		{ heading: 'account', words: 'account', of: stateOf }
	],
	async read(books, asked) {
		const all = await readPeople(books, asked.within);
		const words = asked.q.toLowerCase().split(/\s+/).filter(Boolean);
		const textOf = (row: Row) =>
			[row.code, nameOf(row), row.account?.email, row.account?.phone].join(' ').toLowerCase();
		return foundAll(all.filter((row) => words.every((word) => textOf(row).includes(word))));
	}
});

function yes(value: boolean | undefined): string | null {
	return value === undefined ? null : String(value);
}
