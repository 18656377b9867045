/**
 * What a manager's tablet shows: who of a unit needs them now (`floor:<unit>`), and one rep's card (`card:<rep>`). Plain JSON;
 * optional properties are absent, never null (LIVE-3). docs/SPEC.md, FLOOR-*.
 */
import type { Reason } from '../domain/attention.ts';
import type { AlertView } from '$server/alerts/alerts.ts';
import type { RepCard } from '$server/process/card.ts';
import type { BoardState, MetricKind, PaceStatus, Progress, Rows } from './board.ts';
import type { MeEntry, MeMetric } from './me.ts';
import type { LiveState } from './protocol.ts';

/** The moment of a rep that can be cheered for still (CHEER-4). */
export interface FloorMoment {
	/** Of the celebration. */
	id: string;
	/** Epoch milliseconds. */
	at: number;
}

/** One rep in the list: the month's numbers in the main metric, and why they need somebody. */
export interface FloorRow {
	code: string;
	name: string;
	/** Code of the team. */
	team: string;
	/** Address. */
	photo?: string;
	month: Progress;
	today: Pick<Progress, 'value' | 'target' | 'attainment' | 'status'>;
	status?: PaceStatus;
	/** In the company's month. */
	rank?: number;
	/** Places gained (+) or lost (−) since the business day began. */
	movement?: number;
	/** Most urgent first; empty: all is well. */
	reasons: Reason[];
	/** Epoch milliseconds; absent: none in the last days. */
	lastEntryAt?: number;
	/** When whoever leads was last with them: note, coaching, call, spot check, help, or seen on a walk. */
	lastContactAt?: number;
	visits: { planned: number; done: number };
	moment?: FloorMoment;
}

export interface FloorState extends LiveState {
	organisation: BoardState['organisation'];
	unit: BoardState['unit'];
	metric: { code: string; name: string; kind: MetricKind };
	/** The business date, when it ends, whether one works on it, and when the week began (epoch milliseconds). */
	day: { date: string; endsAt: number; working: boolean; weekStartsAt: number };
	/** Of the unit. */
	month: Progress;
	today: Progress;
	/** Teams that have somebody in the list, by name. */
	teams: Rows<{ code: string; name: string }>;
	/** Whoever needs somebody most stands first (FLOOR-*). */
	reps: Rows<FloorRow>;
}

/** What a rep brought on a day in the main metric, and what was due. */
export interface TrendDay {
	date: string;
	value: number;
	target?: number;
}

/** What the process knows of a rep's day, with everything that only whoever leads them sees. */
export type CardDay = RepCard;

export interface CardState extends LiveState {
	organisation: BoardState['organisation'];
	rep: { code: string; name: string; team?: string; photo?: string; phone?: string };
	day: FloorState['day'];
	/** As on the rep's own phone, months with their outlook. */
	metrics: Rows<MeMetric>;
	/** The last working days before today, the oldest first; absent without any, and in what an earlier version kept. */
	trend?: TrendDay[];
	/** The newest first. */
	latest: Rows<MeEntry>;
	reasons: Reason[];
	/** Open ones of the rep, most urgent first. */
	alerts: AlertView[];
	process: CardDay;
	/** What the rep promised in the letter of this month. */
	commitment?: { letter: string; text: string };
	lastContactAt?: number;
	moment?: FloorMoment;
	/** Words to tap for a note. */
	noteTags: string[];
}

export const floorRoom = (unit: string) => `floor:${unit}` as const;
export const cardRoom = (rep: string) => `card:${rep}` as const;
