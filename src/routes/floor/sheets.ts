/** Fetched when the page has drawn itself, so that they are there without a network too. */
export const sheets = {
	note: () => import('./NoteSheet.svelte'),
	coach: () => import('./CoachSheet.svelte'),
	action: () => import('./ActionSheet.svelte'),
	call: () => import('./CallSheet.svelte'),
	close: () => import('./CloseSheet.svelte'),
	spot: () => import('./SpotSheet.svelte'),
	walk: () => import('./WalkStart.svelte')
};

export const loadSheets = (): Promise<unknown> =>
	Promise.allSettled(Object.values(sheets).map((load) => load()));
