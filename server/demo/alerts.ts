import { workingDayBeside } from '../../src/lib/domain/calendar.ts';
import type { Obstacle } from '../../src/lib/domain/help.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import { processCommand } from '../../src/lib/forms/process.ts';
import type { SentCommand } from '../../src/lib/forms/process.ts';
import type { App } from '../app.ts';
import { COMPANY, REGIONS, REPS, TEAMS } from './company.ts';
import { idOf } from './process.ts';

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

/** What comes of one alert after the other: an action, help for an obstacle, or nothing yet. */
const ANSWERS = [
	['先跑三家最可能下单的客户，下班前回报'],
	[undefined],
	['明天陪访，一起把年框谈下来', 'skill'],
	[undefined],
	[undefined],
	['列出逾期货款，逐户约定到账日期'],
	[undefined]
] as const satisfies readonly (readonly [string | undefined, Obstacle?])[];

/** Whoever leads the region of a rep. */
function managerOf(rep: string): string {
	const team = REPS.find(({ code }) => code === rep)!.team;
	const region = TEAMS.find(({ code }) => code === team)!.region;
	return `M-${REGIONS.find(({ code }) => code === region)!.code}`;
}

/** Whoever sees all. */
const EVERYBODY = { units: undefined, code: '' };

/** The last days as they would have been: alerts at eleven, and what managers did about them in the afternoon. */
export async function loadPastAlerts(
	{ alerts, organisation }: App,
	withManagers: boolean
): Promise<void> {
	await alerts.thresholds.put(COMPANY.code, { paceRaise: RAISE_BELOW }, 'demo');
	const today = organisation.today();
	for (let back = DAYS; back > 0; back--) {
		const day = addDays(today, -back);
		await alerts.asOf(organisation.clock.instantOf(day, '11:00')).evaluate();
		if (!withManagers) continue;
		const later = alerts.asOf(organisation.clock.instantOf(day, '15:20'));
		for (const [i, { id, rep }] of alerts.seenBy(EVERYBODY).entries()) {
			const note = NOTES[(i + back) % NOTES.length];
			// Yesterday's are still to be dealt with, but for a few.
			if (note !== undefined && (back > 1 || i % 3 === 0))
				await later.acknowledge(id, managerOf(rep.code), note);
		}
	}
}

/** Of what is open, managers set an action because of some, and take some on as help; the others still ring. */
export async function answerAlerts({ alerts, organisation, process }: App): Promise<void> {
	const due = workingDayBeside(organisation.today(), 1, organisation.calendar);
	for (const [i, { id, rep }] of alerts.seenBy(EVERYBODY).entries()) {
		const command = answerTo({ alert: id, rep: rep.code, due, turn: i });
		// The first phone and its manager's bell are looked at: theirs ring.
		if (!command || rep.code === REPS[0]!.code) continue;
		const done = await process.run(processCommand.parse(command), managerOf(rep.code));
		// A rep has so many calls under way, and no more.
		if (!done.ok && done.problems[0]?.reason !== 'help-enough')
			throw new Error(`the demo's alerts do not fit: ${JSON.stringify(done)}`);
	}
}

function answerTo(of: {
	alert: number;
	rep: string;
	due: IsoDate;
	turn: number;
}): SentCommand | undefined {
	const { alert, rep, due, turn } = of;
	const id = idOf(`alert ${alert}`);
	const [text, obstacle] = ANSWERS[turn % ANSWERS.length]!;
	if (text === undefined) return undefined;
	if (obstacle) return { what: 'help.offer', id, rep, obstacle, text, alert: String(alert) };
	return { what: 'action.set', id, rep, text, due, origin: 'alert', originId: String(alert) };
}
