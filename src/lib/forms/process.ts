/**
 * What the phone and the tablet send: one command each, to `POST /process/commands` (see its +server.ts). `id` is
 * made by the client (crypto.randomUUID()) when the button is tapped, and is the id of whatever the command creates, so
 * that a later command of the same queue may already name it.
 */
import { z } from 'zod';
import { HELP_OUTCOMES, OBSTACLES } from '../domain/help.ts';
import { SPOT_RESULTS } from '../domain/spot-check.ts';
import { isSlot, VISIT_PURPOSES } from '../domain/visit.ts';
import { code, instant, isoDate } from './fields.ts';

export const commandId = z.uuid();

const line = z.string().trim().min(1).max(200);
const words = z.string().trim().max(2_000).default('');
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'bad-clock' });
const tag = z.string().trim().min(1).max(20);
/** When it happened, if it was sent later; believed up to seven days back. */
const at = instant.optional();
const start = { id: commandId };
const ofRep = { ...start, rep: code };

const visit = {
	date: isoDate,
	/** Slot of the day; the end is optional. */
	start: clock.optional(),
	end: clock.optional(),
	/** A known customer of the rep's, or nobody's; else the name of a new one. */
	customer: code.optional(),
	customerName: z.string().trim().max(100).default(''),
	purpose: z.enum(VISIT_PURPOSES),
	note: words
};

const isPlan = (plan: { start?: string | undefined; end?: string | undefined }) =>
	isSlot(plan.start, plan.end);
const slot = { error: 'bad-slot', path: ['end'] };

export const visitPlan = z.strictObject({ ...ofRep, ...visit }).refine(isPlan, slot);
export const visitChange = z
	.strictObject({ ...start, visit: commandId, ...visit })
	.refine(isPlan, slot);
export const visitDone = z.strictObject({ ...start, visit: commandId, result: words, at });
export const visitCancel = z.strictObject({ ...start, visit: commandId, result: words });
export const visitReopen = z.strictObject({ ...start, visit: commandId });

/** What is named is set; what is left out stays. An empty text takes an answer back. */
export const reportAnswer = z.strictObject({
	...ofRep,
	day: isoDate,
	yesterday: z.string().trim().max(2_000).optional(),
	today: z.string().trim().max(2_000).optional(),
	tomorrow: z.string().trim().max(2_000).optional()
});

export const helpAsk = z.strictObject({ ...ofRep, obstacle: z.enum(OBSTACLES), text: line });
/** Whoever leads takes it on unasked. */
export const helpOffer = z.strictObject({
	...ofRep,
	obstacle: z.enum(OBSTACLES),
	text: line,
	/** Id of the alert that it comes from. */
	alert: z.string().max(64).optional()
});
export const helpTake = z.strictObject({ ...start, help: commandId });
export const helpClose = z.strictObject({
	...start,
	help: commandId,
	outcome: z.enum(HELP_OUTCOMES),
	/** What was done; the rep reads it. */
	note: line
});
export const helpWithdraw = z.strictObject({ ...start, help: commandId });

export const noteWrite = z
	.strictObject({
		...ofRep,
		text: words,
		tags: z.array(tag).max(5).default([]),
		/** Id of a photo that was uploaded before. */
		photo: commandId.optional(),
		at
	})
	.refine((note) => note.text !== '' || note.tags.length > 0 || note.photo !== undefined, {
		error: 'required',
		path: ['text']
	});

export const coachRecord = z.strictObject({
	...ofRep,
	topic: line,
	/** What was shown or practised. */
	shown: words,
	/** What both agreed on; becomes an action of the rep. */
	nextStep: line,
	nextOn: isoDate,
	at
});

export const ACTION_ORIGINS = ['alert', 'help', 'note', 'coaching', 'spot-check', 'own'] as const;
export const actionSet = z.strictObject({
	...ofRep,
	text: line,
	due: isoDate,
	origin: z.enum(ACTION_ORIGINS).default('own'),
	/** Id of what it comes from. */
	originId: z.string().max(64).optional()
});
export const actionSettle = z.strictObject({
	...start,
	action: commandId,
	state: z.enum(['done', 'dropped']),
	outcome: words
});

export const callMade = z.strictObject({ ...ofRep, note: words, at });

/** Whoever leads was with them. */
export const walkSeen = z.strictObject({ ...ofRep, at });

/** Of a unit and all below it. */
export const spotDraw = z.strictObject({ ...start, unit: code });
export const spotRecord = z.strictObject({
	...start,
	check: commandId,
	result: z.enum(SPOT_RESULTS),
	note: words
});

/** Any command, by what it does. */
export const processCommand = z.discriminatedUnion('what', [
	visitPlan.safeExtend({ what: z.literal('visit.plan') }),
	visitChange.safeExtend({ what: z.literal('visit.change') }),
	visitDone.safeExtend({ what: z.literal('visit.done') }),
	visitCancel.safeExtend({ what: z.literal('visit.cancel') }),
	visitReopen.safeExtend({ what: z.literal('visit.reopen') }),
	reportAnswer.safeExtend({ what: z.literal('report.answer') }),
	helpAsk.safeExtend({ what: z.literal('help.ask') }),
	helpOffer.safeExtend({ what: z.literal('help.offer') }),
	helpTake.safeExtend({ what: z.literal('help.take') }),
	helpClose.safeExtend({ what: z.literal('help.close') }),
	helpWithdraw.safeExtend({ what: z.literal('help.withdraw') }),
	noteWrite.safeExtend({ what: z.literal('note.write') }),
	coachRecord.safeExtend({ what: z.literal('coach.record') }),
	actionSet.safeExtend({ what: z.literal('action.set') }),
	actionSettle.safeExtend({ what: z.literal('action.settle') }),
	callMade.safeExtend({ what: z.literal('call.made') }),
	walkSeen.safeExtend({ what: z.literal('walk.seen') }),
	spotDraw.safeExtend({ what: z.literal('spot.draw') }),
	spotRecord.safeExtend({ what: z.literal('spot.record') })
]);

export type ProcessCommand = z.output<typeof processCommand>;
/** As it is sent: what has a default may be left out. */
export type SentCommand = z.input<typeof processCommand>;
export type CommandName = ProcessCommand['what'];

export type VisitPlan = z.output<typeof visitPlan>;
export type VisitChange = z.output<typeof visitChange>;
export type VisitDone = z.output<typeof visitDone>;
export type VisitCancel = z.output<typeof visitCancel>;
export type VisitReopen = z.output<typeof visitReopen>;
export type ReportAnswer = z.output<typeof reportAnswer>;
export type HelpAsk = z.output<typeof helpAsk>;
export type HelpOffer = z.output<typeof helpOffer>;
export type HelpTake = z.output<typeof helpTake>;
export type HelpClose = z.output<typeof helpClose>;
export type HelpWithdraw = z.output<typeof helpWithdraw>;
export type NoteWrite = z.output<typeof noteWrite>;
export type CoachRecord = z.output<typeof coachRecord>;
export type ActionSet = z.output<typeof actionSet>;
export type ActionSettle = z.output<typeof actionSettle>;
export type CallMade = z.output<typeof callMade>;
export type WalkSeen = z.output<typeof walkSeen>;
export type SpotDraw = z.output<typeof spotDraw>;
export type SpotRecord = z.output<typeof spotRecord>;
