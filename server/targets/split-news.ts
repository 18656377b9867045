/** Tells whoever looks at a split, in every process, that something happened to it. docs/SPEC.md, AGREE-13. */
import type { SQL } from 'drizzle-orm';
import type { IsoDate, Period } from '../../src/lib/domain/period.ts';
import { notification } from '../database/listen.ts';
import type { Listener } from '../database/listen.ts';
import type { PlanPlace } from './asked.ts';
import type { SubjectRef } from './targets.ts';

export interface SplitNews {
	kind: 'drafted' | 'issued' | 'answered' | 'settled' | 'withdrawn' | 'discarded';
	metricId: number;
	unit: Period['unit'];
	start: IsoDate;
	parent: SubjectRef;
}

/** Undefined: something may have been missed. */
type Watcher = (news: SplitNews | undefined) => void;

const nothing = () => {};

const CHANNEL = 'splits';

export const newsOf = (
	kind: SplitNews['kind'],
	{ metric, period, subject }: PlanPlace
): SplitNews => ({
	kind,
	metricId: metric.id,
	unit: period.unit,
	start: period.from,
	parent: subject.ref
});

export function createSplitNews(listener: Listener) {
	const watchers = new Map<Watcher, () => void>();

	function tell(news: SplitNews | undefined): void {
		for (const watcher of watchers.keys()) watcher(news);
	}
	listener.on(CHANNEL, (payload) => tell(payload ? (JSON.parse(payload) as SplitNews) : undefined));

	return {
		/** For the transaction: the other processes hear it with the commit. */
		announcement: (news: SplitNews): SQL => notification(CHANNEL, JSON.stringify(news)),
		/** For this process, after the commit. */
		tell,
		/** Gives the function that ends it; `onEnd` is called when the server ends it. */
		watch(watcher: Watcher, onEnd: () => void = nothing): () => void {
			watchers.set(watcher, onEnd);
			return () => void watchers.delete(watcher);
		},
		close(): void {
			const ends = [...watchers.values()];
			watchers.clear();
			for (const end of ends) end();
		}
	};
}

export type SplitWire = ReturnType<typeof createSplitNews>;
