/** Asks the server for what fits a text, once the typing pauses; an answer that is overtaken is dropped. */

export interface Choice {
	code: string;
	name: string;
	/** What tells two of one name apart: the team of a rep. */
	more?: string | undefined;
}

interface Found {
	rows: Choice[];
	total: number;
}

const WAIT_MS = 150;

export function createFinder(place: string) {
	let found = $state.raw<Found>({ rows: [], total: 0 });
	let searching = $state(false);
	let failed = $state(false);
	let timer: ReturnType<typeof setTimeout> | undefined;
	let asked: AbortController | undefined;

	async function ask(q: string): Promise<void> {
		asked?.abort();
		asked = new AbortController();
		const { signal } = asked;
		const separator = place.includes('?') ? '&' : '?';
		try {
			const answer = await fetch(`${place}${separator}q=${encodeURIComponent(q)}`, { signal });
			if (!answer.ok) throw new Error(String(answer.status));
			found = (await answer.json()) as Found;
			failed = false;
		} catch {
			if (signal.aborted) return;
			found = { rows: [], total: 0 };
			failed = true;
		}
		searching = false;
	}

	return {
		get choices() {
			return found.rows;
		},
		get total() {
			return found.total;
		},
		get searching() {
			return searching;
		},
		get failed() {
			return failed;
		},
		soon(q: string): void {
			searching = true;
			clearTimeout(timer);
			timer = setTimeout(() => void ask(q), WAIT_MS);
		},
		/** Nothing is looked for any more. */
		clear(): void {
			clearTimeout(timer);
			asked?.abort();
			found = { rows: [], total: 0 };
			searching = false;
		}
	};
}
