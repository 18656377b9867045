import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Metric } from '../directory/mirror.ts';
import type { BookedEntry } from '../ledger/entry.ts';
import type { SceneContext, Source } from './scene.ts';

/** By hour of the clock on the wall. */
export type HourAmounts = Record<number, number>;

export interface HoursSource extends Source {
	read(today: IsoDate): Promise<HourAmounts>;
}

/** What came in hour by hour today, shared by the scenes of a room. */
export const hoursOf = (context: SceneContext, metric: Metric): HoursSource =>
	context.share(`hours:${context.unit.id}:${metric.id}`, () => createHours(context, metric));

/** Read once, then counted on: an entry adds to its hour. */
function createHours(context: SceneContext, metric: Metric): HoursSource {
	const { booked, directory, organisation, unit } = context;
	let teamIds = new Set<number>();
	let known: { today: IsoDate; amounts: HourAmounts; position: number } | undefined;
	let reading: Promise<void> | undefined;
	/** What was noted while the rest was read. */
	let noted: BookedEntry[] = [];

	const amountOf = ({ credits }: BookedEntry): number =>
		credits.reduce(
			(sum, { role, teamId, amount }) =>
				role === 'credit' && teamIds.has(teamId) ? sum + amount : sum,
			0
		);

	function add(entry: BookedEntry): void {
		if (entry.businessDate !== known?.today || entry.position <= known.position) return;
		const hour = Math.floor(organisation.clock.minuteOf(entry.occurredAt) / 60);
		known.amounts[hour] = (known.amounts[hour] ?? 0) + amountOf(entry);
		known.position = entry.position;
	}

	async function begin(today: IsoDate): Promise<void> {
		known = undefined;
		noted = [];
		teamIds = new Set(directory.mirror.below(unit.id, 'team').map(({ id }) => id));
		const { timeZone } = organisation.settings;
		const of = { metricId: metric.id, teamIds: [...teamIds], day: today, timeZone };
		known = { today, ...(await booked.hours(of)) };
		noted.forEach(add);
		noted = [];
	}

	return {
		note(entries) {
			const own = entries.filter(
				(entry) =>
					entry.metricId === metric.id &&
					entry.credits.some(({ role, teamId }) => role === 'credit' && teamIds.has(teamId))
			);
			if (known) own.forEach(add);
			else noted.push(...own);
			return own.length > 0;
		},
		forget: () => (known = undefined),
		async read(today) {
			if (known?.today !== today)
				await (reading ??= begin(today).finally(() => (reading = undefined)));
			return { ...known?.amounts };
		}
	};
}
