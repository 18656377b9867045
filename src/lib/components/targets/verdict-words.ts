/** 谁能完成、谁有难度、谁完不成, in words: of an amount against the subject's own history (SPLIT-8). */
import { verdictWithin, type Reach } from '$lib/domain/outlook.ts';
import { m } from '$lib/paraglide/messages.js';

type Tone = 'good' | 'warn' | 'bad' | 'neutral';

export function verdictWords(
	reach: Reach | undefined,
	amount: number
): { tone: Tone; text: string } {
	const verdict = reach && verdictWithin(reach, amount);
	if (verdict === 'will') return { tone: 'good', text: `✓ ${m.targets_will()}` };
	if (verdict === 'hard') return { tone: 'warn', text: `! ${m.targets_hard()}` };
	if (verdict === 'wont') return { tone: 'bad', text: `✕ ${m.targets_wont()}` };
	return { tone: 'neutral', text: `– ${m.targets_unknown()}` };
}
