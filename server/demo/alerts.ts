import { addDays } from '../../src/lib/domain/period.ts';
import type { App } from '../app.ts';
import { COMPANY, REGIONS, REPS, TEAMS } from './company.ts';

const DAYS = 5;
/** Reps of the demo are ambitious: at 80 % of their targets a third of them would be on the list. */
const RAISE_BELOW = 75;
/** What managers noted; every third alert was left alone. */
const NOTES = [
	'已电话沟通：本周两家重点客户要签，周四前到账。',
	'早会一起排了今天的拜访，下午陪访。',
	undefined,
	'客户延期付款，已约负责人明天见面。',
	'缺样品，已从总部调货，明早到。',
	undefined
];

/** Whoever leads the region of a rep. */
function managerOf(rep: string): string {
	const team = REPS.find(({ code }) => code === rep)!.team;
	const region = TEAMS.find(({ code }) => code === team)!.region;
	return `M-${REGIONS.find(({ code }) => code === region)!.code}`;
}

/** The last days as they would have been: alerts at eleven, and what managers did about them in the afternoon. */
export async function loadAlerts(
	{ alerts, organisation }: App,
	withManagers: boolean
): Promise<void> {
	await alerts.thresholds.put(COMPANY.code, { paceRaise: RAISE_BELOW }, 'demo');
	const today = organisation.today();
	const everybody = { units: undefined, code: '' };
	for (let back = DAYS; back > 0; back--) {
		const day = addDays(today, -back);
		await alerts.asOf(organisation.clock.instantOf(day, '11:00')).evaluate();
		if (!withManagers) continue;
		const later = alerts.asOf(organisation.clock.instantOf(day, '15:20'));
		for (const [i, { id, rep }] of alerts.seenBy(everybody).entries()) {
			const note = NOTES[(i + back) % NOTES.length];
			// Yesterday's are still to be dealt with, but for a few.
			if (note !== undefined && (back > 1 || i % 3 === 0))
				await later.acknowledge(id, managerOf(rep.code), note);
		}
	}
}
