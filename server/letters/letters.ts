/** Letters 责任书: prepared from targets in force, filled in, signed by both sides. docs/SPEC.md, LETTER-*. */
import { isOpen, missing, targetsDiffer } from '../../src/lib/domain/commitment.ts';
import type {
	LetterState,
	LetterText,
	MetricTarget,
	Side
} from '../../src/lib/domain/commitment.ts';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import type { Accounts } from '../auth/accounts.ts';
import type { OwnAccount } from '../auth/own-account.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import type { SplitViews } from '../targets/split-view.ts';
import type { PlanSubjects } from '../targets/subjects.ts';
import type { Past } from '../targets/past.ts';
import type { Targets } from '../targets/targets.ts';
import { createLetterChanges } from './changes.ts';
import { createLetterCustomers } from './customers.ts';
import { createFacts } from './facts.ts';
import { createLetterList } from './list.ts';
import { createParties } from './parties.ts';
import type { Party } from './parties.ts';
import { createPreparation } from './preparation.ts';
import { createSigning } from './signing.ts';
import { createSteps } from './steps.ts';
import {
	hashOfText,
	periodOfRow,
	readLetter,
	readPromise,
	readSignatures,
	readVersions
} from './store.ts';
import type { LetterRow } from './store.ts';
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
	const { database, directory, organisation, accounts, ownAccount } = options;
	const { db } = database;
	const parties = createParties(options);
	const facts = createFacts(options);
	const customers = createLetterCustomers(options);
	const terms = createLetterTerms(options);
	const list = createLetterList({ ...options, parties });

	const partyOf = (row: LetterRow): Party =>
		parties.of(row, row.content.receiver, periodOfRow(row));

	/** The targets in force of whom a letter is about, read before its step holds a connection. */
	async function targetsNow(id: number): Promise<Outcome<{ targets: MetricTarget[] }>> {
		const row = await readLetter(db, id);
		if (!row) return failed(problem('', 'letter-unknown'));
		const [targets] = await facts.of([partyOf(row).ref], periodOfRow(row));
		if (targets!.length === 0) return failed(problem('', 'letter-no-targets'));
		return { ok: true, targets: targets! };
	}

	/** Names of whoever the record names by code: `person:M-EAST`. */
	async function namesOf(actors: readonly (string | null)[]): Promise<(actor: string) => string> {
		const codes = actors.flatMap((actor) => /^person:(.*)$/.exec(actor ?? '')?.[1] ?? []);
		const names = await accounts.names(codes);
		return (actor) => names.get(actor.replace(/^person:/, '')) ?? actor;
	}

	const steps = createSteps(options);
	const shared = { ...options, steps, parties, facts, customers, terms, partyOf, targetsNow };

	return {
		...createPreparation(shared),
		...createLetterChanges(shared),
		...createSigning({ steps, ownAccount }),
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
		}
	};
}
