import { and, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { actorName, contains } from '../../src/lib/domain/permissions.ts';
import type { Person, Principal, Subject } from '../../src/lib/domain/permissions.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { ListPage } from '../../src/lib/list-query.ts';
import { recordChange } from '../audit/record.ts';
import { normalPhone, takenField } from '../auth/accounts.ts';
import type { Links, LinkKind } from '../auth/links.ts';
import { accessLinks, accounts, identities, unitManagers } from '../auth/schema.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import { SINCE_EVER } from '../directory/reps.ts';
import { memberships, reps } from '../directory/schema.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { Grants } from './grants.ts';
import { listPeople } from './list.ts';
import type { PeopleQuery, PersonRow } from './list.ts';

/** What is known about anybody, however they sign in or sell. */
export interface MasterData {
	name: string;
	/** Empty: none. */
	phone: string;
	email: string;
}

export interface Grant {
	administrator: boolean;
	viewer: boolean;
	/** Codes of the units they lead. */
	leads: readonly string[];
}

export interface MembershipView {
	id: number;
	team: { code: string; name: string };
	/** First day; absent: since ever. */
	since?: IsoDate;
	/** Last day; absent: it lasts. */
	until?: IsoDate;
	when: 'past' | 'now' | 'planned';
}

export interface PersonView extends PersonRow {
	/** Whether the directory knows them as a rep, of today or of once. */
	isRep: boolean;
	hasPassword: boolean;
	memberships: MembershipView[];
	leave: { id: number; from: IsoDate; to: IsoDate; weight: number }[];
}

/** A link as it is shown once. */
export interface Invitation {
	code: string;
	name: string;
	kind: LinkKind;
	secret: string;
	expiresAt: Date;
}

export interface InvitedSeveral {
	invitations: Invitation[];
	refused: { code: string; problems: Problem[] }[];
}

type Account = typeof accounts.$inferSelect;

/** Whoever could sign in and administer. */
const ABLE_ADMINISTRATOR = and(
	eq(accounts.administrator, true),
	isNull(accounts.disabledAt),
	or(
		isNotNull(accounts.passwordHash),
		sql`${accounts.code} IN (SELECT ${identities.account} FROM ${identities})`
	)
);

export type People = ReturnType<typeof createPeople>;

/** Everybody, as one: the rep of the directory and the account of the same code (decision 009). */
export function createPeople(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	sessions: Sessions;
	links: Links;
	grants: Grants;
	clock: Clock;
}) {
	const { database, directory, organisation, sessions, links, grants, clock } = options;
	const { db } = database;
	const { mirror } = directory;
	const now = () => new Date(clock());

	const list = (query: PeopleQuery): Promise<ListPage<PersonRow>> =>
		listPeople(database.pool, mirror, query, { today: organisation.today(), now: now() });

	async function rowOf(code: string): Promise<PersonRow | undefined> {
		const query = { q: '', sort: 'code', descending: false, page: 1, size: 1 } as const;
		const { rows } = await list({ ...query, within: undefined, codes: [code] });
		return rows[0];
	}

	function membershipsOf(code: string): MembershipView[] {
		const rep = mirror.reps.named(code);
		const today = organisation.today();
		return (rep ? mirror.membershipsOf(rep.id) : []).map(({ id, teamId, since, until }) => {
			const { code: team, name } = mirror.units.get(teamId)!;
			return {
				id,
				team: { code: team, name },
				...(since === SINCE_EVER ? {} : { since }),
				...(until === null ? {} : { until }),
				when: since > today ? 'planned' : until !== null && until < today ? 'past' : 'now'
			};
		});
	}

	const lineOf = (unit: string): readonly string[] => directory.subjectOf('units', unit).line ?? [];

	async function leadsOf(code: string): Promise<string[]> {
		const rows = await db
			.select({ unitId: unitManagers.unitId })
			.from(unitManagers)
			.where(eq(unitManagers.account, code));
		return rows.flatMap(({ unitId }) => mirror.units.get(unitId)?.code ?? []);
	}

	/** What somebody may, whether or not they may sign in just now. */
	async function receiverOf(code: string): Promise<Person> {
		const [account] = await db.select().from(accounts).where(eq(accounts.code, code));
		return {
			kind: 'person',
			code,
			name: account?.name ?? '',
			administrator: account?.administrator ?? false,
			viewer: account?.viewer ?? false,
			sells: mirror.reps.named(code) !== undefined,
			leads: await leadsOf(code)
		};
	}

	const givesNoMore = async (giver: Principal, code: string): Promise<boolean> =>
		contains(giver, await receiverOf(code), lineOf);

	/** Names sign people in: a code, phone or e-mail that could mean two people would let neither in (ACCESS-8). */
	async function ambiguous(
		tx: Transaction,
		code: string,
		{ phone, email }: Pick<MasterData, 'phone' | 'email'>
	): Promise<Outcome<object>> {
		const names = [code, phone, email].filter((name) => name !== '').map((n) => n.toLowerCase());
		const others = await tx
			.select({ code: accounts.code, phone: accounts.phone, email: accounts.email })
			.from(accounts)
			.where(
				and(
					sql`${accounts.code} <> ${code}`,
					or(
						inArray(sql`lower(${accounts.code})`, names),
						inArray(accounts.phone, names),
						inArray(accounts.email, names)
					)
				)
			);
		const taken = (name: string) =>
			name !== '' &&
			others.some((other) =>
				[other.code.toLowerCase(), other.phone, other.email].includes(name.toLowerCase())
			);
		const found = Object.entries({ code, phone, email }).find(([, name]) => taken(name));
		return found ? failed(problem(found[0], `${found[0]}-taken`, found[1])) : { ok: true };
	}

	/** The account of somebody, made when they have none; nobody else changes it before the transaction ends. */
	async function lockAccount(tx: Transaction, code: string, name: string): Promise<Account> {
		await tx
			.insert(accounts)
			.values({ code, name, createdAt: now() })
			.onConflictDoNothing({ target: accounts.code });
		const [account] = await tx.select().from(accounts).where(eq(accounts.code, code)).for('update');
		return account!;
	}

	const normal = ({ name, phone, email }: MasterData): MasterData => ({
		name,
		phone: normalPhone(phone),
		email: email.toLowerCase()
	});

	/** Writes what is known about somebody, wherever it stands: one name, in one transaction (PEOPLE-3). */
	async function writeMasterData(
		tx: Transaction,
		code: string,
		data: MasterData
	): Promise<Outcome<object>> {
		const free = await ambiguous(tx, code, data);
		if (!free.ok) return free;
		const { name, phone, email } = data;
		const [rep] = await tx
			.update(reps)
			.set({ name })
			.where(eq(reps.code, code))
			.returning({ id: reps.id });
		const [account] = await tx.select().from(accounts).where(eq(accounts.code, code));
		// A rep without account needs none before there is something to keep in it.
		if (rep && !account && phone === '' && email === '') return { ok: true };
		await lockAccount(tx, code, name);
		const values = { name, phone: phone || null, email: email || null };
		await tx.update(accounts).set(values).where(eq(accounts.code, code));
		return { ok: true };
	}

	/** What an account already has, the database refuses: `phone-taken`, `email-taken`, `code-taken`. */
	async function refusingTaken<T extends object>(
		data: Partial<Record<'code' | 'phone' | 'email', string>>,
		write: () => Promise<Outcome<T>>
	): Promise<Outcome<T>> {
		try {
			return await write();
		} catch (error) {
			const taken = takenField(error);
			if (!taken) throw error;
			return failed(problem(taken, `${taken}-taken`, data[taken]));
		}
	}

	/** Locks all who could administer, and counts those but one. */
	async function otherAdministrators(tx: Transaction, code: string): Promise<number> {
		const able = await tx
			.select({ code: accounts.code })
			.from(accounts)
			.where(ABLE_ADMINISTRATOR)
			.orderBy(accounts.code)
			.for('update');
		return able.filter((one) => one.code !== code).length;
	}

	/** Somebody must be left who can administer (PEOPLE-6). */
	const isLast = async (tx: Transaction, code: string): Promise<boolean> =>
		(await otherAdministrators(tx, code)) === 0;

	/**
	 * A link by which somebody chooses a password. Problems: `unknown-person`, `more-than-yours` (ACCESS-6),
	 * `invited-is-disabled`.
	 */
	async function invite(code: string, by: Principal): Promise<Outcome<{ invitation: Invitation }>> {
		const row = await rowOf(code);
		if (!row) return failed(problem('code', 'unknown-person', code));
		if (!(await givesNoMore(by, code))) return failed(problem('', 'more-than-yours', row.name));
		if (row.state === 'disabled') return failed(problem('', 'invited-is-disabled', row.name));
		const account = await db.transaction((tx) => lockAccount(tx, code, row.name));
		const kind = account.passwordHash === null ? 'invitation' : 'reset';
		const link = await links.create({ account: code, kind, actor: actorName(by) });
		return { ok: true, invitation: { code, name: row.name, kind, ...link } };
	}

	return {
		list,

		/** Undefined when nobody has this code. */
		async read(code: string): Promise<PersonView | undefined> {
			const row = await rowOf(code);
			if (!row) return undefined;
			const [account] = await db.select().from(accounts).where(eq(accounts.code, code));
			const rep = mirror.reps.named(code);
			return {
				...row,
				isRep: rep !== undefined,
				hasPassword: account?.passwordHash != null,
				memberships: membershipsOf(code),
				leave: directory.leave
					.list(code)
					.map(({ id, from, to, weight }) => ({ id, from, to, weight }))
			};
		},

		/** Whose a person is (PEOPLE-2): their team's; who is in none, the units' that they lead. */
		async subjectsOf(code: string): Promise<Subject[]> {
			const rep = mirror.reps.named(code);
			if (rep && mirror.membershipsOf(rep.id).length > 0)
				return [directory.subjectOf('reps', code)];
			const leads = await leadsOf(code);
			return leads.length === 0
				? [{ person: code }]
				: leads.map((unit) => ({ person: code, line: lineOf(unit) }));
		},

		/**
		 * Somebody new; a rep when a team is named. Problems: `code-taken`, `phone-taken`, `email-taken`, `unknown-unit`,
		 * `not-a-team`.
		 */
		async create(
			code: string,
			form: MasterData & { team: string; since: IsoDate },
			actor: string
		): Promise<Outcome<object>> {
			const data = normal(form);
			const { team: teamCode, since } = form;
			const team = teamCode === '' ? undefined : mirror.units.named(teamCode);
			if (teamCode !== '' && team?.kind !== 'team')
				return failed(problem('team', team ? 'not-a-team' : 'unknown-unit', teamCode));
			const isSame = (other: { code: string }) => other.code.toLowerCase() === code.toLowerCase();
			if ([...mirror.reps.all()].some(isSame)) return failed(problem('code', 'code-taken', code));
			return refusingTaken({ ...data, code }, () =>
				directory.change(team ? [['reps', code]] : [], async (tx) => {
					const [known] = await tx
						.select({ code: accounts.code })
						.from(accounts)
						.where(eq(accounts.code, code));
					if (known) return failed(problem('code', 'code-taken', code));
					if (team) {
						const values = { code, name: data.name };
						const [rep] = await tx.insert(reps).values(values).returning({ id: reps.id });
						await tx.insert(memberships).values({ repId: rep!.id, teamId: team.id, since });
					}
					const written = await writeMasterData(tx, code, data);
					const change = { at: now(), actor, action: 'person.create', subject: code };
					const after = { ...data, ...(team ? { team: team.code, since } : {}) };
					if (written.ok) await recordChange(tx, { ...change, before: null, after });
					return written;
				})
			);
		},

		/**
		 * Changes name, phone and e-mail. Phone and e-mail sign in: who has less than the person may not change them
		 * (`more-than-yours`). Other problems: `phone-taken`, `email-taken`.
		 */
		async update(code: string, form: MasterData, by: Principal): Promise<Outcome<object>> {
			const data = normal(form);
			const before = await rowOf(code);
			if (!before) return failed(problem('code', 'unknown-person', code));
			const is = { name: before.name, phone: before.phone ?? '', email: before.email ?? '' };
			if (!(await givesNoMore(by, code))) return failed(problem('', 'more-than-yours'));
			return refusingTaken(data, () =>
				directory.change(mirror.reps.named(code) ? [['reps', code]] : [], async (tx) => {
					const written = await writeMasterData(tx, code, data);
					const change = { at: now(), actor: actorName(by), action: 'person.update' };
					if (written.ok)
						await recordChange(tx, { ...change, subject: code, before: is, after: data });
					return written;
				})
			);
		},

		/** Sets what somebody may. Problems: `unknown-unit`, `last-administrator`. */
		async grant(code: string, form: Grant, actor: string): Promise<Outcome<object>> {
			const row = await rowOf(code);
			if (!row) return failed(problem('code', 'unknown-person', code));
			const units = form.leads.map((unit) => mirror.units.named(unit));
			const unknown = form.leads.find((_, i) => !units[i]);
			if (unknown !== undefined) return failed(problem('leads', 'unknown-unit', unknown));
			const { administrator, viewer } = form;
			const leads = [...new Set(form.leads)];
			const done = await directory.change([], async (tx) => {
				if (!administrator && row.administrator && (await isLast(tx, code)))
					return failed(problem('administrator', 'last-administrator'));
				await lockAccount(tx, code, row.name);
				await tx.update(accounts).set({ administrator, viewer }).where(eq(accounts.code, code));
				await tx.delete(unitManagers).where(eq(unitManagers.account, code));
				for (const unit of new Set(units))
					await tx.insert(unitManagers).values({ unitId: unit!.id, account: code });
				const before = {
					administrator: row.administrator,
					viewer: row.viewer,
					leads: row.leads.map((unit) => unit.code)
				};
				const change = { at: now(), actor, action: 'account.grant', subject: code };
				await recordChange(tx, { ...change, before, after: { administrator, viewer, leads } });
				await grants.announce(tx);
				return { ok: true };
			});
			if (done.ok) grants.tell();
			return done;
		},

		/** Ends somebody's access, sessions and all, or gives it back. Problem: `last-administrator`. */
		async disable(code: string, disabled: boolean, actor: string): Promise<Outcome<object>> {
			const done = await directory.change([], async (tx) => {
				const last = disabled && (await isLast(tx, code));
				const [account] = await tx
					.select()
					.from(accounts)
					.where(eq(accounts.code, code))
					.for('update');
				if (!account) return failed(problem('code', 'unknown-person', code));
				if (last && account.administrator) return failed(problem('', 'last-administrator'));
				if ((account.disabledAt !== null) === disabled) return { ok: true };
				const disabledAt = disabled ? now() : null;
				await tx.update(accounts).set({ disabledAt }).where(eq(accounts.code, code));
				if (disabled)
					await tx
						.delete(accessLinks)
						.where(and(eq(accessLinks.account, code), isNull(accessLinks.usedAt)));
				await recordChange(tx, {
					at: now(),
					actor,
					action: disabled ? 'account.disable' : 'account.enable',
					subject: code,
					before: null,
					after: null
				});
				return { ok: true };
			});
			if (done.ok && disabled) await sessions.endAll(code);
			return done;
		},

		/** A first team, another one, or back again: from a day on. Problems: those of `memberships.begin`. */
		async join(
			code: string,
			form: { team: string; since: IsoDate },
			actor: string
		): Promise<Outcome<object>> {
			const row = await rowOf(code);
			if (!row) return failed(problem('code', 'unknown-person', code));
			return directory.memberships.begin(code, { ...form, name: row.name }, actor);
		},

		invite,

		/** Invites several, each by itself; `refused` says why some were not. */
		async inviteAll(codes: readonly string[], by: Principal): Promise<InvitedSeveral> {
			const done: InvitedSeveral = { invitations: [], refused: [] };
			for (const code of codes) {
				const invited = await invite(code, by);
				if (invited.ok) done.invitations.push(invited.invitation);
				else done.refused.push({ code, problems: invited.problems });
			}
			return done;
		},

		/** Whether the giver may do at least what this person may (ACCESS-6). */
		givesNoMore
	};
}
