import { periodOf } from '../../src/lib/domain/period.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import type { Directory } from '../directory/directory.ts';
import type { Health } from '../health.ts';
import type { Organisation } from '../organisation/organisation.ts';

/** A display that was heard of this recently is on. */
const ONLINE_MS = 2 * 60_000;
/** Sources of entries that are shown. */
const SOURCES = 8;

/** What is still missing before a company can work; each is a text and a place of the administration. */
export type FirstStep = 'company' | 'team' | 'rep' | 'target' | 'invitation' | 'display';

export interface Overview {
	health: Health;
	counts: {
		units: number;
		reps: number;
		customers: number;
		products: number;
		/** Absent for whoever does not see all accounts. */
		accounts?: number;
		displays: { paired: number; online: number };
	};
	/** When the last entry of each source was booked, the newest first; absent for managers. */
	sources?: { source: string; at: Date; entries: number }[];
	lastImport?: { at: Date; state: string } | undefined;
	missing: FirstStep[];
}

/** What an administrator, or the manager of some units, wants to see first. */
export function createOverview(options: {
	database: Database;
	directory: Directory;
	organisation: Organisation;
	health: () => Promise<Health>;
	clock: Clock;
}) {
	const { database, directory, organisation, health, clock } = options;
	const { pool } = database;
	const { mirror } = directory;

	async function readDisplays(
		within: readonly string[] | undefined
	): Promise<{ paired: number; online: number }> {
		const { rows } = await pool.query<{ unit_id: number; online: boolean }>(
			`SELECT unit_id, coalesce(last_seen_at > $1, false) AS online FROM displays
			WHERE revoked_at IS NULL`,
			[new Date(clock() - ONLINE_MS)]
		);
		const mine = rows.filter(
			({ unit_id: id }) => !within || mirror.lineOf(id).some(({ code }) => within.includes(code))
		);
		return { paired: mine.length, online: mine.filter(({ online }) => online).length };
	}

	async function readAccounts(): Promise<{ all: number; invited: boolean }> {
		const { rows } = await pool.query<{ all: number; others: number }>(
			`SELECT count(*) AS all, count(*) FILTER (WHERE NOT administrator) AS others FROM accounts
			WHERE disabled_at IS NULL`
		);
		return { all: rows[0]!.all, invited: rows[0]!.others > 0 };
	}

	/** The end of the ledger is enough: what has not sent for that long is no source any more. */
	async function readSources(): Promise<NonNullable<Overview['sources']>> {
		const { rows } = await pool.query<{ source: string; at: Date; entries: number }>(
			`SELECT source, max(booked_at) AS at, count(*) AS entries
			FROM (SELECT source, booked_at FROM entries ORDER BY position DESC LIMIT 10000) latest
			WHERE source <> 'reversal'
			GROUP BY source ORDER BY at DESC LIMIT ${SOURCES}`
		);
		return rows;
	}

	async function readLastImport(): Promise<Overview['lastImport']> {
		const { rows } = await pool.query<{ at: Date; state: string }>(
			`SELECT coalesce(finished_at, created_at) AS at, state FROM import_batches
			ORDER BY created_at DESC LIMIT 1`
		);
		return rows[0];
	}

	async function hasTargets(): Promise<boolean> {
		const { from } = periodOf('month', organisation.today());
		const { rows } = await pool.query(
			`SELECT 1 FROM targets WHERE period_unit = 'month' AND period_start = $1 LIMIT 1`,
			[from]
		);
		return rows.length > 0;
	}

	function counted(within: readonly string[] | undefined) {
		const count = (kind: 'units' | 'reps' | 'customers', more = {}) =>
			directory.search(kind, { within, size: 1, ...more }).total;
		return {
			units: count('units'),
			reps: count('reps', { present: true }),
			customers: count('customers'),
			products: mirror.products.size
		};
	}

	async function missing(known: { invited: boolean; displays: number }): Promise<FirstStep[]> {
		const teams = [...mirror.units.all()].some(({ kind }) => kind === 'team');
		const steps: [FirstStep, boolean][] = [
			['company', mirror.company() !== undefined],
			['team', teams],
			['rep', mirror.reps.size > 0],
			['target', await hasTargets()],
			['invitation', known.invited],
			['display', known.displays > 0]
		];
		return steps.flatMap(([step, done]) => (done ? [] : step));
	}

	return {
		/** Of everything. */
		async ofAll(): Promise<Overview> {
			const [displays, accounts, sources, lastImport] = await Promise.all([
				readDisplays(undefined),
				readAccounts(),
				readSources(),
				readLastImport()
			]);
			return {
				health: await health(),
				counts: { ...counted(undefined), accounts: accounts.all, displays },
				sources,
				lastImport,
				missing: await missing({ invited: accounts.invited, displays: displays.paired })
			};
		},

		/** Of these units and all below. */
		async ofUnits(within: readonly string[]): Promise<Overview> {
			const displays = await readDisplays(within);
			return { health: await health(), counts: { ...counted(within), displays }, missing: [] };
		}
	};
}
