/** What a tracking table shows. */
import type { TrackedDay } from '../../src/lib/domain/heat.ts';
import type { Pace } from '../../src/lib/domain/pace.ts';
import type { IsoDate } from '../../src/lib/domain/period.ts';
import type { RaceDay } from '../../src/lib/domain/race.ts';
import type { Progress } from '../../src/lib/live/board.ts';
import type { Metric } from '../directory/mirror.ts';
import type { SubjectOutlook } from './outlooks.ts';
import type { Tracked, TrackedKind } from './subjects.ts';

export interface SubjectName {
	kind: TrackedKind;
	code: string;
	name: string;
}

export interface MetricName {
	code: string;
	name: string;
	kind: 'money' | 'count';
}

/** A subject with its pace: one of those one step down. */
export interface Part extends SubjectName, Pace {
	outlook?: SubjectOutlook;
}

/** The subject's own month. */
export interface MonthView {
	progress: Progress;
	days: TrackedDay[];
}

export interface TrackingView extends MonthView {
	/** The last entry counted in. */
	position: number;
	/** Epoch milliseconds; the moment that is looked at. */
	at: number;
	/** The moment is over: nothing here moves. */
	past: boolean;
	/** The month takes no entries any more. */
	closed: boolean;
	today: IsoDate;
	month: { from: IsoDate; to: IsoDate };
	metric: MetricName;
	subject: SubjectName;
	/** The company first. */
	above: SubjectName[];
	/** Furthest behind first. `rest`: what the subject has beyond all of its parts, where they should add up. */
	parts: { rows: Part[]; total: number; rest?: number };
}

export interface RaceView extends Pick<TrackingView, 'at' | 'past'> {
	month: { from: IsoDate; to: IsoDate };
	today: IsoDate;
	metric: MetricName;
	unit: SubjectName;
	target?: number;
	/** Up to today. */
	days: RaceDay[];
	/** Of the month, 0 to 1, at the end of each day. */
	timeProgress: number[];
	/** Everybody who is named in `days`. */
	names: Record<string, { name: string; team?: string; target?: number }>;
	/** How many take part. */
	field: number;
}

export const nameOf = ({ kind, code, name }: Tracked): SubjectName => ({ kind, code, name });
export const partOf = (subject: Tracked, pace: Pace, outlook?: SubjectOutlook): Part => ({
	...nameOf(subject),
	...pace,
	...(outlook ? { outlook } : {})
});
export const metricOf = ({ code, name, kind }: Metric): MetricName => ({ code, name, kind });
