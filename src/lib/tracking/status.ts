/** How a status and an outlook are said: a sign and a word, so that colour is never needed to read them. */
import type { OutlookVerdict } from '$lib/domain/outlook.ts';
import type { PaceStatus } from '$lib/domain/pace.ts';
import { m } from '$lib/paraglide/messages.js';

export const STATUS_SIGN: Readonly<Record<PaceStatus, string>> = {
	done: '✓',
	ahead: '▲',
	'on-track': '●',
	behind: '▽',
	'at-risk': '▼'
};

const STATUS_TEXT: Readonly<Record<PaceStatus, () => string>> = {
	done: m.tracking_status_done,
	ahead: m.tracking_status_ahead,
	'on-track': m.tracking_status_on_track,
	behind: m.tracking_status_behind,
	'at-risk': m.tracking_status_at_risk
};

const VERDICT_TEXT: Readonly<Record<OutlookVerdict, () => string>> = {
	will: m.tracking_verdict_will,
	hard: m.tracking_verdict_hard,
	wont: m.tracking_verdict_wont
};

export const statusText = (status: PaceStatus): string => STATUS_TEXT[status]();
export const verdictText = (verdict: OutlookVerdict): string => VERDICT_TEXT[verdict]();
