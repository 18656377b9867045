/** A page's end of a stream of changes (event-stream.ts): hears that something changed, says while nobody can be heard. */

import { navigating } from '$app/state';

export interface ChangesOptions {
	/** Of the stream, with what is looked at. */
	url: string;
	/** The position that the page shows; Infinity where changes have none. */
	shown: () => number;
	/** Read again; not called while one is on the way to another page, for reading would call that off. */
	onChange: () => void;
	/** Since when nothing can be heard, epoch milliseconds of this machine; undefined: all is well. */
	onAway: (since: number | undefined) => void;
}

/** Listens while the page is in sight: a tab in the background holds no connection. Gives the function that ends it. */
export function followChanges({ url, shown, onChange, onAway }: ChangesOptions): () => void {
	let source: EventSource | undefined;
	let opened = false;

	async function changed(): Promise<void> {
		while (navigating.complete) await navigating.complete.catch(() => {});
		onChange();
	}

	function open(): void {
		if (source || document.visibilityState === 'hidden') return;
		source = new EventSource(url);
		source.onopen = () => {
			onAway(undefined);
			// What happened meanwhile, nobody tells again.
			if (opened) void changed();
			opened = true;
		};
		source.onmessage = ({ data }: MessageEvent<string>) => {
			const [reason, position] = data.split(' ');
			if (reason === 'changed' || Number(position) > shown()) void changed();
		};
		source.onerror = () => {
			onAway(Date.now());
			// Refused, not interrupted: the page itself finds out why when it is read again.
			if (source?.readyState === EventSource.CLOSED) void changed();
		};
	}

	function close(): void {
		source?.close();
		source = undefined;
	}

	const look = () => (document.visibilityState === 'hidden' ? close() : open());
	document.addEventListener('visibilitychange', look);
	open();
	return () => {
		document.removeEventListener('visibilitychange', look);
		close();
	};
}
