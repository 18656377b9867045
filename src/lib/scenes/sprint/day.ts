/** What a sprint comes to today, in the words of its scene. */
import { isReached } from '$lib/components/wall/tone.ts';
import { m } from '$lib/paraglide/messages.js';
import type { SprintScene } from '../states.ts';

export interface DayHead {
	label: string;
	amount: number;
	tone: 'open' | 'done' | 'plain';
}

/** The one amount that matters: what is missing, or by how much more than that came in. */
export function dayHead({ month, today, share }: SprintScene): DayHead {
	if (isReached(month))
		return {
			label: m.scene_sprint_month_done(),
			amount: month.value - (month.target ?? 0),
			tone: 'done'
		};
	if (month.target === undefined)
		return { label: m.scene_sprint_today_total(), amount: today, tone: 'plain' };
	if (share === undefined)
		return { label: m.scene_sprint_month_missing(), amount: month.gap ?? 0, tone: 'open' };
	return today >= share
		? { label: m.scene_sprint_today_done(), amount: today - share, tone: 'done' }
		: { label: m.scene_sprint_today_missing(), amount: share - today, tone: 'open' };
}

/** What stands below it, with *emphasis*. */
export function daySentence(
	{ month, today, share }: SprintScene,
	money: (value: number) => string
): string {
	if (month.target === undefined) return m.scene_sprint_no_target();
	if (isReached(month))
		return m.scene_sprint_reached({ value: money(month.value), target: money(month.target) });
	if (share === undefined) return m.scene_sprint_off();
	return m.scene_sprint_of({ done: money(today), share: money(share) });
}
