/** What the tablet says, a few words each. */
import type { Reason } from '$lib/domain/attention.ts';
import type { CheerKind } from '$lib/domain/celebration.ts';
import type { Locale } from '$lib/format/locale.ts';
import { numberFormat } from '$lib/format/locale.ts';
import { percent } from '$lib/format/percent.ts';
import { m } from '$lib/paraglide/messages.js';
import { durationText, obstacleName } from '$lib/process/words.ts';
import type { FloorErrand, FloorKind } from './errands.ts';
import type { QuickDate } from './dates.ts';

export type Tone = 'bad' | 'warn' | 'quiet';

export function toneOf(reason: Reason): Tone {
	switch (reason.kind) {
		case 'help':
			return reason.taken ? 'warn' : 'bad';
		case 'pace':
			return reason.index < 0.8 ? 'bad' : 'warn';
		case 'outlook':
			return reason.probability < 0.2 ? 'bad' : 'warn';
		case 'unseen':
			return 'quiet';
		default:
			return 'warn';
	}
}

/** What the reasons are told with. */
export interface Told {
	/** Epoch milliseconds, on the server's clock. */
	now: number;
	locale: Locale;
	/** The name of a metric that is not the list's main one; absent for that. */
	metricName: (code: string) => string | undefined;
}

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
/** Beyond this nobody counts. */
const MOST_HOURS = 100;

/** Whole hours, once there are any. */
const about = (minutes: number): string =>
	durationText(minutes < HOUR_MINUTES ? minutes : minutes - (minutes % HOUR_MINUTES));

export function reasonText(reason: Reason, { now, locale, metricName }: Told): string {
	switch (reason.kind) {
		case 'help': {
			const obstacle = obstacleName[reason.obstacle]();
			const minutes = Math.max(0, Math.floor((now - reason.since) / MINUTE_MS));
			return reason.taken
				? m.floor_reason_help_taken({ obstacle })
				: m.floor_reason_help({ obstacle, time: about(minutes) });
		}
		case 'idle':
			return reason.minutes >= MOST_HOURS * HOUR_MINUTES
				? m.floor_reason_idle_long({ hours: MOST_HOURS })
				: m.floor_reason_idle({ time: about(reason.minutes) });
		case 'pace': {
			const metric = metricName(reason.metric);
			const index = percent(reason.index, 0, locale);
			return metric === undefined
				? m.floor_reason_pace({ percent: index })
				: m.floor_reason_pace_of({ metric, percent: index });
		}
		case 'outlook':
			return m.floor_reason_outlook({ percent: percent(reason.probability, 0, locale) });
		case 'collection': {
			const days = Math.round(reason.days * 10) / 10;
			const text = numberFormat(locale, Number.isInteger(days) ? 0 : 1).format(days);
			return m.floor_reason_collection({ days: text, count: days });
		}
		case 'report':
			return reason.day === 'yesterday'
				? m.floor_reason_report_yesterday()
				: m.floor_reason_report_today();
		case 'check':
			return m.floor_reason_check();
		case 'actions':
			return m.floor_reason_actions({ count: reason.overdue });
		case 'unseen':
			return m.floor_reason_unseen();
	}
}

/** What one does about the first reason. */
export type Step = 'take' | 'close' | 'call' | 'coach' | 'action' | 'note' | 'seen';

export function stepFor(reasons: readonly Reason[]): Step | undefined {
	const [first] = reasons;
	switch (first?.kind) {
		case undefined:
			return undefined;
		case 'help':
			return first.taken ? 'close' : 'take';
		case 'idle':
		case 'report':
			return 'call';
		case 'pace':
		case 'outlook':
			return 'coach';
		case 'collection':
			return 'action';
		case 'actions':
		case 'check':
			return 'note';
		case 'unseen':
			return 'seen';
	}
}

export const stepHint: Readonly<Record<Step, () => string>> = {
	take: m.floor_step_take,
	close: m.floor_step_close,
	call: m.floor_step_call,
	coach: m.floor_step_coach,
	action: m.floor_step_action,
	note: m.floor_step_note,
	seen: m.floor_step_seen
};

export const cheerName: Readonly<Record<CheerKind, () => string>> = {
	clap: m.cheers_clap,
	flower: m.cheers_flower,
	fire: m.cheers_fire,
	thumb: m.cheers_thumb
};

/** One thing that was done, while it waits, or when it is refused. */
export function errandText(what: FloorErrand): string {
	switch (what.kind) {
		case 'cheer':
			return cheerName[what.cheer]();
		case 'photo':
			return m.floor_did_photo();
		case 'note':
			return m.floor_did_note({ text: what.text || what.tags.join(' ') || m.floor_did_photo() });
		case 'coach':
			return m.floor_did_coach({ topic: what.topic });
		case 'action':
			return m.floor_did_action({ text: what.text });
		case 'settle':
			return m.floor_did_settle({ text: what.text });
		case 'take':
			return m.floor_did_take();
		case 'close':
			return m.floor_did_close();
		case 'call':
			return m.floor_did_call();
		case 'seen':
			return m.floor_did_seen();
		case 'spot':
			return m.floor_did_spot();
		case 'draw':
			return m.floor_did_draw();
	}
}

/** In the sum of a walk: "3 条记录". */
export const countText: Readonly<Record<FloorKind, (inputs: { count: number }) => string>> = {
	cheer: m.floor_count_cheer,
	photo: m.floor_count_note,
	note: m.floor_count_note,
	coach: m.floor_count_coach,
	action: m.floor_count_action,
	settle: m.floor_count_settle,
	take: m.floor_count_take,
	close: m.floor_count_close,
	call: m.floor_count_call,
	seen: m.floor_count_seen,
	spot: m.floor_count_spot,
	draw: m.floor_count_spot
};

export const quickDateName: Readonly<Record<QuickDate['name'], () => string>> = {
	today: m.floor_date_today,
	tomorrow: m.floor_date_tomorrow,
	'next-working': m.floor_date_next_working,
	'week-end': m.floor_date_week_end
};
