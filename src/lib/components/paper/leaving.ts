/** Nobody leaves what they have typed without being asked; whoever closes the tab is asked by the browser itself. */
import { mount, onMount, tick, unmount } from 'svelte';
import { afterNavigate, beforeNavigate, goto } from '$app/navigation';
import type { BeforeNavigate } from '@sveltejs/kit';

const loadQuestion = () => import('./LeaveQuestion.svelte');

/** Of several forms on a page one asks for all of them. */
let asking = false;
/** Somebody said that they want to leave, and is on their way. */
let agreed = false;

async function ask(): Promise<boolean> {
	const { default: LeaveQuestion } = await loadQuestion();
	return new Promise((resolve) => {
		const onanswer = async (leave: boolean) => {
			// Closed first: then the focus goes back to where it was.
			await tick();
			await unmount(question);
			resolve(leave);
		};
		const question = mount(LeaveQuestion, {
			target: document.body,
			props: { onanswer: (leave) => void onanswer(leave) }
		});
	});
}

function leave({ type, to, delta, willUnload }: BeforeNavigate): void {
	agreed = true;
	if (type === 'popstate') history.go(delta);
	else if (willUnload) location.assign(to!.url);
	else void goto(to!.url);
}

/**
 * While a component is on the page: asks before somebody leaves with something unsaved. A question cannot be waited for
 * while the browser navigates, so the way is barred, and gone after the answer.
 */
export function guardLeaving(isUnsaved: (to: URL | undefined) => boolean): void {
	// It has to be here when the network is not.
	onMount(() => void loadQuestion().catch(() => {}));
	afterNavigate(() => (agreed = false));
	beforeNavigate((navigation) => {
		if (agreed) {
			if (navigation.type === 'leave') agreed = false;
			return;
		}
		if (!isUnsaved(navigation.to?.url)) return;
		navigation.cancel();
		if (navigation.type === 'leave' || asking) return;
		asking = true;
		ask()
			.then((yes) => yes && leave(navigation))
			// Without the question nobody has agreed.
			.catch(() => {})
			.finally(() => (asking = false));
	});
}
