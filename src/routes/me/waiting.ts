/** What waits in the phone's queue, by what it is about. */
import type { CheerKind } from '$lib/domain/celebration.ts';
import type { Question } from '$lib/domain/report.ts';
import type { MeState } from '$lib/live/me.ts';
import type { Kept } from '$lib/offline/store.ts';
import type { Errand } from './errands.ts';

export interface Waiting {
	answers: ReadonlyMap<Question, string>;
	/** Ids. */
	visits: ReadonlySet<string>;
	undone: ReadonlySet<string>;
	/** Calls for help that were not heard yet, and those that one needs no more. */
	help: readonly Extract<Errand, { kind: 'help' }>[];
	withdrawn: ReadonlySet<string>;
	alerts: ReadonlySet<string>;
	/** By celebration. */
	cheers: ReadonlyMap<string, readonly CheerKind[]>;
}

export function waitingOf(items: readonly Kept<Errand>[]): Waiting {
	const answers = new Map<Question, string>();
	const [visits, undone] = [new Set<string>(), new Set<string>()];
	const [alerts, withdrawn] = [new Set<string>(), new Set<string>()];
	const help: Extract<Errand, { kind: 'help' }>[] = [];
	const cheers = new Map<string, readonly CheerKind[]>();
	for (const { what } of items) {
		if (what.kind === 'answer') answers.set(what.question, what.text);
		else if (what.kind === 'visit') visits.add(what.visit);
		else if (what.kind === 'undo') undone.add(what.entry);
		else if (what.kind === 'alert') alerts.add(what.alert);
		else if (what.kind === 'help') help.push(what);
		else if (what.kind === 'withdraw') withdrawn.add(what.help);
		else if (what.kind === 'cheer')
			cheers.set(what.celebration, [...(cheers.get(what.celebration) ?? []), what.cheer]);
	}
	return { answers, visits, undone, help, withdrawn, alerts, cheers };
}

/** What this phone recorded since and nobody has taken back, newest first. */
export function ownSince(latest: MeState['latest'], since: number, undone: ReadonlySet<string>) {
	const rows = latest.order.map((id) => latest.rows[id]!);
	const back = new Set(rows.flatMap(({ reverses }) => reverses ?? []));
	return rows.filter(
		({ id, phoneId, kind, at }) =>
			phoneId !== undefined &&
			kind !== 'reversal' &&
			!back.has(id) &&
			!undone.has(phoneId) &&
			at > since
	);
}
