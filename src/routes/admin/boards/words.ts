/** What the kinds of scenes, their options and their choices are called. */
import type { Schedule } from '$lib/domain/schedule.ts';
import { A_WEEK, weekdayName } from '$lib/format/time.ts';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { SceneKind } from '$lib/scenes/kinds.ts';
import { CHOICE_NAME, FIELD_NAME, KIND_WORDS } from './scene-words.ts';
import type { PlannedScene } from '$lib/scenes/plan.ts';

export const kindName = (kind: SceneKind): string => KIND_WORDS[kind].name();
export const kindHint = (kind: SceneKind): string => KIND_WORDS[kind].hint();
export const fieldName = (name: string): string => FIELD_NAME[name]?.() ?? name;
export const choiceName = (field: string, value: string): string =>
	CHOICE_NAME[field]?.[value]?.() ?? value;

/** A scene in a list: by its own title, else by what it is. */
export function sceneName({ kind, options }: PlannedScene): string {
	const title = 'title' in options ? options.title.trim() : '';
	return title === '' ? kindName(kind) : title;
}

/** When a scene shows, in a few words; empty: always. */
export function scheduleText({ days, from, until, first, last, turns }: Schedule): string {
	const week = (days ?? []).map((day) => weekdayName(A_WEEK[day - 1]!, getLocale(), 'short'));
	return [
		week.length > 0 && week.length < 7 ? week.join(' ') : '',
		from || until ? `${from ?? '00:00'}–${until ?? '24:00'}` : '',
		first ? m.boards_first_short({ count: first }) : '',
		last ? m.boards_last_short({ count: last }) : '',
		turns === 'often' ? m.sprint_turns_often_short() : '',
		turns === 'alone' ? m.sprint_turns_alone_short() : ''
	]
		.filter(Boolean)
		.join(' · ');
}

/** 1:20 */
export const minutesText = (seconds: number): string =>
	`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
