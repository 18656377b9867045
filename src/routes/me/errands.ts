/** What the phone sends through its queue, and what it shows of it meanwhile. */
import type { CheerKind } from '$lib/domain/celebration.ts';
import type { Obstacle } from '$lib/domain/help.ts';
import type { Question } from '$lib/domain/report.ts';
import type { PocketKind } from '$lib/domain/pocket.ts';
import { newId } from '$lib/offline/id.ts';
import type { NewItem } from '$lib/offline/queue.ts';
import type { Kept } from '$lib/offline/store.ts';

export type Errand =
	| {
			kind: 'entry';
			entry: PocketKind;
			metric: string;
			/** Minor units or pieces, with its sign. */
			amount: number;
			customer?: { code: string; name: string };
	  }
	| { kind: 'undo'; entry: string }
	| { kind: 'help'; obstacle: Obstacle; text: string }
	| { kind: 'withdraw'; help: string }
	| { kind: 'answer'; question: Question; text: string }
	| { kind: 'visit'; visit: string }
	| { kind: 'cheer'; celebration: string; cheer: CheerKind }
	| { kind: 'alert'; alert: string };

type Item = NewItem<Errand>;

export interface NewEntry {
	kind: PocketKind;
	metric: string;
	/** Above 0. */
	amount: number;
	customer?: { code: string; name: string } | undefined;
	/** Epoch milliseconds on the server's clock. */
	at: number;
}

export function entryErrand(rep: string, { kind, metric, amount, customer, at }: NewEntry): Item {
	const id = newId();
	return {
		id,
		url: '/me/entries',
		body: {
			id,
			rep,
			kind,
			metric,
			amount,
			at: new Date(at).toISOString(),
			...(customer ? { customer: customer.code } : {})
		},
		what: {
			kind: 'entry',
			entry: kind,
			metric,
			amount: kind === 'return' ? -amount : amount,
			...(customer ? { customer } : {})
		}
	};
}

/** A refused entry as one typed it, to be corrected; a sale without anything where there is none. */
export function draftOf(
	refused: Kept<Errand> | undefined
): Pick<NewEntry, 'kind' | 'customer'> & Partial<Pick<NewEntry, 'amount'>> {
	if (refused?.what.kind !== 'entry') return { kind: 'sale' };
	const { entry, amount, customer } = refused.what;
	return { kind: entry, amount: Math.abs(amount), customer };
}

export function undoErrand(rep: string, entry: string): Item {
	const id = newId();
	return { id, url: '/me/undo', body: { id, rep, entry }, what: { kind: 'undo', entry } };
}

/** A command of the sales process (src/lib/forms/process.ts). */
function processErrand(what: Errand, command: Record<string, unknown>): Item {
	const id = newId();
	return { id, url: '/process/commands', body: { id, ...command }, what };
}

export const helpErrand = (rep: string, obstacle: Obstacle, text: string): Item =>
	processErrand({ kind: 'help', obstacle, text }, { what: 'help.ask', rep, obstacle, text });

export const withdrawErrand = (help: string): Item =>
	processErrand({ kind: 'withdraw', help }, { what: 'help.withdraw', help });

export const answerErrand = (rep: string, day: string, question: Question, text: string): Item =>
	processErrand(
		{ kind: 'answer', question, text },
		{ what: 'report.answer', rep, day, [question]: text }
	);

export const visitErrand = (visit: string): Item =>
	processErrand({ kind: 'visit', visit }, { what: 'visit.done', visit, result: '' });

export function cheerErrand(celebration: string, cheer: CheerKind): Item {
	const id = newId();
	const body = { id, celebration, cheer };
	return { id, url: '/cheers/send', body, what: { kind: 'cheer', celebration, cheer } };
}

/** One has seen an alert of one's own. */
export function alertErrand(rep: string, alert: string): Item {
	const id = newId();
	return { id, url: '/me/alerts', body: { id, rep, alert }, what: { kind: 'alert', alert } };
}
