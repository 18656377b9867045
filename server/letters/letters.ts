/** Letters 责任书: prepared from targets in force, filled in, signed by both sides. docs/SPEC.md, LETTER-*. */
import {
	changeText,
	coverageOf,
	end,
	isOpen,
	leadingTarget,
	missing,
	offer,
	sign,
	supersede,
	targetsDiffer
} from '../../src/lib/domain/commitment.ts';
import type {
	LetterState,
	LetterText,
	MetricTarget,
	Refusal,
	Side,
	Terms,
	Version
} from '../../src/lib/domain/commitment.ts';
import { periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { Person } from '../../src/lib/domain/permissions.ts';
import { isName, readDrawing } from '../../src/lib/domain/signature.ts';
import type { Result } from '../../src/lib/domain/result.ts';
import { plainLines } from '../../src/lib/forms/letter.ts';
import type { LetterCustomer, SignForm } from '../../src/lib/forms/letter.ts';
import { recordChange, recordChanges } from '../audit/record.ts';
import type { Accounts } from '../auth/accounts.ts';
import type { OwnAccount } from '../auth/own-account.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import type { PeriodWithTarget } from '../targets/schema.ts';
import type { SplitViews } from '../targets/split-view.ts';
import type { PlanSubjects } from '../targets/subjects.ts';
import type { Past } from '../targets/past.ts';
import type { Targets } from '../targets/targets.ts';
import { createLetterCustomers } from './customers.ts';
import { createFacts } from './facts.ts';
import { createLetterList } from './list.ts';
import { createParties, placeOf } from './parties.ts';
import type { Party } from './parties.ts';
import type { LetterHead, LetterRow, SignatureRow } from './store.ts';
import {
	hashOfText,
	holdLetter,
	insertLetters,
	insertSignature,
	lockPeriod,
	readLetter,
	readNewest,
	readPromise,
	readSignatures,
	readVersions,
	removeLetter,
	voidSignatures,
	writeLetter
} from './store.ts';
import { createLetterTerms } from './terms.ts';

export interface LetterSignature {
	side: Side;
	person: string;
	name: string;
	at: number;
	/** The business date then. */
	day: IsoDate;
	/** Absent: the name was typed, with the password. */
	drawing?: string;
}

export interface LetterView {
	id: number;
	state: LetterState;
	hash: string;
	/** Whether the record still says what was hashed. */
	intact: boolean;
	text: LetterText;
	signatures: LetterSignature[];
	missing: Side[];
	preparedAt: number;
	preparedBy: string;
	closed: { at: number; by: string; reason: string } | undefined;
	/** All of this party and period, newest first. */
	versions: { id: number; version: number; state: LetterState; reason: string; at: number }[];
	/** The targets in force, where they are others than those of a letter that still counts (LETTER-9). */
	changedTo: MetricTarget[] | undefined;
	party: Party;
	today: IsoDate;
}

/** Who does something: as the audit log writes it. */
interface By {
	actor: string;
}

class Refused extends Error {
	readonly problems: Problem[];

	constructor(...problems: Problem[]) {
		super('refused');
		this.problems = problems;
	}
}

type Signed = Version<Pick<SignatureRow, 'side' | 'hash'>>;
interface Held {
	row: LetterRow;
	signatures: SignatureRow[];
	version: Signed;
}

/** A step of the domain, or its refusal in words. */
function must<V>(step: Result<{ version: V }, Refusal>): V {
	if (!step.ok) throw new Refused({ path: '', reason: step.reason });
	return step.version;
}

const periodOfRow = ({ periodUnit, periodStart }: LetterRow): Period =>
	periodOf(periodUnit, periodStart);

export type Letters = ReturnType<typeof createLetters>;

export function createLetters(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	subjects: PlanSubjects;
	past: Past;
	targets: Targets;
	splits: Pick<SplitViews, 'states'>;
	accounts: Accounts;
	ownAccount: OwnAccount;
	clock: Clock;
}) {
	const { database, directory, organisation, accounts, ownAccount, clock } = options;
	const { db } = database;
	const parties = createParties(options);
	const facts = createFacts(options);
	const customers = createLetterCustomers(options);
	const terms = createLetterTerms(options);
	const list = createLetterList({ ...options, parties });

	const partyOf = (row: LetterRow): Party =>
		parties.of(row, row.content.receiver, periodOfRow(row));
	const now = () => new Date(clock());

	/** One step of one letter, with its line in the audit log; refused as a whole or done as a whole. */
	async function step<T extends object>(
		id: number,
		run: (tx: Transaction, held: Held) => Promise<T>
	): Promise<Outcome<T>> {
		try {
			return await db.transaction(async (tx) => {
				const row = await holdLetter(tx, id);
				if (!row) throw new Refused(problem('', 'letter-unknown'));
				const signatures = await readSignatures(tx, [id]);
				const version: Signed = { state: row.state, hash: row.hash, signatures };
				return { ok: true as const, ...(await run(tx, { row, signatures, version })) };
			});
		} catch (error) {
			if (error instanceof Refused) return failed(...error.problems);
			throw error;
		}
	}

	const told = (
		row: LetterRow,
		{ actor }: By,
		change: { action: string; before?: unknown; after?: unknown }
	) => ({
		at: now(),
		actor,
		action: `letter.${change.action}`,
		subject: `${row.repId === null ? 'unit' : 'rep'}:${row.content.party.code}`,
		before: change.before ?? null,
		after: {
			period: { unit: row.periodUnit, start: row.periodStart },
			version: row.version,
			...(change.after as object | undefined)
		}
	});

	/** Another text in the place of the former one; signatures that it voids are taken away (LETTER-5). */
	async function rewrite(
		tx: Transaction,
		{ row, version }: Held,
		content: LetterText
	): Promise<{ hash: string; voided: Side[] }> {
		const hash = hashOfText(content);
		const next = must(changeText(version, hash));
		const voided = version.signatures.length > next.signatures.length;
		if (voided) await voidSignatures(tx, row.id);
		if (hash !== row.hash) await writeLetter(tx, row.id, { content, hash });
		return { hash, voided: voided ? version.signatures.map(({ side }) => side) : [] };
	}

	function textOf(
		party: Party,
		period: Period,
		of: Pick<LetterText, 'targets' | 'terms' | 'version' | 'reason'> & Partial<LetterText>
	): LetterText {
		const { name, currency, fractionDigits } = organisation.settings;
		return {
			organisation: name,
			currency,
			fractionDigits,
			period: { unit: period.unit as PeriodWithTarget, from: period.from, to: period.to },
			party: { kind: party.kind, code: party.code, name: party.name, unit: party.unit.name },
			receiver: party.receiver,
			commitment: '',
			customers: [],
			...of
		};
	}

	const newRow = (party: Party, content: LetterText, by: By, state: 'draft' | 'offered') => ({
		repId: party.kind === 'rep' ? party.ref.id : null,
		unitId: party.kind === 'unit' ? party.ref.id : null,
		receiver: party.receiver.code,
		periodUnit: content.period.unit,
		periodStart: content.period.from,
		version: content.version,
		state,
		content,
		hash: hashOfText(content),
		preparedAt: now(),
		preparedBy: by.actor
	});

	/** Those of whom there is no letter of the period yet. */
	function without(of: readonly Party[], newest: readonly LetterHead[]): Party[] {
		const had = new Set(newest.map(placeOf));
		return of.filter(({ kind, ref, receiver }) => {
			const unitId = kind === 'unit' ? ref.id : null;
			return !had.has(placeOf({ unitId, receiver: receiver.code }));
		});
	}

	/** The targets in force of whom a letter is about, read before its step holds a connection. */
	async function targetsNow(id: number): Promise<Outcome<{ targets: MetricTarget[] }>> {
		const row = await readLetter(db, id);
		if (!row) return failed(problem('', 'letter-unknown'));
		const [targets] = await facts.of([partyOf(row).ref], periodOfRow(row));
		if (targets!.length === 0) return failed(problem('', 'letter-no-targets'));
		return { ok: true, targets: targets! };
	}

	/** The one in force gives way to the one that both have just signed. */
	async function supersedeFormer(tx: Transaction, row: LetterRow, by: By): Promise<void> {
		const former = (await readVersions(tx, row)).find(({ state }) => state === 'signed');
		if (!former) return;
		const { state } = must(
			supersede<Signed>({ state: former.state, hash: former.hash, signatures: [] })
		);
		await writeLetter(tx, former.id, {
			state,
			closedAt: now(),
			closedBy: by.actor,
			closedReason: row.content.reason
		});
	}

	/** Names of whoever the record names by code: `person:M-EAST`. */
	async function namesOf(actors: readonly (string | null)[]): Promise<(actor: string) => string> {
		const codes = actors.flatMap((actor) => /^person:(.*)$/.exec(actor ?? '')?.[1] ?? []);
		const names = await accounts.names(codes);
		return (actor) => names.get(actor.replace(/^person:/, '')) ?? actor;
	}

	return {
		list: list.read,
		own: list.own,
		termsOf: terms.of,

		/** Who gets letters in a unit, or the one that a key names. */
		partyNamed: (key: string, period: Period) => parties.named(key, period),

		/** What a rep promised, in the letter of a period that both sides have signed. */
		async promiseOf(
			rep: string,
			period: Period
		): Promise<{ letter: string; text: string } | undefined> {
			const repId = directory.mirror.reps.named(rep)?.id;
			const promise = repId === undefined ? undefined : await readPromise(db, repId, period);
			return promise && { letter: String(promise.id), text: promise.text };
		},

		/** Whose a letter is; undefined where there is none. */
		async partyOf(id: number): Promise<{ party: Party; state: LetterState } | undefined> {
			const row = await readLetter(db, id);
			return row && { party: partyOf(row), state: row.state };
		},

		async read(id: number): Promise<LetterView | undefined> {
			const row = await readLetter(db, id);
			if (!row) return undefined;
			const party = partyOf(row);
			const [signatures, versions, [current], name] = await Promise.all([
				readSignatures(db, [id]),
				readVersions(db, row),
				facts.of([party.ref], periodOfRow(row)),
				namesOf([row.preparedBy, row.closedBy])
			]);
			const counts = isOpen(row) || row.state === 'signed';
			return {
				id,
				state: row.state,
				hash: row.hash,
				intact: hashOfText(row.content) === row.hash,
				text: row.content,
				signatures: signatures.map(({ side, person, name: signer, at, drawing }) => ({
					side,
					person,
					name: signer,
					at: at.getTime(),
					day: organisation.clock.dateOf(at.getTime()),
					...(drawing === null ? {} : { drawing })
				})),
				missing: missing({ signatures }),
				preparedAt: row.preparedAt.getTime(),
				preparedBy: name(row.preparedBy),
				closed:
					row.closedAt === null
						? undefined
						: {
								at: row.closedAt.getTime(),
								by: name(row.closedBy ?? ''),
								reason: row.closedReason ?? ''
							},
				versions: versions.map(({ id: other, version, state, content, preparedAt }) => ({
					id: other,
					version,
					state,
					reason: content.reason,
					at: preparedAt.getTime()
				})),
				changedTo: counts && targetsDiffer(row.content.targets, current!) ? current : undefined,
				party,
				today: organisation.today()
			};
		},

		/** What the receiver can choose from. */
		async suggestions(id: number) {
			const row = await readLetter(db, id);
			return row ? customers.suggest(partyOf(row), periodOfRow(row), row.content.targets) : [];
		},

		/**
		 * Letters for everybody in a unit who never had one of the period, or for the one whom `who` names. `mayWrite` says for
		 * whom; who has no target gets none, and is counted in `without`.
		 */
		async prepare(
			form: {
				unit: string;
				period: Period;
				who: string;
				terms: Terms;
				keep: boolean;
				offer: boolean;
			},
			by: By & { mayWrite: (party: Party) => boolean }
		): Promise<Outcome<{ prepared: { id: number; key: string }[]; without: number }>> {
			const { period } = form;
			const one = form.who ? await parties.named(form.who, period) : undefined;
			if (form.who && !one) return failed(problem('who', 'letter-unknown-party'));
			const asked = (one ? [one] : await parties.within(form.unit, period)).filter(by.mayWrite);
			const open = without(asked, await readNewest(db, period));
			if (one && open.length === 0)
				return failed(problem('who', 'letter-there-already', one.receiver.name));
			const targets = await facts.of(
				open.map(({ ref }) => ref),
				period
			);
			const drafts = open.flatMap((party, i) =>
				targets[i]!.length > 0 ? [{ party, targets: targets[i]! }] : []
			);
			if (one && drafts.length === 0) return failed(problem('who', 'letter-no-targets', one.name));
			return db.transaction(async (tx) => {
				await lockPeriod(tx, period);
				const still = new Set(
					without(
						drafts.map(({ party }) => party),
						await readNewest(tx, period)
					)
				);
				const letters = drafts
					.filter(({ party }) => still.has(party))
					.map(({ party, targets: own }) => {
						const of = { targets: own, terms: form.terms, version: 1, reason: '' };
						const state = form.offer ? 'offered' : 'draft';
						return { party, row: newRow(party, textOf(party, period, of), by, state) };
					});
				const rows = await insertLetters(
					tx,
					letters.map(({ row }) => row)
				);
				await recordChanges(
					tx,
					rows.map((row) =>
						told(row, by, { action: 'prepare', after: { state: row.state, hash: row.hash } })
					)
				);
				if (form.keep) {
					const { deadline: _, ...promises } = form.terms;
					await terms.keep(tx, form.unit, promises, { at: now(), actor: by.actor });
				}
				return {
					ok: true as const,
					prepared: rows.map(({ id }, i) => ({ id, key: letters[i]!.party.key })),
					without: open.length - drafts.length
				};
			});
		},

		/** The company's part of an open letter. */
		setTerms: (id: number, next: Terms, by: By): Promise<Outcome<object>> =>
			step(id, async (tx, held) => {
				const before = held.row.content.terms;
				const done = await rewrite(tx, held, { ...held.row.content, terms: next });
				await recordChange(
					tx,
					told(held.row, by, { action: 'terms', before, after: { ...next, voided: done.voided } })
				);
				return {};
			}),

		/** The targets of an open letter become those in force. */
		async refresh(id: number, by: By): Promise<Outcome<object>> {
			const current = await targetsNow(id);
			if (!current.ok) return current;
			const { targets } = current;
			return step(id, async (tx, held) => {
				const { voided } = await rewrite(tx, held, { ...held.row.content, targets });
				const lead = (of: readonly MetricTarget[]) => ({ target: leadingTarget(of)?.amount });
				await recordChange(
					tx,
					told(held.row, by, {
						action: 'refresh',
						before: lead(held.row.content.targets),
						after: { ...lead(targets), voided }
					})
				);
				return {};
			});
		},

		/**
		 * The receiver's part. `hash`: the text that was on their screen, so that nobody answers what they have not seen. A
		 * signature that the change voids is told in `voided`.
		 */
		answer: (
			id: number,
			form: { hash: string; commitment: string; customers: readonly LetterCustomer[] },
			by: By
		): Promise<Outcome<{ hash: string; voided: Side[] }>> =>
			step(id, async (tx, held) => {
				const { row, version } = held;
				if (row.state === 'draft') throw new Refused(problem('', 'letter-not-offered'));
				if (form.hash !== row.hash && isOpen(version))
					throw new Refused(problem('', 'letter-changed'));
				const lines = customers.resolve(partyOf(row), form.customers, row.content.customers);
				if (!lines.ok) throw new Refused(...lines.problems);
				const commitment = plainLines(form.commitment);
				const next = { ...row.content, commitment, customers: lines.customers };
				const done = await rewrite(tx, held, next);
				const gap = coverageOf(next.targets, next.customers)?.gap;
				await recordChange(
					tx,
					told(row, by, {
						action: 'answer',
						before: { commitment: row.content.commitment, customers: row.content.customers.length },
						after: { commitment, customers: next.customers.length, gap, voided: done.voided }
					})
				);
				return done;
			}),

		/** The receiver sees it from now on. */
		offer: (id: number, by: By): Promise<Outcome<object>> =>
			step(id, async (tx, { row, version }) => {
				const { state } = must(offer(version));
				if (state !== row.state) {
					await writeLetter(tx, id, { state });
					await recordChange(tx, told(row, by, { action: 'offer' }));
				}
				return {};
			}),

		/**
		 * Signs for a side what was on the screen: drawn, or by name and password. Problems besides those of the steps:
		 * `drawing-…`, `letter-name-differs`, `wrong-password`, `too-many-tries`, `letter-own`, `letter-no-commitment`.
		 */
		async sign(
			id: number,
			form: SignForm,
			as: { side: Side; person: Person; address: string }
		): Promise<Outcome<{ state: LetterState }>> {
			const { side, person } = as;
			if (form.how === 'drawn') {
				const drawn = readDrawing(form.drawing);
				if (!drawn.ok) return failed({ path: 'drawing', reason: drawn.reason });
			} else {
				if (!isName(form.name, person.name))
					return failed(problem('name', 'letter-name-differs', person.name));
				const known = await ownAccount.confirm(person.code, form.password, as.address);
				if (!known.ok) return known;
			}
			const by = { actor: `person:${person.code}` };
			return step(id, async (tx, { row, version }) => {
				const isReceiver = person.code === row.receiver;
				if (isReceiver !== (side === 'receiver')) throw new Refused(problem('', 'letter-own'));
				if (isReceiver && row.content.commitment === '')
					throw new Refused(problem('', 'letter-no-commitment'));
				const { state } = must(sign(version, { side, hash: form.hash }));
				await insertSignature(tx, {
					commitmentId: id,
					side,
					person: person.code,
					name: person.name,
					at: now(),
					drawing: form.how === 'drawn' ? form.drawing : null,
					hash: row.hash
				});
				if (state === 'signed') await supersedeFormer(tx, row, by);
				if (state !== row.state) await writeLetter(tx, id, { state });
				await recordChange(
					tx,
					told(row, by, { action: 'sign', after: { side, how: form.how, hash: row.hash, state } })
				);
				return { state };
			});
		},

		/** A new version of what was signed or ended: the targets in force, everything else as it was, and why. */
		async renew(id: number, reason: string, by: By): Promise<Outcome<{ id: number }>> {
			if (reason === '') return failed(problem('reason', 'reason-required'));
			const current = await targetsNow(id);
			if (!current.ok) return current;
			return step(id, async (tx, { row, version }) => {
				if (isOpen(version)) throw new Refused(problem('', 'letter-not-signed'));
				await lockPeriod(tx, periodOfRow(row));
				const [newest] = await readVersions(tx, row);
				if (newest!.id !== row.id) throw new Refused(problem('', 'letter-newer-there'));
				const party = partyOf(row);
				const { terms: kept, commitment, customers: lines } = row.content;
				const content = textOf(party, periodOfRow(row), {
					targets: current.targets,
					terms: kept,
					commitment,
					customers: lines,
					version: row.version + 1,
					reason: plainLines(reason)
				});
				const [next] = await insertLetters(tx, [newRow(party, content, by, 'draft')]);
				await recordChange(
					tx,
					told(next!, by, { action: 'renew', after: { reason: content.reason, hash: next!.hash } })
				);
				return { id: next!.id };
			});
		},

		/** Ended, and why. A draft that its receiver never saw is gone (`id` undefined). */
		end: (id: number, reason: string, by: By): Promise<Outcome<{ id: number | undefined }>> =>
			step(id, async (tx, { row, version }) => {
				const { state } = must(end(version));
				if (row.state === 'draft') {
					await removeLetter(tx, id);
					await recordChange(tx, told(row, by, { action: 'discard', before: { state: 'draft' } }));
					return { id: undefined };
				}
				if (reason === '') throw new Refused(problem('reason', 'letter-reason-required'));
				const closedReason = plainLines(reason);
				await writeLetter(tx, id, { state, closedAt: now(), closedBy: by.actor, closedReason });
				await recordChange(
					tx,
					told(row, by, {
						action: 'end',
						before: { state: row.state },
						after: { reason: closedReason }
					})
				);
				return { id };
			})
	};
}
