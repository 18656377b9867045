/**
 * How the last of a list leaves: it fades in its place, out of the flow, while the others glide. Svelte measures a
 * leaving element only after the newcomer has pushed it on, so its place is said here: the end of the list.
 */
import { prefersReducedMotion } from 'svelte/motion';
import type { TransitionConfig } from 'svelte/transition';

const PLACED = ['position', 'right', 'bottom', 'height', 'transform'] as const;

/** An out transition. `share`: the element's part of the list's height; absent: its own height. */
export function leave(node: HTMLElement, { share }: { share?: number } = {}): TransitionConfig {
	node.style.position = 'absolute';
	node.style.right = '0';
	node.style.bottom = '0';
	node.style.transform = 'none';
	if (share !== undefined) node.style.height = `${share * 100}%`;
	return {
		duration: prefersReducedMotion.current ? 0 : 300,
		css: (t) => `opacity: ${t}`
	};
}

/** For `onintrostart`: takes one that comes back while it is leaving into the flow again. */
export function rejoin(event: Event & { currentTarget: HTMLElement }): void {
	for (const property of PLACED) event.currentTarget.style[property] = '';
}
