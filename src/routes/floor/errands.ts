/** What the tablet sends through its queue, and what it shows of it meanwhile. */
import type { CheerKind } from '$lib/domain/celebration.ts';
import type { HelpOutcome } from '$lib/domain/help.ts';
import type { SpotResult } from '$lib/domain/spot-check.ts';
import type { SentCommand } from '$lib/forms/process.ts';
import { newId } from '$lib/offline/id.ts';
import type { NewItem } from '$lib/offline/queue.ts';

/** Whom it is about. */
export interface Someone {
	code: string;
	name: string;
}

type Done =
	| { kind: 'cheer'; cheer: CheerKind }
	| { kind: 'photo' }
	| { kind: 'note'; text: string; tags: string[]; photo: boolean }
	| { kind: 'coach'; topic: string }
	| { kind: 'action'; text: string }
	| { kind: 'settle'; action: string; text: string }
	| { kind: 'take'; help: string }
	| { kind: 'close'; help: string }
	| { kind: 'call' }
	| { kind: 'seen' }
	| { kind: 'spot'; check: string };

/** `desk` tells it from what a manager who also sells recorded on their phone: both share one queue. */
export type FloorErrand = { desk: true } & (
	(Done & { rep: Someone }) | { kind: 'draw'; unit: string }
);
export type FloorKind = FloorErrand['kind'];
/** What counts as having been with somebody. */
export const CONTACTS: readonly FloorKind[] = ['note', 'coach', 'take', 'close', 'call', 'seen'];

export const isFloorErrand = (what: unknown): what is FloorErrand =>
	typeof what === 'object' && what !== null && 'desk' in what;

type Item = NewItem<FloorErrand>;
type Sent<Name extends SentCommand['what']> = Omit<
	Extract<SentCommand, { what: Name }>,
	'id' | 'what' | 'rep'
>;

/** A command of the sales process (src/lib/forms/process.ts). */
function command(what: FloorErrand, body: Record<string, unknown>): Item {
	const id = newId();
	return { id, url: '/process/commands', body: { id, ...body }, what };
}

export function cheerErrand(rep: Someone, cheer: CheerKind): Item {
	const id = newId();
	const body = { id, rep: rep.code, cheer };
	return { id, url: '/cheers/send', body, what: { desk: true, kind: 'cheer', rep, cheer } };
}

/** A note, behind its photo; the id of one that the server has already. `at`: when it was made, epoch milliseconds on the server's clock. */
export function noteErrands(
	rep: Someone,
	{ text, tags, photo }: { text: string; tags: string[]; photo?: Blob | string | undefined },
	at: number
): Item[] {
	const note = (more: object) =>
		command(
			{ desk: true, kind: 'note', rep, text, tags, photo: photo !== undefined },
			{ what: 'note.write', rep: rep.code, text, tags, at: new Date(at).toISOString(), ...more }
		);
	if (photo === undefined) return [note({})];
	if (typeof photo === 'string') return [note({ photo })];
	const id = newId();
	const url = `/process/photos/${id}?rep=${encodeURIComponent(rep.code)}`;
	return [{ id, url, body: photo, what: { desk: true, kind: 'photo', rep } }, note({ photo: id })];
}

export const coachErrand = (rep: Someone, form: Sent<'coach.record'>, at: number): Item =>
	command(
		{ desk: true, kind: 'coach', rep, topic: form.topic },
		{ what: 'coach.record', rep: rep.code, ...form, at: new Date(at).toISOString() }
	);

/** `alert`: id of the alert that it comes from (FLOOR-17). */
export function actionErrand(
	rep: Someone,
	{ alert, ...form }: Pick<Sent<'action.set'>, 'text' | 'due'> & { alert?: string }
): Item {
	const from = alert === undefined ? {} : { origin: 'alert', originId: alert };
	return command(
		{ desk: true, kind: 'action', rep, text: form.text },
		{ what: 'action.set', rep: rep.code, ...form, ...from }
	);
}

export const settleErrand = (rep: Someone, action: { id: string; text: string }): Item =>
	command(
		{ desk: true, kind: 'settle', rep, action: action.id, text: action.text },
		{ what: 'action.settle', action: action.id, state: 'done', outcome: '' }
	);

export const takeErrand = (rep: Someone, help: string): Item =>
	command({ desk: true, kind: 'take', rep, help }, { what: 'help.take', help });

export const closeErrand = (
	rep: Someone,
	help: string,
	form: { outcome: HelpOutcome; note: string }
): Item => command({ desk: true, kind: 'close', rep, help }, { what: 'help.close', help, ...form });

export const callErrand = (rep: Someone, note: string, at: number): Item =>
	command(
		{ desk: true, kind: 'call', rep },
		{ what: 'call.made', rep: rep.code, note, at: new Date(at).toISOString() }
	);

export const seenErrand = (rep: Someone, at: number): Item =>
	command(
		{ desk: true, kind: 'seen', rep },
		{ what: 'walk.seen', rep: rep.code, at: new Date(at).toISOString() }
	);

export const drawErrand = (unit: string): Item =>
	command({ desk: true, kind: 'draw', unit }, { what: 'spot.draw', unit });

export const spotErrand = (
	rep: Someone,
	check: string,
	form: { result: SpotResult; note: string }
): Item =>
	command({ desk: true, kind: 'spot', rep, check }, { what: 'spot.record', check, ...form });
