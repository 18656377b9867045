/** What one can do with a walk: begin it, go on, stop, leave it. */
import type { DeskState } from './desk.svelte.ts';
import { beginWalk, goTo, step, type Walk } from './walk.ts';

/** So many cards of a walk are fetched ahead for a Wi-Fi hole. */
const AHEAD = 30;

export type Tour = ReturnType<typeof createTour>;

/** `enter` and `leave` turn the page to the walk and back. */
export function createTour({
	desk,
	enter,
	leave
}: {
	desk: Pick<DeskState, 'walk' | 'setWalk' | 'cards' | 'state' | 'unit'>;
	enter: () => void;
	leave: () => void;
}) {
	const change = (to: (walk: Walk) => Walk) => desk.walk && desk.setWalk(to(desk.walk));

	return {
		/** Codes of the reps, in the order of the walk. */
		begin(order: string[]): void {
			desk.setWalk(beginWalk({ date: desk.state.day.date, unit: desk.unit, order }));
			void desk.cards.prepare(order.slice(0, AHEAD)).catch(() => {});
			enter();
		},
		/** Goes on with one that was left. */
		resume: enter,
		step: (by: 1 | -1) => change((walk) => step(walk, by)),
		meet: (rep: string) => change((walk) => goTo(walk, rep)),
		/** To its last page, which sums up. */
		stop: () => change((walk) => ({ ...walk, at: walk.order.length })),
		/** Is no more; the list again. */
		end(): void {
			desk.setWalk(undefined);
			leave();
		}
	};
}
