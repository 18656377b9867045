import { eq } from 'drizzle-orm';
import { DEFAULTS, inherited } from '../../src/lib/domain/laggard.ts';
import type { Thresholds } from '../../src/lib/domain/laggard.ts';
import { recordChange } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { Directory } from '../directory/directory.ts';
import type { Log } from '../log.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { failed, problem } from '../problems.ts';
import type { Outcome } from '../problems.ts';
import { alertThresholds } from './schema.ts';

export type OwnThresholds = Partial<Thresholds>;

export type AlertThresholds = Awaited<ReturnType<typeof createThresholds>>;

/** When alerts are raised, for each unit: its own, else those of the nearest unit above (ALERT-10). Kept in memory. */
export async function createThresholds(options: {
	database: Database;
	listener: Listener;
	directory: Directory;
	organisation: Organisation;
	clock: Clock;
	log: Log;
}) {
	const { database, listener, directory, organisation, clock, log } = options;
	const { mirror } = directory;
	const watchers = new Set<() => void>();
	let known = new Map<number, OwnThresholds>();
	/** By unit; a scan asks for the same few thousands of times. */
	let resolved = new Map<number, Thresholds>();

	async function load(): Promise<void> {
		const rows = await database.db.select().from(alertThresholds);
		known = new Map(rows.map(({ unitId, own }) => [unitId, own]));
		resolved = new Map();
		for (const watcher of watchers) watcher();
	}
	await load();
	listener.on('alert-thresholds', () => {
		load().catch((error: unknown) => log.error({ err: error }, 'thresholds were not read again'));
	});
	for (const source of [directory, organisation]) source.onChange(() => (resolved = new Map()));

	/** At risk means the same here as everywhere else, unless somebody says otherwise (PACE-7). */
	const base = (): Thresholds => ({
		...DEFAULTS,
		paceRaise: Math.round(organisation.settings.paceThresholds.behind * 100)
	});

	function of(unitId: number, replaced?: { unitId: number; own: OwnThresholds }): Thresholds {
		const line = mirror.lineOf(unitId).toReversed();
		return inherited(
			line.map(({ id }) => (id === replaced?.unitId ? replaced.own : (known.get(id) ?? {}))),
			base()
		);
	}

	return {
		/** In force for the members of a unit. */
		of(unitId: number): Thresholds {
			let found = resolved.get(unitId);
			if (!found) resolved.set(unitId, (found = of(unitId)));
			return found;
		},

		/** As it would be if one unit decided otherwise. */
		with: (unitId: number, replaced: { unitId: number; own: OwnThresholds }) =>
			of(unitId, replaced),

		/** What a unit says itself, and what it gets where it says nothing. */
		read(unitId: number): { own: OwnThresholds; inherits: Thresholds } {
			const parent = mirror.units.get(unitId)?.parentId ?? undefined;
			return {
				own: known.get(unitId) ?? {},
				inherits: parent === undefined ? base() : of(parent)
			};
		},

		/** Codes of the units that decide something themselves. */
		deciding: (): string[] =>
			[...known].flatMap(([id, own]) =>
				Object.keys(own).length > 0 ? (mirror.units.get(id)?.code ?? []) : []
			),

		/** What is not named is inherited. Problems: `unknown-unit`. */
		async put(code: string, own: OwnThresholds, actor: string): Promise<Outcome<object>> {
			const unit = mirror.units.named(code);
			if (!unit) return failed(problem('unit', 'unknown-unit', code));
			await database.db.transaction(async (tx) => {
				const same = eq(alertThresholds.unitId, unit.id);
				const [before] = await tx.select().from(alertThresholds).where(same).for('update');
				await tx
					.insert(alertThresholds)
					.values({ unitId: unit.id, own })
					.onConflictDoUpdate({ target: alertThresholds.unitId, set: { own } });
				await recordChange(tx, {
					at: new Date(clock()),
					actor,
					action: 'alerts.thresholds',
					subject: `unit:${code}`,
					before: before?.own ?? {},
					after: own
				});
				await tx.execute(notification('alert-thresholds'));
			});
			await load();
			return { ok: true };
		},

		onChange: (watcher: () => void) => void watchers.add(watcher)
	};
}
