import { needOf } from '../../src/lib/domain/attention.ts';
import type { Need } from '../../src/lib/domain/attention.ts';
import { elapsedShare, workingDayBeside } from '../../src/lib/domain/calendar.ts';
import { lagDays } from '../../src/lib/domain/laggard.ts';
import type { PaceFacts } from '../../src/lib/domain/laggard.ts';
import type { Outlook } from '../../src/lib/domain/outlook.ts';
import { periodOf } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { Alerts } from '../alerts/alerts.ts';
import type { RepFacts } from '../alerts/facts.ts';
import type { Clock } from '../clock.ts';
import type { Rep } from '../directory/mirror.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { RepStanding } from '../process/card.ts';
import type { SalesProcess } from '../process/process.ts';
import type { Checks } from '../tracking/checks.ts';

/** A rep's day in the sales process, as far as it is a reason. */
export interface DaySide {
	standing: RepStanding;
	/** The three questions of the last working day have not all been answered. */
	lackedReport: boolean;
}

/** What a rep's need is reckoned from. */
export interface Sides {
	day: DaySide;
	/** Absent: in no team. */
	ledger?: RepFacts | undefined;
	outlook?: (Outlook & { historyDays: number }) | undefined;
	/** Nobody has ticked their targets off on the last working day. */
	unchecked: boolean;
}

const MINUTE_MS = 60_000;

export type Attention = ReturnType<typeof createAttention>;

/** Why reps need whoever leads them: what alerts, the sales process and the checks know, put together. docs/SPEC.md, FLOOR-*. */
export function createAttention(options: {
	organisation: Organisation;
	process: SalesProcess;
	checks: Pick<Checks, 'missing'>;
	/** Made after this. */
	alerts: Pick<Alerts, 'factsOf' | 'thresholds'>;
	clock: Clock;
}) {
	const { organisation, process, checks, alerts, clock } = options;
	let checked: { at: string; missing: Promise<ReadonlySet<number>> } | undefined;

	const lastWorkingDay = (): IsoDate =>
		workingDayBeside(organisation.today(), -1, organisation.calendar);

	/** Of the metrics whose month has gone on long enough, the one that is furthest behind. */
	function furthestBehind(paces: readonly PaceFacts[], settleDays: number) {
		const behind = paces.filter(
			({ index, elapsedDays, value, target }) =>
				index !== undefined && elapsedDays >= settleDays && value < target
		);
		const [worst] = behind.sort((a, b) => a.index! - b.index!);
		return worst && { metric: worst.metric, index: worst.index! };
	}

	return {
		/** By id of the rep, what the ledger says. */
		async ledgerOf(reps: readonly Rep[]): Promise<Map<number, RepFacts | undefined>> {
			const found = await alerts.factsOf(reps.map(({ id }) => id));
			const byId = new Map(found.map((facts) => [facts.rep.id, facts]));
			return new Map(reps.map(({ id }) => [id, byId.get(id)]));
		},

		/** By id of the rep, what the sales process says. */
		async daysOf(reps: readonly Rep[]): Promise<Map<number, DaySide>> {
			const before = lastWorkingDay();
			const [standings, lacking] = await Promise.all([
				process.standingsOf(reps.map(({ code }) => code)),
				process.reports.missingOf(reps, before)
			]);
			const lacked = new Set(lacking.map(({ code }) => code));
			return new Map(
				reps.map(({ id, code }) => [
					id,
					{ standing: standings.get(code)!, lackedReport: lacked.has(code) }
				])
			);
		},

		/** Ids of the reps whose targets nobody ticked off on the last working day; the same for all who ask within a minute. */
		unchecked(): Promise<ReadonlySet<number>> {
			const now = clock();
			const at = `${organisation.today()} ${Math.floor(now / MINUTE_MS)}`;
			if (checked?.at !== at) {
				const missing = checks.missing(lastWorkingDay(), now);
				const entry = (checked = { at, missing });
				missing.catch(() => checked === entry && (checked = undefined));
			}
			return checked.missing;
		},

		/** What a unit does not ask for, nobody needs help with (ALERT-10). */
		needOf({ day: { standing, lackedReport }, ledger, outlook, unchecked }: Sides): Need {
			if (!ledger) return { reasons: [], weight: 0 };
			const { facts, teamId, works } = ledger;
			const limits = alerts.thresholds.of(teamId);
			const { settings, clock: business } = organisation;
			const now = clock();
			const share = elapsedShare(business.minuteOf(now), settings.workingHours);
			const { collection } = facts;
			const missing = standing.reportMissing ? 'today' : undefined;
			return needOf(
				{
					now,
					works,
					atWork: share > 0 && share < 1,
					help: standing.help.map(({ obstacle, at, state, urgency }) => ({
						obstacle,
						at,
						taken: state === 'taken',
						urgency
					})),
					idleMinutes: limits.idle ? facts.idleMinutes : undefined,
					pace: limits.pace ? furthestBehind(facts.paces, limits.settleDays) : undefined,
					outlook: limits.pace ? outlook : undefined,
					collectionLag:
						limits.collection && collection?.index !== undefined ? lagDays(collection) : undefined,
					report: limits.report ? (lackedReport ? 'yesterday' : missing) : undefined,
					check: limits.check && unchecked,
					overdueActions: standing.actions.overdue,
					lastContactAt: standing.lastContact,
					weekStartsAt: business.startOf(periodOf('week', organisation.today()).from)
				},
				{ paceBelow: limits.paceRaise / 100 }
			);
		}
	};
}
