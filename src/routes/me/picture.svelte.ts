/** What the phone shows: the live state together with what still waits to be sent, never mixed into its totals. */
import { POCKET_KINDS, type PocketKind } from '$lib/domain/pocket.ts';
import type { Question } from '$lib/domain/report.ts';
import type { Measure } from '$lib/format/amount.ts';
import type { createPhone } from './phone.svelte.ts';
import { ownSince, waitingOf } from './waiting.ts';

export const UNDO_MS = 60_000;

export type Picture = ReturnType<typeof createPicture>;

export function createPicture(phone: ReturnType<typeof createPhone>, collects: () => boolean) {
	const shown = $derived(phone.state);
	const metrics = $derived(shown.metrics.order.map((code) => shown.metrics.rows[code]!));
	const main = $derived(metrics[0]);
	const measureOf = (metric: string): Measure => ({
		kind: shown.metrics.rows[metric]?.kind ?? 'money',
		fractionDigits: shown.organisation.fractionDigits
	});
	/** What a sale counts in: the first thing that is not collected. */
	const sold = $derived(metrics.find(({ code }) => code !== 'collection')?.code ?? 'sales');
	const metricOf = (kind: PocketKind) => (kind === 'collection' ? 'collection' : sold);

	const waiting = $derived(phone.queue.view.waiting);
	const waitingAmount = $derived(
		waiting.reduce(
			(sum, { what }) =>
				what.kind === 'entry' && what.metric === main?.code ? sum + what.amount : sum,
			0
		)
	);
	const sent = $derived(waitingOf(waiting));

	/** What this phone recorded last, as long as it can be taken back. */
	const undoable = $derived(ownSince(shown.latest, phone.now - UNDO_MS, sent.undone)[0]);

	const visits = $derived(shown.process.visits.filter(({ state }) => state !== 'cancelled'));
	const visited = $derived(
		visits.filter(({ id, state }) => state === 'done' || sent.visits.has(id)).length
	);

	const alerts = $derived(
		shown.alerts.order
			.map((id) => shown.alerts.rows[id]!)
			.filter(({ snoozedUntil }) => (snoozedUntil ?? 0) <= phone.now)
	);
	const ringing = $derived(
		alerts.filter(({ id, acknowledgedAt }) => acknowledgedAt === undefined && !sent.alerts.has(id))
	);

	return {
		get shown() {
			return shown;
		},
		get metrics() {
			return metrics;
		},
		/** The first of the metrics. */
		get main() {
			return main;
		},
		get measure() {
			return measureOf(main?.code ?? '');
		},
		measureOf,
		metricOf,
		get sold() {
			return sold;
		},
		/** What can be recorded, and how it is written. */
		get kinds() {
			return POCKET_KINDS.filter((kind) => kind !== 'collection' || collects());
		},
		get measures() {
			return Object.fromEntries(
				POCKET_KINDS.map((kind) => [kind, measureOf(metricOf(kind))])
			) as Record<PocketKind, Measure>;
		},
		get waiting() {
			return waiting;
		},
		/** Of the main metric. */
		get waitingAmount() {
			return waitingAmount;
		},
		get visitsSent() {
			return sent.visits;
		},
		/** By celebration. */
		get cheersSent() {
			return sent.cheers;
		},
		get helpSent() {
			return { asked: sent.help, withdrawn: sent.withdrawn };
		},
		get alertsSent() {
			return sent.alerts;
		},
		get undoable() {
			return undoable;
		},
		get undoSeconds() {
			return undoable ? Math.max(1, Math.ceil((undoable.at + UNDO_MS - phone.now) / 1000)) : 0;
		},
		/** Planned today, and how many of them are done. */
		get visits() {
			return { planned: visits.length, done: visited };
		},
		isAnswered: (question: Question) =>
			(sent.answers.get(question) ?? shown.process.answers[question]).trim() !== '',
		get helpOpen() {
			return shown.process.help.find(
				({ id, state }) => (state === 'open' || state === 'taken') && !sent.withdrawn.has(id)
			);
		},
		/** One's own that are open and not put off. */
		get alerts() {
			return alerts;
		},
		/** Of these, which one has not seen. */
		get ringing() {
			return ringing;
		}
	};
}
