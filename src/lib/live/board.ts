/**
 * What a board shows, as one plain JSON value, and how two of them differ. Pure; runs in Node and browser.
 * Optional properties are absent, never null: a merge patch uses null to say "removed".
 */
import type { EntryKind } from '../domain/ledger.ts';
import type { Outlook } from '../domain/outlook.ts';
import type { Pace, PaceStatus } from '../domain/pace.ts';
import type { Programmed } from '../domain/programme.ts';
import type { SceneKind, SceneOptions } from '../scenes/kinds.ts';
import type { Overview, SceneState } from '../scenes/states.ts';
import type { LiveState, Patch } from './protocol.ts';

export type { PaceStatus };

export type MetricKind = 'money' | 'count';

/** Rows by key and their order apart, so that one changed row travels alone. */
export interface Rows<Row> {
	order: string[];
	rows: Record<string, Row>;
}

/** Pace of one subject in one period. Amounts in minor units or pieces, ratios as fractions (0.642). */
export interface Progress extends Pace {
	period: { from: string; to: string };
	/** Of a running month with a target: how likely it ends well, and how many past working days say so (OUTLOOK-*). */
	outlook?: Outlook & { historyDays: number };
}

export interface StandingRow {
	rank: number;
	code: string;
	name: string;
	/** The unit the subject belongs to; absent for a unit without a parent in scope. */
	unit?: string;
	value: number;
	target?: number;
	attainment?: number;
	/** The subject's own: leave, joining and leaving move it. */
	timeProgress?: number;
	status?: PaceStatus;
	/** Places gained (+) or lost (−) since the business day began; absent when there is nothing to compare with. */
	movement?: number;
	/** Address of a rep's photo. */
	photo?: string;
}

export interface TeamRow {
	code: string;
	name: string;
	value: number;
	target?: number;
	attainment?: number;
	timeProgress?: number;
	status?: PaceStatus;
}

export interface EntryRow {
	id: string;
	kind: EntryKind;
	rep: string;
	team: string;
	/** Minor units or pieces; negative for a return or a reversal. */
	amount: number;
	customer?: string;
	product?: string;
	/** Booked at, epoch milliseconds. */
	at: number;
}

/** One scene on the programme of the day. */
export interface ProgrammedScene extends Programmed {
	kind: SceneKind;
	options: SceneOptions;
}

/** What goes along the lower edge. */
export type TickerState =
	{ show: 'latest'; entries: Rows<EntryRow> } | { show: 'text'; lines: string[] };

/** What every scene of a board is read with. */
export interface BoardHead extends LiveState {
	organisation: {
		name: string;
		/** IANA */
		timeZone: string;
		/** ISO 4217 */
		currency: string;
		/** Digits of the currency's minor unit. */
		fractionDigits: number;
		locale: 'zh-CN' | 'en';
	};
	unit: { code: string; name: string; kind: 'company' | 'region' | 'team' };
	/** What the board is about; a scene may be about another one. */
	metric: { code: string; name: string; kind: MetricKind };
	/** The business date and the instants at which it begins and ends, epoch milliseconds. */
	day: { date: string; startsAt: number; endsAt: number };
}

/** What a board shows on the screens of a unit: its programme, and the figures of each scene. */
export interface BoardState extends BoardHead {
	/** Its scenes of the day, in their order; `revision` counts the changes of the board. */
	plan: { revision: number; programme: ProgrammedScene[] };
	/** By the id of the scene. */
	scenes: Record<string, SceneState>;
	ticker?: TickerState;
}

/** The wall as one scene draws it: what all share, and the scene's own figures. */
export type OverviewBoard = BoardHead & Overview;

/** The id of the overview that is shown when nothing else is; no scene of a plan can have it. */
export const FALLBACK_SCENE = 'fallback-overview';

/** The overview of a board that has one. */
export function overviewOf(board: BoardState): OverviewBoard | undefined {
	const scene = board.plan.programme.find(({ kind }) => kind === 'overview');
	const state = scene && board.scenes[scene.id];
	if (!state) return undefined;
	const { organisation, unit, metric, asOf, stalledSince, day } = board;
	const head: BoardHead = { organisation, unit, metric, asOf, day };
	if (stalledSince !== undefined) head.stalledSince = stalledSince;
	return { ...head, ...(state as Overview) };
}

type Json = unknown;

const isObject = (value: Json): value is Record<string, Json> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const sameArray = (a: Json[], b: Json[]): boolean =>
	a.length === b.length && a.every((item, i) => same(item, b[i]));

function same(a: Json, b: Json): boolean {
	// A part that was not composed anew is the one that was there.
	if (a === b) return true;
	if (Array.isArray(a)) return Array.isArray(b) && sameArray(a, b);
	if (isObject(a)) return isObject(b) && diff(a, b) === undefined;
	return Object.is(a, b);
}

/** A key is a subject's code, which may be the name of something that every object inherits. */
const own = (of: Record<string, Json>, key: string): Json =>
	Object.prototype.hasOwnProperty.call(of, key) ? of[key] : undefined;
const put = (into: object, key: string, value: Json): void =>
	void Object.defineProperty(into, key, {
		value,
		enumerable: true,
		configurable: true,
		writable: true
	});

/** The merge patch that turns `from` into `to`; undefined when they are equal (LIVE-3). */
export function diff(from: object, to: object): Patch | undefined {
	const before = from as Record<string, Json>;
	const after = to as Record<string, Json>;
	const patch: Patch = {};
	for (const key of Object.keys(before)) {
		if (own(after, key) === undefined && before[key] !== undefined) put(patch, key, null);
	}
	for (const [key, value] of Object.entries(after)) {
		const old = own(before, key);
		if (value === undefined || same(old, value)) continue;
		put(patch, key, isObject(old) && isObject(value) ? diff(old, value) : value);
	}
	return Object.keys(patch).length > 0 ? patch : undefined;
}

/** `state` with `patch` merged in; unchanged branches are shared, `state` itself is not touched (LIVE-3). */
export function apply<T extends object>(state: T, patch: Patch): T {
	const next: Record<string, Json> = { ...(state as Record<string, Json>) };
	for (const [key, value] of Object.entries(patch)) {
		const old = own(next, key);
		if (value === null) delete next[key];
		else put(next, key, isObject(value) ? apply(isObject(old) ? old : {}, value) : value);
	}
	return next as T;
}
