import type { Clock } from '../clock.ts';
import type { Database } from '../database/connection.ts';
import { Mirror } from '../directory/mirror.ts';
import type { DirectoryRows } from '../directory/mirror.ts';
import { organisationAt } from '../organisation/organisation.ts';
import type { Organisation, OrganisationRows, Reckoned } from '../organisation/organisation.ts';
import type { PeriodWithTarget, targetDays, targets } from '../targets/schema.ts';
import { createTargetReader, storedTargets } from '../targets/sheets.ts';
import type { StoredTarget, TargetReader } from '../targets/sheets.ts';
import { readStates, readTargetDayStates, readTargetStates } from './images.ts';

/** What figures are reckoned from, now or as it was at an instant. */
export interface World {
	directory: { readonly mirror: Mirror };
	organisation: Reckoned;
	targets: TargetReader;
}

export type History = ReturnType<typeof createHistory>;

/** What is committed within this time may still say of itself that it happened before. */
const SETTLED_MS = 10_000;
/** Worlds that are kept: somebody who looks at a past day opens several pages of it. */
const KEPT = 4;

/**
 * People, units, customers, calendar, settings and targets as the record had them at any instant (CHANGE-14). What the
 * record did not hold yet is not there.
 */
export function createHistory({
	database,
	organisation: present,
	clock
}: {
	database: Database;
	organisation: Organisation;
	clock: Clock;
}) {
	const worlds = new Map<number, Promise<World>>();

	function targetsAt(at: Date) {
		async function read(
			metricId: number,
			unit: PeriodWithTarget,
			start: string
		): Promise<Map<string, StoredTarget>> {
			const all = await readTargetStates<typeof targets.$inferSelect>(database, {
				metricId,
				start,
				at
			});
			const rows = all.filter(({ periodUnit }) => periodUnit === unit);
			if (unit !== 'month' || rows.length === 0) return storedTargets(rows, []);
			const targetIds = rows.map(({ id }) => id);
			const fixed = await readTargetDayStates<typeof targetDays.$inferSelect>(database, {
				targetIds,
				at
			});
			return storedTargets(rows, fixed);
		}
		const sets = new Map<string, ReturnType<typeof read>>();
		return (metricId: number, unit: PeriodWithTarget, start: string) => {
			const name = `${metricId}:${unit}:${start}`;
			let set = sets.get(name);
			if (!set) {
				set = read(metricId, unit, start);
				sets.set(name, set);
				set.catch(() => sets.delete(name));
			}
			return set;
		};
	}

	async function readWorld(instant: number): Promise<World> {
		const at = new Date(instant);
		const rows = await readStates(
			database,
			[
				'organisation',
				'calendars',
				'calendar_days',
				'units',
				'reps',
				'memberships',
				'rep_leave',
				'customers',
				'products',
				'metrics'
			],
			at
		);
		const mirror = new Mirror(database.db);
		mirror.take({
			units: rows<DirectoryRows['units'][number]>('units'),
			reps: rows<DirectoryRows['reps'][number]>('reps'),
			customers: rows<DirectoryRows['customers'][number]>('customers'),
			products: rows<DirectoryRows['products'][number]>('products'),
			metrics: rows<DirectoryRows['metrics'][number]>('metrics'),
			memberships: rows<DirectoryRows['memberships'][number]>('memberships'),
			leave: rows<DirectoryRows['leave'][number]>('rep_leave')
		});
		const [settings] = rows<OrganisationRows['settings']>('organisation');
		const [week] = rows<OrganisationRows['week']>('calendars');
		const own = rows<OrganisationRows['own'][number]>('calendar_days');
		const organisation = organisationAt(
			// A setting that did not exist yet is as it is now.
			{ settings: { ...present.settings, ...settings }, week: week ?? present.workingWeek, own },
			instant
		);
		const targets = createTargetReader({ mirror, organisation, set: targetsAt(at) });
		return { directory: { mirror }, organisation, targets };
	}

	return {
		/** The world of an instant that is over; once it is settled, it never changes any more. */
		at(instant: number): Promise<World> {
			if (instant > clock() - SETTLED_MS) return readWorld(instant);
			const known = worlds.get(instant);
			if (known) return known;
			const world = readWorld(instant);
			if (worlds.size >= KEPT) worlds.delete(worlds.keys().next().value!);
			worlds.set(instant, world);
			world.catch(() => worlds.delete(instant));
			return world;
		}
	};
}
