import type { PageLoad } from './$types';

/** A wall with a board does not load what a TV shows before it has one: the QR code of a pairing is 9 KB. */
export const load: PageLoad = async ({ data }) => {
	if (data.view === 'pairing')
		return { ...data, Pairing: (await import('./Pairing.svelte')).default };
	if (data.view === 'waiting')
		return { ...data, Waiting: (await import('./Waiting.svelte')).default };
	return data;
};
