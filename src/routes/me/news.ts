/** What changed since one last looked on this device. docs/SPEC.md, POCKET-8. */
import type { MeState } from '$lib/live/me.ts';

/** What was seen, and when (epoch milliseconds on the server's clock). */
export interface Seen {
	at: number;
	date: string;
	metric: string;
	value: number;
	rank?: number;
	/** Ids of the latest entries. */
	entries: readonly string[];
	/** Calls for help and how each stood. */
	help: Readonly<Record<string, string>>;
}

export interface News {
	since: number;
	/** New entries, and what they come to. */
	entries?: { count: number; amount: number };
	rank?: { from: number; to: number };
	/** A call for help has moved on. */
	help: boolean;
}

/** Less than this is the same look. */
export const AWAY_MS = 120_000;

export function seenOf(state: MeState, at: number): Seen {
	const main = state.metrics.rows[state.metrics.order[0] ?? ''];
	return {
		at,
		date: state.day.date,
		metric: main?.code ?? '',
		value: main?.month.value ?? 0,
		...(main?.company ? { rank: main.company.rank } : {}),
		entries: state.latest.order,
		help: Object.fromEntries(state.process.help.map(({ id, state }) => [id, state]))
	};
}

const monthOf = (date: string): string => date.slice(0, 7);

/** Undefined when nothing did, or the last look was a moment ago. A new month begins anew: figures and ranks are others'. */
export function newsSince(seen: Seen, state: MeState, now: number): News | undefined {
	if (now - seen.at < AWAY_MS) return undefined;
	const next = seenOf(state, now);
	const same = monthOf(seen.date) === monthOf(next.date) && seen.metric === next.metric;
	const fresh = same ? next.entries.filter((id) => !seen.entries.includes(id)) : [];
	const amount = next.value - seen.value;
	const help = Object.entries(next.help).some(
		([id, state]) => seen.help[id] !== undefined && seen.help[id] !== state
	);
	const moved =
		same && seen.rank !== undefined && next.rank !== undefined && seen.rank !== next.rank;
	if (fresh.length === 0 && !moved && !help) return undefined;
	return {
		since: seen.at,
		...(fresh.length > 0 ? { entries: { count: fresh.length, amount } } : {}),
		...(moved ? { rank: { from: seen.rank!, to: next.rank! } } : {}),
		help
	};
}
