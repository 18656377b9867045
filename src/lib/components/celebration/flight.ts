/** Cheers on their way over the screen: which, where, and never too many (CHEER-5). Pure. */
import type { LiveEvent } from '../../live/protocol.ts';

export type CheerEvent = Extract<LiveEvent, { kind: 'cheer' }>;

export interface Flying extends CheerEvent {
	/** Where it rises, 0 to 1 from left to right: away from the middle, where the name and amount stand. */
	x: number;
	/** How long it takes, milliseconds. */
	duration: number;
	until: number;
}

export const FLIGHT = { most: 18, shortest: 3_800, longer: 1_600, keep: 40 } as const;

/** 0 to 1, the same for the same text: two screens side by side show the same. */
function shareOf(text: string): number {
	let sum = 2_166_136_261;
	for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 16_777_619) >>> 0;
	return (sum >>> 8) / 2 ** 24;
}

/** Left or right of the middle third. */
const place = (share: number): number =>
	share < 0.5 ? 0.04 + share * 0.44 : 0.74 + (share - 0.5) * 0.44;

/** One more takes off, at `now`; when there are too many the oldest lands. The same cheer flies once. */
export function launch(flying: readonly Flying[], cheer: CheerEvent, now: number): Flying[] {
	const still = flying.filter(({ until }) => until > now);
	if (still.some(({ serial }) => serial === cheer.serial)) return still;
	const duration = FLIGHT.shortest + shareOf(`${cheer.serial}.`) * FLIGHT.longer;
	const one = { ...cheer, x: place(shareOf(cheer.serial)), duration, until: now + duration };
	return [...still, one].slice(-FLIGHT.most);
}
