/** What the states of a letter are called. */
import type { Side } from '$lib/domain/commitment.ts';
import { m } from '$lib/paraglide/messages.js';
import type { ListState } from '$server/letters/list.ts';

export const STATE_NAME: Readonly<Record<ListState, () => string>> = {
	none: m.letter_state_none,
	draft: m.letter_state_draft,
	offered: m.letter_state_offered,
	signed: m.letter_state_signed,
	superseded: m.letter_state_superseded,
	ended: m.letter_state_ended,
	'no-target': m.letter_state_no_target
};

export const STATE_TONE: Readonly<Record<ListState, 'neutral' | 'good' | 'warn' | 'bad' | 'gold'>> =
	{
		none: 'warn',
		draft: 'neutral',
		offered: 'gold',
		signed: 'good',
		superseded: 'neutral',
		ended: 'neutral',
		'no-target': 'neutral'
	};

/** Whose signature an open letter waits for. */
export function missingText(missing: readonly Side[]): string {
	if (missing.length > 1) return m.letter_missing_both();
	return missing[0] === 'receiver' ? m.letter_missing_receiver() : m.letter_missing_company();
}
