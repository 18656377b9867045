import { and, eq, isNull, sql } from 'drizzle-orm';
import { fractionDigitsOf } from '../../src/lib/format/region.ts';
import type { SetupForm } from '../../src/lib/forms/setup.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { lockIds } from '../database/locks.ts';
import type { Directory } from '../directory/directory.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome, Problem } from '../problems.ts';
import { normalPhone, takenField } from './accounts.ts';
import type { Accounts } from './accounts.ts';
import type { Limits } from './limits.ts';
import { hashPassword } from './passwords.ts';
import { accounts as accountsTable, setupCode } from './schema.ts';
import { hashOf, matches, newReadableCode, plainCode } from './secrets.ts';
import type { Sessions } from './sessions.ts';
import type { SignedIn, Whence } from './sign-in.ts';

/** Code of the company, where the first run founds it. */
const COMPANY_CODE = 'HQ';

export interface DemoProgress {
	state: 'loading' | 'loaded' | 'failed';
	/** Of the history, which takes longest. */
	done: number;
	total: number;
}

export type LoadDemo = (onProgress: (done: number, total: number) => void) => Promise<void>;

class Refused extends Error {
	readonly problem: Problem;

	constructor(refusal: Problem) {
		super('refused');
		this.problem = refusal;
	}
}

export type FirstRun = ReturnType<typeof createFirstRun>;

/** Until there is an administrator, whoever reads the server's log sets it up, once (SIGNIN-1). */
export function createFirstRun(options: {
	database: Database;
	accounts: Accounts;
	sessions: Sessions;
	organisation: Organisation;
	directory: Directory;
	limits: Limits;
	/** Position of the last entry of the ledger. */
	head: () => number;
	loadDemo: LoadDemo;
	clock: Clock;
	log: Log;
}) {
	const { database, accounts, sessions, organisation, directory, limits, clock, log } = options;
	const { db } = database;
	/** False until this process has told its code; and for good once there is an administrator. */
	let open = false;
	let demo: DemoProgress | undefined;

	async function isOpen(): Promise<boolean> {
		if (open && (await accounts.hasAdministrator())) open = false;
		return open;
	}

	const isRight = async (code: string): Promise<boolean> => {
		const [row] = await db.select().from(setupCode);
		return matches(plainCode(code), row?.codeHash);
	};

	/** Problems: `wrong-setup-code`, `too-many-tries`. */
	async function admit(code: string, address: string): Promise<Outcome<object>> {
		const taken = await limits.setup.take(address);
		if (!taken.ok) return taken;
		if (!(await isRight(code))) return failed(problem('code', 'wrong-setup-code'));
		await limits.setup.forgive(address);
		return { ok: true };
	}

	/** Runs while nobody else's setup does, and only if there is no administrator yet. */
	async function createAdministrator(form: SetupForm, andThen: () => Promise<void>) {
		const passwordHash = await hashPassword(form.password);
		const at = new Date(clock());
		const account = {
			code: form.code,
			name: form.name,
			email: form.email || null,
			phone: form.phone ? normalPhone(form.phone) : null,
			administrator: true
		};
		await db.transaction(async (tx) => {
			await tx.execute(sql`SELECT pg_advisory_xact_lock(${lockIds.firstRun})`);
			const [there] = await tx
				.select({ code: accountsTable.code })
				.from(accountsTable)
				.where(and(eq(accountsTable.administrator, true), isNull(accountsTable.disabledAt)));
			if (there) throw new Refused(problem('', 'setup-done'));
			await tx.insert(accountsTable).values({ ...account, passwordHash, createdAt: at });
			await recordChange(tx, {
				at,
				actor: 'setup',
				action: 'account.create',
				subject: form.code,
				before: null,
				after: account
			});
			await tx.delete(setupCode);
			// What follows commits by itself, and before the account: a setup that breaks off can be done again.
			await andThen();
		});
	}

	async function found(form: SetupForm): Promise<void> {
		const fractionDigits = fractionDigitsOf(form.currency);
		const { organisation: name, timeZone, currency, locale } = form;
		const settings = { name, timeZone, currency, fractionDigits, locale };
		await organisation.update(settings, {}, 'setup');
		if (form.start === 'demo' || directory.mirror.company()) return;
		const company = { name, kind: 'company' as const };
		const made = await directory.put('units', COMPANY_CODE, company, 'setup');
		if (!made.ok) throw new Error(`the company could not be founded: ${JSON.stringify(made)}`);
	}

	/** In the background: it takes longer than anybody looks at a form. */
	function startDemo(): void {
		const progress: DemoProgress = { state: 'loading', done: 0, total: 0 };
		demo = progress;
		options
			.loadDemo((done, total) => Object.assign(progress, { done, total }))
			.then(() => (progress.state = 'loaded'))
			.catch((error: unknown) => {
				progress.state = 'failed';
				log.error({ err: error }, 'the demo company could not be loaded');
			});
	}

	return {
		/** Whether pages lead to the setup. */
		isOpen,
		admit,

		/** At the start: tells the code in the log, if it is needed. The last process that started tells the one in force. */
		async announce(url: string): Promise<void> {
			if (await accounts.hasAdministrator()) return;
			const code = newReadableCode();
			const codeHash = hashOf(plainCode(code));
			await db
				.insert(setupCode)
				.values({ codeHash })
				.onConflictDoUpdate({ target: setupCode.id, set: { codeHash } });
			open = true;
			// A warning, so that it is seen at every usual log level: nobody can sign in yet.
			log.warn(
				{ setup: `${url}/setup` },
				`First run: open ${url}/setup and enter the code ${code}`
			);
		},

		/**
		 * Sets the organisation up, creates its first administrator and signs them in; of two browsers at once, one. Problems:
		 * `setup-done`, `wrong-setup-code`, `too-many-tries`, `code-taken`, `email-taken`, `phone-taken`, `currency-in-use`.
		 */
		async finish(code: string, form: SetupForm, from: Whence): Promise<Outcome<SignedIn>> {
			if (!(await isOpen())) return failed(problem('', 'setup-done'));
			const admitted = await admit(code, from.address);
			if (!admitted.ok) return admitted;
			if (options.head() > 0 && form.currency !== organisation.settings.currency)
				return failed(problem('currency', 'currency-in-use', organisation.settings.currency));
			try {
				await createAdministrator(form, () => found(form));
			} catch (error) {
				if (error instanceof Refused) return failed(error.problem);
				const taken = takenField(error);
				if (!taken) throw error;
				return failed(problem(taken, `${taken}-taken`, form[taken]));
			}
			open = false;
			if (form.start === 'demo') startDemo();
			return { ok: true, ...(await sessions.start(form.code, from)) };
		},

		/** How far the demo company is, if this process loads or loaded it. */
		get demo(): DemoProgress | undefined {
			return demo;
		}
	};
}
