/** What was typed and the server did not take, as the sheet that it came from opens with it again (DESK-10). Pure. */
import type { SentCommand } from '$lib/forms/process.ts';
import type { Someone } from './errands.ts';
import type { Waiting } from './waiting.ts';

type Typed<
	What extends SentCommand['what'],
	Fields extends keyof Extract<SentCommand, { what: What }>
> = Pick<Extract<SentCommand, { what: What }>, Fields>;

export interface Drafts {
	note: { text: string; tags: readonly string[]; photo?: string };
	coach: Typed<'coach.record', 'topic' | 'nextStep' | 'nextOn'> & { shown: string };
	action: Typed<'action.set', 'text' | 'due'> & { alert?: string };
	call: { note: string };
	close: Typed<'help.close', 'outcome' | 'note'> & { help: string };
}

export type Draft = {
	[Sheet in keyof Drafts]: { sheet: Sheet; typed: Drafts[Sheet] };
}[keyof Drafts];

export interface Correction {
	rep: Someone;
	draft: Draft;
	/** Ids of what the corrected one takes the place of. */
	replaces: readonly string[];
}

function typedIn(body: SentCommand, isRefused: (id: string) => boolean): Draft | undefined {
	switch (body.what) {
		case 'note.write': {
			const { text = '', tags = [], photo } = body;
			// The server has a photo that it took, and nothing becomes better by sending one again that it refused.
			const kept = photo !== undefined && !isRefused(photo) ? { photo } : {};
			return { sheet: 'note', typed: { text, tags, ...kept } };
		}
		case 'coach.record': {
			const { topic, shown = '', nextStep, nextOn } = body;
			return { sheet: 'coach', typed: { topic, shown, nextStep, nextOn } };
		}
		case 'action.set': {
			const { text, due, origin, originId } = body;
			const alert = origin === 'alert' && originId ? { alert: originId } : {};
			return { sheet: 'action', typed: { text, due, ...alert } };
		}
		case 'call.made':
			return { sheet: 'call', typed: { note: body.note ?? '' } };
		case 'help.close':
			return {
				sheet: 'close',
				typed: { help: body.help, outcome: body.outcome, note: body.note }
			};
		default:
			return undefined;
	}
}

/** Of a refused item; undefined where nothing was typed, or the item is no command. */
export function correctionOf(item: Waiting, refused: readonly Waiting[]): Correction | undefined {
	const { what, body, url } = item;
	if (what.kind === 'draw' || url !== '/process/commands') return undefined;
	const command = body as SentCommand;
	const isRefused = (id: string) => refused.some((other) => other.id === id);
	const draft = typedIn(command, isRefused);
	if (!draft) return undefined;
	const photo = command.what === 'note.write' ? command.photo : undefined;
	const replaces = photo !== undefined && isRefused(photo) ? [photo, item.id] : [item.id];
	return { rep: what.rep, draft, replaces };
}
