import { periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { CardState } from '../../src/lib/live/floor.ts';
import type { Alerts } from '../alerts/alerts.ts';
import type { Accounts } from '../auth/accounts.ts';
import type { Letters } from '../letters/letters.ts';
import { countChanges } from './changes.ts';
import type { FloorSources } from './floor.ts';
import { createOwnFigures } from './me.ts';
import type { Composer, RoomPlan } from './rooms.ts';
import { readTrend } from './trend.ts';

type Sources = FloorSources & {
	letters: Pick<Letters, 'promiseOf'>;
	accounts: Pick<Accounts, 'phoneOf'>;
	/** Made after the rooms. */
	alerts: Pick<Alerts, 'openOf'>;
};

/** Others' sales move the rep's gap. */
const TICK_MS = 500;
const MINUTE_MS = 60_000;

/** How the rooms of reps' cards are made: one for each rep, for whoever leads them. */
export function cardRooms(sources: Sources): RoomPlan<'card'> {
	const { directory, organisation, targets, process } = sources;
	const { mirror } = directory;
	const changes = countChanges();
	for (const source of [directory, targets, organisation]) source.onChange(() => changes.count());
	process.onChange(({ rep }) => changes.count(rep));
	return {
		composer: ({ rep }) =>
			mirror.reps.named(rep) ? createCard(sources, rep, () => changes.of(rep)) : undefined,
		stands: ({ rep }) => mirror.reps.named(rep) !== undefined,
		tickMs: TICK_MS
	};
}

/** The rep's own figures, and what only whoever leads them sees; nothing of this is in any room of the rep's. */
function createCard(
	sources: Sources,
	code: string,
	/** Grows when people, targets, days or something of the rep in the sales process changed. */
	version: () => number
): Composer<CardState> {
	const { directory, organisation, attention, process, media, letters, accounts, clock } = sources;
	const { mirror } = directory;
	const figures = createOwnFigures(sources, code);
	let known: { era: string; read: ReturnType<typeof readKnown> } | undefined;
	let past: { era: string; read: ReturnType<typeof readTrend> } | undefined;

	/** What entries do not change. */
	async function readKnown() {
		const rep = mirror.reps.named(code)!;
		const [card, days, { photo }, phone, promise, { noteTags }] = await Promise.all([
			process.cardOf(code),
			attention.daysOf([rep]),
			media.of(code) as Promise<{ photo?: string }>,
			accounts.phoneOf(code),
			letters.promiseOf(code, periodOf('month', organisation.today())),
			process.settings.read()
		]);
		return { card: card!, day: days.get(rep.id)!, photo, phone, promise, noteTags };
	}

	/** Read again when something of it changed, and with the minutes: waiting grows, and a call's hour passes. */
	function readOnce(): ReturnType<typeof readKnown> {
		const era = `${Math.floor(clock() / MINUTE_MS)} ${version()}`;
		if (known?.era !== era) {
			const entry = (known = { era, read: readKnown() });
			entry.read.catch(() => known === entry && (known = undefined));
		}
		return known.read;
	}

	/** Days that are over change by what is booked late, which may wait a minute. */
	function trendOf(metric: string, today: IsoDate): ReturnType<typeof readTrend> {
		const era = `${metric} ${today} ${Math.floor(clock() / MINUTE_MS)} ${version()}`;
		if (past?.era !== era) {
			const [rep, measured] = [mirror.reps.named(code)!, mirror.metrics.named(metric)!];
			const of = { repId: rep.id, metricId: measured.id, today };
			const entry = (past = { era, read: readTrend(sources, of) });
			entry.read.catch(() => past === entry && (past = undefined));
		}
		return past.read;
	}

	return {
		note: figures.note,

		// What changes is counted by what it touches.
		forget() {},

		async compose() {
			const rep = mirror.reps.named(code)!;
			const [own, { card, day, photo, phone, promise, noteTags }, ledger, unchecked, moments] =
				await Promise.all([
					figures.compose(),
					readOnce(),
					attention.ledgerOf([rep]),
					attention.unchecked(),
					sources.celebrations().newestOf([rep.id])
				]);
			const [main] = own.metrics.order;
			const trend = main === undefined ? [] : await trendOf(main, own.day.date);
			const moment = moments.get(rep.id);
			const { lastContact } = day.standing;
			return {
				...own,
				rep: {
					...own.rep,
					...(photo === undefined ? {} : { photo }),
					...(phone === undefined ? {} : { phone })
				},
				day: {
					...own.day,
					weekStartsAt: organisation.clock.startOf(periodOf('week', own.day.date).from)
				},
				reasons: attention.needOf({
					day,
					ledger: ledger.get(rep.id),
					outlook: main === undefined ? undefined : own.metrics.rows[main]?.month.outlook,
					unchecked: unchecked.has(rep.id)
				}).reasons,
				...(trend.length > 0 ? { trend } : {}),
				alerts: sources.alerts.openOf(code),
				process: card,
				...(promise ? { commitment: promise } : {}),
				...(lastContact === undefined ? {} : { lastContactAt: lastContact }),
				...(moment ? { moment } : {}),
				noteTags: [...noteTags]
			};
		}
	};
}
