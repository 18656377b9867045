import type { AlertRow } from '../alerts/schema.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Job } from '../jobs/jobs.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { SalesProcess } from '../process/process.ts';
import { readSupervisors, supervisorsOf } from '../tracking/supervisors.ts';
import type { Telling } from './telling.ts';

/** Help that was asked for, or taken, longer ago is no news. */
const HELP_FRESH_MS = 300_000;
const HELP_READ_MS = 24 * 3_600_000;

/** What passes between a rep and whoever leads them: alerts, calls for help, help that was taken. docs/SPEC.md, PUSH-2, PUSH-7. */
export function createLeading(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	process: SalesProcess;
	/** Whose phones are told anything, of these. */
	among: (accounts: readonly string[]) => Promise<string[]>;
	addJobs: (jobs: readonly Job[]) => Promise<void>;
	clock: Clock;
}) {
	const { database, organisation, among, clock } = options;
	const { mirror } = options.directory;

	async function leadersOf(rep: { id: number; code: string }): Promise<string[]> {
		const byUnit = await readSupervisors(database, mirror);
		return supervisorsOf(mirror, byUnit, rep, organisation.today()).map(({ code }) => code);
	}

	/** Told once each, whichever processes find it: the key says what and to whom. */
	async function hand(what: string, tellings: readonly Telling[]): Promise<void> {
		const told = new Set(await among(tellings.map(({ account }) => account)));
		await options.addJobs(
			tellings
				.filter(({ account }) => told.has(account))
				.map((payload) => ({
					topic: 'push',
					key: `push:${what}:${payload.account}`,
					payload
				}))
		);
	}

	return {
		/** To the rep, and to whoever leads them. */
		async noteAlert({ id, repId, rule }: AlertRow): Promise<void> {
			const rep = mirror.reps.get(repId);
			if (!rep) return;
			const to = [rep.code, ...(await leadersOf(rep))];
			const about = { event: 'alert', rule, rep: rep.code, name: rep.name } as const;
			await hand(
				`alert:${id}`,
				to.map((account) => ({ account, ...about }))
			);
		},

		/** Asked: to whoever leads; taken: to the rep. */
		async noteHelp(code: string): Promise<void> {
			const rep = mirror.reps.named(code);
			if (!rep) return;
			const now = clock();
			const fresh = (at: number | undefined) => at !== undefined && now - at < HELP_FRESH_MS;
			for (const help of await options.process.help.of(rep.id, new Date(now - HELP_READ_MS))) {
				const { id, state, obstacle, takenBy } = help;
				if (state === 'taken' && fresh(help.takenAt))
					await hand(`help:${id}`, [{ account: code, event: 'help', name: takenBy?.name ?? '' }]);
				if (state === 'open' && fresh(help.at)) {
					const about = { event: 'asked', obstacle, rep: code, name: rep.name } as const;
					const to = await leadersOf(rep);
					await hand(
						`asked:${id}`,
						to.map((account) => ({ account, ...about }))
					);
				}
			}
		}
	};
}
